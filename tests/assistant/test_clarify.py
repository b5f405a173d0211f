"""When several procedures fit as well, one question with options; when one leads, its answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import pytest

from assistant.answer import Assistant
from assistant.attributes import traits
from assistant.clarification import BY_TITLE, Clarification
from assistant.clarify import (
    Candidate,
    candidates,
    candidates_left,
    is_named,
    refined,
    resolve_reply,
    separating_question,
    taken,
)
from assistant.conversation import ConversationMemory
from assistant.decide import Decision, decide
from assistant.records import Question
from assistant.settings import Settings
from assistant.understand import understand
from knowledge.search import Hit
from knowledge.snapshot import Snapshot

RESIDENCE = ("1.004194", "Đăng ký tạm trú"), ("1.004222", "Đăng ký thường trú")


def hit(code: str, title: str, score: float) -> Hit:
    return Hit(code, title, score, (), {})


@dataclass
class TwoAsGood:
    """An index that finds two procedures as good as each other, and remembers what it was asked."""

    asked: list[str] = field(default_factory=list)

    def search(
        self, text: str, *, limit: int = 10, place: str | None = None, codes: Collection[str] | None = None
    ) -> list[Hit]:
        self.asked.append(text)
        return [hit(code, title, 0.7) for code, title in RESIDENCE]

    def telling(self, text: str) -> dict[str, float]:
        return {}


def test_two_as_good_are_asked_about_and_the_choice_answers_the_question_before(snapshot: Snapshot) -> None:
    index = TwoAsGood()
    assistant = Assistant(replace(snapshot, index=index), ConversationMemory(), Settings())

    asked = assistant.ask(Question(question="đăng ký cư trú bao lâu"))
    taken = assistant.ask(Question(question="2", conversation_id=asked.conversation_id))

    assert (asked.behavior, asked.facet, asked.citations) == ("clarify", "time", ())
    assert [(option.value, option.label) for option in asked.options] == list(RESIDENCE)
    assert "1. Đăng ký tạm trú\n2. Đăng ký thường trú" in asked.text
    assert [procedure.code for procedure in asked.procedures] == ["1.004194", "1.004222"]
    assert (taken.behavior, taken.procedures[0].code, taken.facet) == ("answer", "1.004222", "time")
    assert index.asked == ["đăng ký cư trú bao lâu"]


@pytest.mark.parametrize(
    ("hits", "kind", "about"),
    [
        ([], "none", []),
        ([("a", "Khai sinh", 0.05), ("b", "Khai tử", 0.04)], "none", ["a", "b"]),
        ([("a", "Khai sinh", 0.95), ("b", "Khai tử", 0.2)], "answer", ["a", "b"]),
        ([("a", "Khai sinh", 0.7), ("b", "Khai tử", 0.7)], "clarify", ["a", "b"]),
        ([("a", "Khai sinh (cấp xã)", 0.7), ("b", "Khai sinh (cấp tỉnh)", 0.7)], "answer", ["a", "b"]),
        ([("a", "Khai sinh", 0.7), ("b", "KHAI SINH", 0.7), ("c", "Khai tử", 0.7)], "clarify", ["a", "c"]),
    ],
)
def test_a_ranking_is_answered_asked_about_or_refused(
    hits: list[tuple[str, str, float]], kind: str, about: list[str]
) -> None:
    decision: Decision = decide([hit(*found) for found in hits])

    assert (decision.kind, [found.code for found in decision.hits]) == (kind, about)


LOST = "Cấp lại chứng chỉ môi giới (trong trường hợp chứng chỉ bị cháy, bị mất, bị rách)"
EXPIRED = "Cấp lại chứng chỉ môi giới (trong trường hợp chứng chỉ cũ đã hết hạn)"
WEDDINGS = ("Thủ tục đăng ký kết hôn", "Thủ tục đăng ký kết hôn có yếu tố nước ngoài")
TRADES = [f"Cấp lại chứng chỉ hành nghề {trade}" for trade in ("thú y", "xây dựng", "biên tập", "đấu giá", "dược")]
SHIPS = (
    "Đăng ký biện pháp bảo đảm bằng tàu bay",
    "Đăng ký biện pháp bảo đảm bằng động sản (không phải là tàu bay, tàu biển)",
    "Đăng ký biện pháp bảo đảm bằng tàu biển",
)
GUIDES = (
    "Cấp thẻ hướng dẫn viên du lịch quốc tế",
    "Cấp thẻ hướng dẫn viên du lịch nội địa",
    "Cấp lại thẻ hướng dẫn viên du lịch",
)


def asked(*titles: str, told: dict[str, frozenset[str]] | None = None, before: tuple[str, ...] = ()) -> Clarification:
    found = [Candidate(str(place), title, 1.0, traits(title)) for place, title in enumerate(titles)]
    clarification = separating_question(found, told, before)
    assert clarification is not None
    return clarification


def left(words: str, clarification: Clarification) -> tuple[str, ...] | None:
    return resolve_reply(understand(words), clarification)


@pytest.mark.parametrize(
    ("titles", "attribute", "choices"),
    [
        ((LOST, EXPIRED), "reason", [("Bị mất, thất lạc / Bị hỏng, rách, cháy", "0"), ("Đã hoặc sắp hết hạn", "1")]),
        (WEDDINGS, "foreign", [("Không, đều là người Việt Nam", "0"), ("Có yếu tố nước ngoài", "1")]),
        (GUIDES, "deed", [("Làm lần đầu, cấp mới", "Làm lần đầu, cấp mới"), ("Cấp lại, làm lại", "2")]),
        (("Cấp thẻ cho người dưới 14 tuổi", "Cấp thẻ cho người từ đủ 14 tuổi"), "age",
         [("Dưới 14 tuổi", "0"), ("Từ đủ 14 tuổi trở lên", "1")]),
        (("Tạm ngừng kinh doanh của hộ kinh doanh", "Thông báo tạm ngừng kinh doanh của doanh nghiệp"), "filer",
         [("Hộ kinh doanh", "0"), ("Doanh nghiệp, công ty", "1")]),
    ],
)  # fmt: skip
def test_the_attribute_that_separates_is_asked_about_and_a_single_procedure_is_its_code(
    titles: tuple[str, ...], attribute: str, choices: list[tuple[str, str]]
) -> None:
    clarification = asked(*titles)

    assert clarification.attribute == attribute
    assert [(option.label, option.value) for option in clarification.options] == choices


def test_an_attribute_is_never_asked_about_twice_and_then_titles_are_offered_once() -> None:
    again = asked(*WEDDINGS, before=("foreign",))

    assert again.attribute == BY_TITLE
    assert [option.label for option in again.options] == list(WEDDINGS)
    assert (
        separating_question([Candidate("0", "A", 1.0), Candidate("1", "B", 1.0)], asked=("foreign", BY_TITLE)) is None
    )


def test_what_was_told_is_not_asked_and_leaves_only_what_fits() -> None:
    clarification = asked(*GUIDES, told={"deed": frozenset({"new"})})

    assert clarification.attribute == BY_TITLE
    assert clarification.codes == ("0", "1")


def test_titles_of_different_matters_are_not_told_apart_by_what_they_leave_unsaid() -> None:
    clarification = asked("Trợ cấp một lần", "Đăng ký hội chợ tại nước ngoài")

    assert clarification.attribute == BY_TITLE


def test_more_procedures_than_are_shown_can_be_named() -> None:
    clarification = asked(*TRADES)

    assert len(clarification.options) == 4
    assert clarification.question.endswith("gõ tên loại bạn cần:")
    assert left("dược", clarification) == ("4",)
    assert refined(understand("luật sư"), clarification) == "cấp lại chứng chỉ hành nghề luật sư"


def test_the_likelier_split_is_asked_first() -> None:
    titles = (*WEDDINGS, "Thủ tục đăng ký lại kết hôn")
    found = [
        Candidate(str(place), title, chance, traits(title))
        for place, (title, chance) in enumerate(zip(titles, (0.45, 0.1, 0.45), strict=True))
    ]

    clarification = separating_question(found)

    assert clarification is not None
    assert clarification.attribute == "deed"
    assert [choice.codes for choice in clarification.choices] == [("0", "1"), ("2",)]


def test_one_candidate_needs_no_question() -> None:
    assert separating_question([Candidate("0", "Đăng ký kết hôn", 1.0)]) is None
    assert separating_question([]) is None


@pytest.mark.parametrize(
    ("titles", "words", "codes"),
    [
        ((LOST, EXPIRED), "mất rồi", ("0",)),
        ((LOST, EXPIRED), "bi rach", ("0",)),
        ((LOST, EXPIRED), "cái thứ hai", ("1",)),
        ((LOST, EXPIRED), "cái cuối", ("1",)),
        ((LOST, EXPIRED), "không phải mất, hết hạn", ("1",)),
        ((LOST, EXPIRED), "không mất", ("1",)),
        (WEDDINGS, "người Nhật", ("1",)),
        (WEDDINGS, "em lấy chồng Đài Loan", ("1",)),
        (WEDDINGS, "cả hai đều người Việt", ("0",)),
        (WEDDINGS, "không", ("0",)),
        (WEDDINGS, "có", ("1",)),
        (WEDDINGS, "ko phai nguoi nuoc ngoai", ("0",)),
        (GUIDES, "lần đầu", ("0", "1")),
        (GUIDES, "Làm lần đầu, cấp mới", ("0", "1")),
        (GUIDES, "bị mất", ("2",)),
        (("Đăng ký đất đai đối với tổ chức", "Đăng ký đất đai đối với hộ gia đình"), "công ty tôi", ("0",)),
        (SHIPS, "tàu biển", ("2",)),
        (SHIPS, "tau bien", ("2",)),
        (TRADES, "thú y", ("0",)),
        (TRADES, "xay dung", ("1",)),
        (TRADES, "nghề đấu giá", ("3",)),
        (TRADES, "2", ("1",)),
        (TRADES, "1", ("0",)),
    ],
)
def test_a_reply_in_whatever_words_leaves_what_it_says(
    titles: tuple[str, ...], words: str, codes: tuple[str, ...]
) -> None:
    assert left(words, asked(*titles)) == codes


@pytest.mark.parametrize("words", ["không biết", "khong ro lam", "em chưa rõ"])
def test_who_does_not_know_keeps_all_that_was_asked_about(words: str) -> None:
    trades = asked(*TRADES)

    assert left(words, asked(*WEDDINGS)) == ("0", "1")
    assert left(words, trades) == trades.codes


@pytest.mark.parametrize("words", ["lệ phí bao nhiêu", "đăng ký xe máy mới mua", "1.001193", "luật sư", "9"])
def test_something_new_is_no_reply(words: str) -> None:
    assert left(words, asked(*WEDDINGS)) is None
    assert left(words, asked(*TRADES)) is None


def test_every_option_is_taken_by_its_value() -> None:
    for titles in (GUIDES, TRADES, WEDDINGS):
        found = [Candidate(f"9.00000{place}", title, 1.0, traits(title)) for place, title in enumerate(titles)]
        clarification = separating_question(found)
        assert clarification is not None
        for choice in clarification.choices:
            assert taken(understand(choice.value), clarification) == choice
            assert left(choice.value, clarification) == choice.codes

    assert taken(understand("mất rồi"), asked(LOST, EXPIRED)) is None


def test_a_title_is_named_by_all_telling_words_of_a_reply_in_short_forms_too() -> None:
    assert is_named(understand("luật sư nhé"), "Cấp lại chứng chỉ hành nghề luật sư")
    assert is_named(understand("htx"), "Tạm ngừng kinh doanh của hợp tác xã")
    assert not is_named(understand("thời tiết hôm nay"), "Gia hạn giấy phép dự báo khí tượng")
    assert not is_named(understand("dạ"), "Cấp lại thẻ")


def test_a_place_is_replied_in_shorthand() -> None:
    found = [
        Candidate(str(place), "Hỗ trợ hỏa táng", 1.0, traits("Hỗ trợ hỏa táng", None, province))
        for place, province in enumerate(("Lào Cai", "Nghệ An"))
    ]

    clarification = separating_question(found)

    assert clarification is not None
    assert clarification.attribute == "place"
    assert left("em ở nghe an", clarification) == ("1",)


def test_candidates_carry_the_level_of_their_record_and_what_a_reply_left_keeps_its_order(snapshot: Snapshot) -> None:
    found = candidates([hit("1.004194", "Đăng ký tạm trú", 0.7), hit("9.000009", "Không có", 0.2)], snapshot)
    again = candidates_left(("1.004222", "9.000009", "1.004194"), snapshot)

    assert (found[0].label, found[0].values["level"]) == ("Đăng ký tạm trú", {"commune"})
    assert "level" not in found[1].values
    assert [(one.code, one.chance) for one in again] == [("1.004222", 1.0), ("1.004194", 0.5)]


def test_a_clarification_survives_being_stored() -> None:
    clarification = asked(*TRADES)

    assert Clarification.model_validate_json(clarification.model_dump_json()) == clarification
