"""Claims found in texts, and numbers in words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.claims import Claim, canonical, find_claims, unsupported
from assistant.spoken_numbers import spoken_numbers


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("nộp 75.000 đồng", Claim("money", "75000 đồng")),
        ("nộp 50k", Claim("money", "50k")),
        ("nộp 2 triệu đồng", Claim("money", "2 triệu đồng")),
        ("100 USD/thẻ", Claim("money", "100 usd")),
        ("trong 8 ngày làm việc", Claim("time", "8 ngày làm việc")),
        ("trong 8 ngày", Claim("time", "8 ngày")),
        ("1 bản chính", Claim("count", "1 bản chính")),
        ("đủ 14 tuổi", Claim("count", "14 tuổi")),
        ("ngày 01/7/2025", Claim("date", "1/7/2025")),
        ("ngày 22 tháng 12 năm 2022", Claim("date", "ngày 22 tháng 12 năm 2022")),
        ("Điều 5 khoản 2", Claim("article", "khoản 2")),
        ("mã 1.001193", Claim("code", "1.001193")),
        ("Luật số 60/2014/QH13", Claim("document", "luật số 60/2014/qh13")),
        ("theo NĐ 123/2015/NĐ-CP", Claim("document", "123/2015/nđ-cp")),
        ("Thông tư này", Claim("document", "thông tư")),
        ("theo Mẫu số 02", Claim("form", "mẫu số 02")),
        ("tờ khai CT01", Claim("form", "ct01")),
        ("tại Sở Tư pháp", Claim("agency", "sở tư")),
        ("tại UBND xã", Claim("agency", "ubnd xã")),
        ("gọi 19001234", Claim("phone", "19001234")),
        ("a@b.vn", Claim("address", "a@b.vn")),
        ("dichvucong.gov.vn", Claim("address", "dichvucong.gov.vn")),
        ("Miễn phí", Claim("free", "miễn phí")),
        ("không mất tiền", Claim("free", "không mất tiền")),
        ("chắc chắn được", Claim("absolute", "chắc chắn")),
        ("chưa cần", Claim("denial", "chưa")),
        ("gửi mã OTP", Claim("secret", "otp")),
        ("phụ lục XIV", Claim("roman", "xiv")),
        ("năm mươi nghìn đồng", Claim("spoken number", "50000")),
    ],
)
def test_a_claim_is_found_composed_or_not(text: str, claim: Claim) -> None:
    assert claim in find_claims(text)
    assert claim in find_claims(unicodedata.normalize("NFD", text))


def test_a_year_a_father_and_a_day_of_the_week_are_no_numbers_in_words() -> None:
    assert list(spoken_numbers("năm 2025, ba mẹ, thứ tư, công an xã")) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("mười ngày", "10"),
        ("nửa tháng", "0.5"),
        ("một triệu rưỡi", "1500000"),
        ("5 chục", "50"),
        ("ba ngày", "3"),
        ("hai mươi lăm ngày", "25"),
        ("một trăm linh năm nghìn", "105000"),
        ("500 nghìn", "500000"),
        ("hai trăm rưỡi", "250"),
    ],
)
def test_a_number_in_words_has_its_value(words: str, value: str) -> None:
    assert list(spoken_numbers(words)) == [value]


@pytest.mark.parametrize(
    ("figure", "plain"),
    [("75.000", "75000"), ("75,000", "75000"), ("03", "3"), ("0,5", "0.5"), ("0", "0"), ("00", "0")],
)
def test_a_figure_is_compared_without_separators_and_leading_zeros(figure: str, plain: str) -> None:
    assert canonical(figure) == plain


def test_what_the_evidence_says_is_supported_however_the_figure_is_written() -> None:
    assert unsupported("nộp 75000 đồng", "Lệ phí: 75.000 đồng", ["75000 VNĐ"]) == []


def test_a_figure_has_to_stand_in_the_cited_words_too() -> None:
    assert unsupported("trong 5 ngày", "trong 5 ngày", ["8 ngày"]) == [Claim("number", "5")]


def test_part_of_a_name_or_figure_is_not_the_whole() -> None:
    assert [claim.kind for claim in unsupported("5 ngày", "15 ngày", ["15 ngày"])] == ["number", "time"]
    assert [claim.kind for claim in unsupported("Sở Tư pháp", "cơ sở tư vấn", [])] == []
    assert [claim.kind for claim in unsupported("Sở Y tế", "cơ sở tư vấn", [])] == ["agency"]


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.sampled_from(["đồng", "ngày", "tháng", "USD", "bản sao"]))
def test_another_figure_is_never_supported(said: int, true: int, unit: str) -> None:
    wrong = unsupported(f"{said:,} {unit}".replace(",", "."), f"{true} {unit}", [str(true)])

    assert (wrong == []) == (said == true)


@given(st.text(max_size=200))
def test_every_text_supports_itself(text: str) -> None:
    assert unsupported(text, text, [text]) == []
    list(spoken_numbers(text))
