"""A question taken apart: every term kept, asides lighter, everyday words given their official ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.phrases import qualifier_names
from knowledge.query import ASIDE_WEIGHT, Query, analyse, read
from knowledge.vietnamese import fold, terms


def carried(query: Query) -> set[str]:
    return {name for name, has in zip(qualifier_names(), query.qualifiers, strict=True) if has}


def meanings(query: Query) -> set[str]:
    return {term for unit in query.units for meaning in unit.meanings for term in meaning}


@given(st.text(max_size=80))
def test_no_term_of_the_question_is_lost_or_invented(text: str) -> None:
    query = analyse(text)

    assert set(query.own) == set(terms(read(text)[1]))
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
    query = analyse("KTV CPA 2024")

    assert not query.marked
    assert all(term.startswith("~") for term in (*query.own, *meanings(query)))


def test_a_question_typed_without_marks_is_read_with_them() -> None:
    assert analyse("lam giay khai sinh cho con").own == analyse("làm giấy khai sinh cho con").own


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
    "text",
    [
        "1.001193",
        "1001193",
        "thủ tục 1 001193",
        "mã 1,001193 cần gì",
        "ma 1001193",
        "mã TTHC: 1.001193.",
        "https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc.html?ma_thu_tuc=1.001193&lang=vi",
    ],
)
def test_a_code_is_read_with_or_without_its_dot(text: str) -> None:
    query = analyse(text)

    assert query.codes == ("1.001193",)
    assert not query.topicless


@pytest.mark.parametrize("text", ["0901001193", "15.001193", "hơn 1001193456 đồng"])
def test_a_longer_number_is_no_code(text: str) -> None:
    assert analyse(text).codes == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("nghị định số 01/2021/NĐ-CP", "1/2021"),
        ("theo thông tư 04/2020/TT-BTP cần gì", "4/2020"),
        ("NĐ 123/2015/nđ–cp", "123/2015"),
    ],
)
def test_a_document_number_is_found_by_its_number_and_year(text: str, number: str) -> None:
    assert f"~{number}" in analyse(text).own


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


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("kết hôn với người nước ngoài", "foreign"),
        ("ket hon voi nguoi nuoc ngoai", "foreign"),
        ("khai sinh có YTNN", "foreign"),
        ("bị mất giấy phép lái xe", "again"),
        ("bi mat giay phep lai xe", "again"),
        ("giấy chứng nhận bị rách", "again"),
        ("giay chung nhan bi rach", "again"),
        ("thẻ căn cước lần đầu", "from_14"),
        ("the can cuoc lan dau", "from_14"),
        ("cấp lại chứng chỉ", "again"),
        ("cap lai chung chi", "again"),
        ("gia hạn thị thực", "extend"),
        ("gia han thi thuc", "extend"),
        ("GH thị thực", "extend"),
        ("đổi thẻ căn cước", "exchange"),
        ("cap doi the can cuoc", "exchange"),
        ("sửa tên trên giấy khai sinh", "change"),
        ("thay doi noi dung dang ky", "change"),
        ("căn cước cho trẻ dưới 14 tuổi", "under_14"),
        ("can cuoc cho tre 9 tuoi", "under_14"),
        ("can cuoc cho tre duoi 14 tuoi", "under_14"),
        ("căn cước cho người từ 14 tuổi", "from_14"),
        ("nộp trực tuyến trên cổng dịch vụ công", "online_whole"),
        ("nop truc tuyen", "online_whole"),
        ("nộp hs onl", "online_whole"),
    ],
)
def test_a_qualifier_is_read_with_and_without_marks_and_from_shorthand(text: str, qualifier: str) -> None:
    assert qualifier in carried(analyse(text))


@pytest.mark.parametrize(
    "text",
    [
        "bảo hiểm xã hội một lần",
        "đăng ký kết hôn với người nước ngoài",
        "cấp lại giấy phép lái xe bị mất",
    ],
)
def test_a_half_marked_question_has_every_folded_term_of_the_whole_one(text: str) -> None:
    words = text.split()
    half = " ".join(fold(word) if place % 2 else word for place, word in enumerate(words))

    marked, bare, mixed = ({term for term in analyse(line).own if term[0] == "~"} for line in (text, fold(text), half))

    assert marked == bare == mixed


def test_marks_tell_words_apart_that_are_folded_alike() -> None:
    insurance, envelope = analyse("bảo hiểm").own, analyse("bao hiếm").own

    assert {term for term in insurance if term[0] != "~"}.isdisjoint(envelope)


def test_a_question_from_a_phone_is_read_as_it_was_meant() -> None:
    typed, line = read("<b>Mk mún lamf laij cccd</b> 🙏🙏 tại Đồng Naiiii, k bik nộp ở đâu z")

    assert typed == "Mk mún làm lại cccd tại Đồng Nai, k bik nộp ở đâu z"
    assert line == "tôi muốn làm lại cccd tại đồng nai, không biết nộp ở đâu"
    assert analyse(typed).place == "Đồng Nai"
