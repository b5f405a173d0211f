"""Attributes: what titles carry, what people say of it with or without diacritics, and what they deny."""

from __future__ import annotations

import pytest

from assistant.attributes import Told, attribute_named, attributes, carried, says, told, traits
from assistant.phrases import Wording
from knowledge.provinces import UNNAMED_PROVINCE
from knowledge.vietnamese import fold


def of(title: str, name: str) -> set[str]:
    return set(traits(title).get(name, ()))


def said(words: str, name: str) -> Told:
    attribute = attribute_named(name)
    assert attribute is not None
    return says(attribute, Wording.of(words))


@pytest.mark.parametrize(
    ("title", "deeds"),
    [
        ("Thủ tục đăng ký kết hôn", {"new"}),
        ("Cấp lại thẻ căn cước", {"again"}),
        ("Đăng ký lại khai tử", {"again"}),
        ("Cấp đổi thẻ căn cước", {"exchange"}),
        ("Cấp, gia hạn, cấp lại, cấp đổi chứng chỉ hành nghề đo đạc", {"new", "extend", "again", "exchange"}),
        ("Xóa đăng ký tạm trú", {"end"}),
        ("Đăng ký thay đổi nội dung đăng ký hộ kinh doanh", {"change"}),
        ("Thu hồi giấy phép lái xe", {"revoke"}),
        ("Trình báo mất hộ chiếu phổ thông", {"loss"}),
    ],
)
def test_the_words_that_a_title_opens_with_are_its_deeds(title: str, deeds: set[str]) -> None:
    assert of(title, "deed") == deeds


@pytest.mark.parametrize(
    ("title", "reasons"),
    [
        ("Cấp lại chứng chỉ (trong trường hợp chứng chỉ bị cháy, bị mất, bị rách)", {"lost", "damaged"}),
        ("Cấp lại chứng chỉ (trong trường hợp chứng chỉ cũ đã hết hạn)", {"expired"}),
        ("Cấp lại giấy phép (trừ trường hợp giấy phép bị mất, bị hỏng)", {"other"}),
        ("Cấp lại chứng chỉ trong trường hợp bị thu hồi", {"revoked"}),
        ("Hưởng chế độ mất sức lao động", set()),
        ("Cấp lại thẻ căn cước", set()),
    ],
)
def test_a_reason_is_carried_only_where_the_title_gives_one(title: str, reasons: set[str]) -> None:
    assert of(title, "reason") == reasons


def test_foreign_and_abroad_are_denied_by_a_title_that_is_silent_and_age_is_left_open() -> None:
    plain, foreign = traits("Thủ tục đăng ký kết hôn"), traits("Đăng ký kết hôn có yếu tố nước ngoài")

    assert (plain["foreign"], plain["abroad"]) == ({"no_foreign"}, {"home"})
    assert foreign["foreign"] == {"foreign"}
    assert "age" not in plain
    assert of("Cấp thẻ căn cước cho người dưới 14 tuổi", "age") == {"under_14"}


def test_a_level_in_the_title_counts_before_that_of_the_record() -> None:
    named = traits("Cấp thẻ căn cước (thực hiện tại cấp tỉnh)", "commune")

    assert named["level"] == {"province"}
    assert traits("Cấp thẻ căn cước", "commune")["level"] == {"commune"}
    assert "level" not in traits("Cấp thẻ căn cước")


def test_the_place_is_the_province_of_the_record_and_unknown_where_none_is_named() -> None:
    assert traits("Hỗ trợ hỏa táng", None, "Lào Cai")["place"] == {"Lào Cai"}
    assert "place" not in traits("Hỗ trợ hỏa táng", None, UNNAMED_PROVINCE)


@pytest.mark.parametrize(
    ("words", "name", "affirmed", "denied"),
    [
        ("mất rồi", "reason", {"lost"}, set()),
        ("bị rách nát", "reason", {"damaged"}, set()),
        ("mất thì không, hỏng thôi", "reason", {"damaged"}, {"lost"}),
        ("mất bao lâu thì xong", "reason", set(), set()),
        ("người Nhật", "foreign", {"foreign"}, set()),
        ("cả hai đều người Việt", "foreign", {"no_foreign"}, set()),
        ("không phải người nước ngoài", "foreign", set(), {"foreign"}),
        ("không, ở xã", "level", {"commune"}, set()),
        ("lần đầu", "deed", {"new"}, set()),
        ("con em 9 tuổi", "age", {"under_14"}, set()),
        ("tôi 30 tuổi", "age", {"from_14"}, set()),
        ("chưa tới 14", "age", {"under_14"}, set()),
        ("dưới 14 tuổi", "age", {"under_14"}, set()),
    ],
)
def test_a_message_affirms_and_denies_with_and_without_diacritics(
    words: str, name: str, affirmed: set[str], denied: set[str]
) -> None:
    assert said(words, name) == Told(frozenset(affirmed), frozenset(denied))
    assert said(fold(words), name) == Told(frozenset(affirmed), frozenset(denied))


@pytest.mark.parametrize("words", ["Nghệ An", "ở nghe an", "tỉnh Nghệ An nhé"])
def test_a_place_is_told_with_and_without_its_kind(words: str) -> None:
    assert said(words, "place").affirmed == {"Nghệ An"}


def test_only_what_is_told_is_told() -> None:
    assert told(Wording.of("đăng ký kết hôn")) == {}
    assert told(Wording.of("cấp lại thẻ bị mất"))["reason"] == {"lost"}


def test_every_attribute_has_a_question_and_every_value_a_label_of_its_own() -> None:
    labels = [value.label for attribute in attributes() for value in attribute.values]

    assert all(attribute.ask.endswith("?") for attribute in attributes())
    assert len(set(labels)) == len(labels)
    assert attribute_named("title") is None


def test_a_value_of_its_own_label_is_carried_by_that_name() -> None:
    place = attribute_named("place")
    assert place is not None

    assert place.value("Lào Cai").label == "Lào Cai"
    assert place.value("VN").label == "Tỉnh, thành phố khác"
    assert carried(place, "Hỗ trợ hỏa táng") == frozenset()
