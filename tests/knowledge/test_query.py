"""A question taken apart: every term kept, asides lighter, everyday words given their official ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.phrases import qualifier_names
from knowledge.query import ASIDE_WEIGHT, Query, analyse, spelled_out
from knowledge.vietnamese import clean, fold, terms


def carried(query: Query) -> set[str]:
    return {name for name, has in zip(qualifier_names(), query.qualifiers, strict=True) if has}


def meanings(query: Query) -> set[str]:
    return {term for unit in query.units for meaning in unit.meanings for term in meaning}


@given(st.text(max_size=80))
def test_no_term_of_the_question_is_lost_or_invented(text: str) -> None:
    query = analyse(text)

    assert set(query.own) == set(terms(spelled_out(clean(text))))
    assert all(0 < weight <= 1 for weight in query.own.values())


def test_words_of_asking_weigh_less_than_the_matter() -> None:
    own = analyse("cho tôi hỏi đăng ký khai sinh hết bao nhiêu tiền").own

    assert own["sinh"] == 1.0
    assert own["hỏi"] == own["tiền"] == ASIDE_WEIGHT


def test_a_question_of_asides_alone_is_still_a_question() -> None:
    query = analyse("cần gì")

    assert query.matter == "cần gì"
    assert query.own["cần"] == ASIDE_WEIGHT


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("báo tử cho ông nội", "khai_tử"),
        ("giay doc than", "~tinh_trang"),
        ("làm sổ đỏ lần đầu", "chứng_nhận"),
        ("đổi GPLX", "phép_lái"),
        ("nhập hộ khẩu cho vợ", "thường_trú"),
        ("công chứng bản photo", "chứng_thực"),
    ],
)
def test_everyday_words_are_given_their_official_ones(said: str, official: str) -> None:
    query = analyse(said)

    assert official in meanings(query)
    assert official in query.spoken
    assert official not in query.own


def test_importing_goods_is_no_moving_house() -> None:
    assert "thường_trú" not in meanings(analyse("nhập khẩu về lô hàng hóa mỹ phẩm"))


def test_a_question_without_marks_has_folded_terms_only() -> None:
    query = analyse("lam giay khai sinh")

    assert not query.marked
    assert all(term.startswith("~") for term in (*query.own, *meanings(query)))


@pytest.mark.parametrize(
    ("text", "has", "lacks"),
    [
        ("mất giấy khai sinh", "again", "foreign"),
        ("làm giấy khai sinh mất bao lâu", "under_14_or_none", "again"),
        ("căn cước cho người 8 tuổi", "under_14", "from_14"),
        ("căn cước cho người 30 tuổi", "from_14", "under_14"),
        ("kết hôn với người Hàn Quốc", "foreign", "again"),
    ],
)
def test_a_question_carries_what_it_says(text: str, has: str, lacks: str) -> None:
    found = carried(analyse(text))

    assert has in found or has == "under_14_or_none"
    assert lacks not in found


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("đổi blx ở đâu", "đổi bằng lái xe ở đâu"),
        ("doi blx o dau", "doi bang lai xe o dau"),
        ("vk mới sinh, làm ks cho con", "vợ mới sinh làm khai sinh cho con"),
        ("mở ks 10 phòng", "mở ks 10 phòng"),
        ("đăng ký kết hôn", "đăng ký kết hôn"),
    ],
)
def test_shorthand_is_written_out_where_the_rest_of_the_question_allows_it(typed: str, written: str) -> None:
    assert spelled_out(typed) == written


@pytest.mark.parametrize("text", ["1.001193", "1001193", "thủ tục 1 001193", "mã 1,001193 cần gì"])
def test_a_code_is_read_with_or_without_its_dot(text: str) -> None:
    query = analyse(text)

    assert query.codes == ("1.001193",)
    assert not query.topicless


@pytest.mark.parametrize("text", ["0901001193", "15.001193", "hơn 1001193456 đồng"])
def test_a_longer_number_is_no_code(text: str) -> None:
    assert analyse(text).codes == ()


@pytest.mark.parametrize("text", ["bao lâu", "1", "lệ phí", "xin", "tôi muốn làm thủ tục", "hồ sơ gồm những gì", "?"])
def test_words_of_asking_and_numbers_alone_are_about_nothing(text: str) -> None:
    assert analyse(text).topicless


@pytest.mark.parametrize("text", ["khai sinh", "hộ chiếu bao lâu", "thue", "đất"])
def test_one_word_of_the_matter_is_a_topic(text: str) -> None:
    assert not analyse(text).topicless


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("tách thửa đất ở Đồng Nai", "Đồng Nai"),
        ("tach thua o dong nai", "Đồng Nai"),
        ("tách thửa tại tỉnh Bình Phước", "Đồng Nai"),
        ("tách thửa Đồng Nai", "Đồng Nai"),
        ("tách thửa đất", None),
    ],
)
def test_the_place_is_read_and_is_no_part_of_the_matter(text: str, place: str | None) -> None:
    query = analyse(text)

    assert query.place == place
    assert "nai" not in query.matter.lower()
    assert "phước" not in query.matter
    assert fold(query.matter).startswith("tach thua")


def test_what_a_meaning_absorbs_means_nothing_of_its_own() -> None:
    found = meanings(analyse("hộ chiếu hết hạn thì làm lại sao"))

    assert "hộ_chiếu" in found
    assert "gia_hạn" not in found
    assert "cấp_lại" not in found


@pytest.mark.parametrize(
    ("text", "deed"), [("hoãn nghĩa vụ quân sự", "postpone"), ("huy dang ky tam tru", "cancel"), ("hoan thue", None)]
)
def test_a_deed_is_read_and_without_marks_only_where_it_is_plain(text: str, deed: str | None) -> None:
    found = carried(analyse(text)) & {"postpone", "cancel", "resume", "stop", "withdraw"}

    assert found == ({deed} if deed else set())
