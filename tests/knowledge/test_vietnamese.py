"""Folding, cleaning and terms: what any spelling of the same words must have in common."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.vietnamese import FOLDED_PREFIX, clean, fold, has_diacritics, nfc, pairs, syllables, terms

VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
vietnamese = st.text(alphabet=VOWELS + VOWELS.upper() + "bcdđghklmnpqrstvxĐ 0123456789.,/-()", max_size=60)


@given(vietnamese)
def test_composed_and_decomposed_text_fold_and_tokenise_alike(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)

    assert fold(decomposed) == fold(text)
    assert syllables(decomposed) == syllables(text)
    assert terms(decomposed) == terms(text)
    assert has_diacritics(decomposed) == has_diacritics(text)


@given(vietnamese)
def test_folding_vietnamese_leaves_plain_lower_case_letters_and_changes_nothing_twice(text: str) -> None:
    folded = fold(text)

    assert folded.isascii()
    assert folded == folded.lower() == fold(folded)
    assert len(folded) == len(text)


@given(vietnamese)
def test_folded_syllables_are_the_syllables_folded(text: str) -> None:
    assert syllables(text, folded=True) == [fold(token) for token in syllables(text)]


@given(vietnamese)
def test_a_question_without_diacritics_has_the_folded_terms_of_the_same_question_with_them(text: str) -> None:
    accented_too = terms(text)

    assert set(terms(fold(text))) == {term for term in accented_too if term.startswith(FOLDED_PREFIX)}


@given(st.text())
def test_cleaning_any_text_gives_one_normal_line_and_changes_nothing_twice(text: str) -> None:
    line = clean(text)

    assert unicodedata.is_normalized("NFC", line)
    assert line == " ".join(line.split())
    assert clean(line) == line
    line.encode("utf-8")


@given(st.text(), st.integers(min_value=0, max_value=40))
def test_cleaning_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(clean(text, limit_chars=limit)) <= limit


@given(st.text())
def test_no_term_of_any_text_is_empty_or_holds_white_space(text: str) -> None:
    assert all(term and not any(sign.isspace() for sign in term) for term in terms(text))


def test_cleaning_drops_what_nobody_sees() -> None:
    assert clean("khai\u200b si\u00adnh\ufeff\t cho\n\ncon \x00") == "khai sinh cho con"
    assert clean("một hai ba", limit_chars=8) == "một hai"
    assert clean("\ud800khai sinh") == "khai sinh"


def test_cleaning_a_tower_of_marks_is_cut_before_it_is_normalised() -> None:
    assert len(clean("a" + "\u0301\u0323" * 500_000, limit_chars=100)) <= 100


def test_normal_form_composes() -> None:
    assert nfc("ê\u0323") == nfc("e\u0323\u0302") == "ệ"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("ĐƯỜNG BỘ", "duong bo"),
        ("nghĩa vụ quân sự", "nghia vu quan su"),
    ],
)
def test_folding_drops_marks_and_case(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("huỷ", "hủy"),
        ("hòan", "hoàn"),
        ("qúy", "quý"),
        ("hùynh", "huỳnh"),
        ("ngóao", "ngoáo"),
    ],
)
def test_tone_marks_are_found_wherever_they_are_typed(newer: str, older: str) -> None:
    assert syllables(newer) == [older]
    assert terms(newer) == terms(older)


@pytest.mark.parametrize("word", ["quý", "quả", "khuyến", "khuỷu", "hoàn", "thuê", "người", "loại", "qua", "giấy"])
def test_right_spellings_stay(word: str) -> None:
    assert syllables(word) == [word]


def test_codes_amounts_dates_and_document_numbers_are_one_token() -> None:
    text = (
        "Nghị định 01/2021/NĐ-CP, QĐ 1781/QĐ-BCT, luật 134/2025/QH15, mã 1.001193: "
        "75.000 đồng/giấy từ 01/7/2025, mẫu TK01"
    )

    assert syllables(text) == [
        *("nghị", "định", "01/2021/nđ-cp", "qđ", "1781/qđ-bct", "luật", "134/2025/qh15", "mã", "1.001193"),
        *("75.000", "đồng", "giấy", "từ", "01/7/2025", "mẫu", "tk01"),
    ]


def test_a_document_number_is_found_by_its_number_and_year() -> None:
    assert "~1/2021" in terms("Nghị định 01/2021/NĐ-CP")
    assert "~1/2021" in terms("nghi dinh 1/2021")


def test_terms_are_syllables_and_pairs_accented_and_folded() -> None:
    assert terms("Giấy phép xe") == [
        *("giấy", "phép", "xe", "giấy_phép", "phép_xe"),
        *("~giay", "~phep", "~xe", "~giay_phep", "~phep_xe"),
    ]
    assert terms("giay phep") == ["~giay", "~phep", "~giay_phep"]
    assert terms("") == terms(" …!") == []


def test_spellings_with_i_and_y_share_terms() -> None:
    assert terms("lí lịch, công ti, bác sĩ") == terms("lý lịch, công ty, bác sỹ")


def test_pairs_join_neighbours() -> None:
    assert pairs(["a", "b", "c"]) == ["a_b", "b_c"]
    assert pairs(["a"]) == pairs([]) == []


def test_diacritics_are_seen_in_any_form() -> None:
    assert has_diacritics("ban sao bản")
    assert has_diacritics("Đ")
    assert has_diacritics("a\u0309")
    assert not has_diacritics("ban sao, 75.000")
