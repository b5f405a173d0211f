from __future__ import annotations

import pytest

from assistant.conversation import Conversation
from assistant.finding import Finder
from assistant.records import Answer, Option, Question
from assistant.settings import Settings
from assistant.several import Several
from assistant.turn import Turn
from assistant.understand import understand
from assistant.voice import Voice
from knowledge.snapshot import Snapshot

SHOWN = (Option(label="Đăng ký thường trú", value="1.004222"), Option(label="Đăng ký tạm trú", value="1.004194"))


@pytest.fixture
def several(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Several:
    for name in ("MOTCUA_HOTLINE", "MOTCUA_OFFICE"):
        monkeypatch.delenv(name, raising=False)
    voice = Voice(snapshot, Settings())
    return Several(snapshot, voice, Finder(snapshot, voice))


def turn(message: str, *, code: str | None = None, options: tuple[Option, ...] = (), words: str = "") -> Turn:
    talk = Conversation(id="c-1", turns=1, code=code, options=options, words=(words,) if words else ())
    return Turn(Question(question=message), understand(message), talk)


def codes(answer: Answer | None) -> list[str]:
    assert answer is not None
    return [one.code for one in answer.procedures]


@pytest.mark.parametrize(
    ("message", "facet"),
    [
        ("cái thứ 2 cần hồ sơ gì", "documents"),
        ("hồ sơ của thủ tục thứ hai", "documents"),
        ("trình tự thực hiện của cái thứ hai", "steps"),
        ("thủ tục cuối cùng bao nhiêu tiền", "fee"),
    ],
)
def test_a_place_in_the_list_picks_its_procedure_and_the_facet_is_asked_of_it(
    several: Several, message: str, facet: str
) -> None:
    answer = several.of_those(turn(message, options=SHOWN))

    assert codes(answer)[0] == "1.004194"
    assert answer is not None
    assert answer.facet == facet


def test_the_list_stays_open_after_one_of_it_was_asked_about(several: Several) -> None:
    asked = turn("cái thứ 2 mất bao lâu", options=SHOWN)

    several.of_those(asked)

    assert [option for option in asked.after[0].options if option in SHOWN] == list(SHOWN)


@pytest.mark.parametrize("message", ["cái thứ 3 cần gì", "sinh con thứ hai cần gì", "cái thứ 2 của 1.001193"])
def test_what_is_no_place_of_the_list_picks_nothing(several: Several, message: str) -> None:
    assert several.of_those(turn(message, options=SHOWN)) is None


def test_which_of_the_list_goes_over_all_of_it(several: Several, snapshot: Snapshot) -> None:
    asked = turn("trong đó cái nào nộp online được", options=SHOWN, words="liệt kê thủ tục lĩnh vực hộ tịch")

    found = set(codes(several.of_those(asked)))

    civil = [one.code for one in snapshot.summaries if one.field == "Hộ tịch"]
    online = {
        code
        for code in civil
        if (procedure := snapshot.procedure(code)) and any(channel.kind == "online" for channel in procedure.channels)
    }
    assert found == online


def test_two_that_were_shown_are_compared_by_what_is_asked(several: Several) -> None:
    answer = several.compare(turn("thời hạn của hai cái khác gì", options=SHOWN, code="1.004222"))

    assert codes(answer) == ["1.004222", "1.004194"]
    assert answer is not None
    assert "Thời hạn giải quyết" in answer.text
    assert "Phí, lệ phí" not in answer.text


def test_the_last_procedure_is_compared_with_the_one_named(several: Several) -> None:
    assert codes(several.compare(turn("so sánh với 1.004194", code="1.004222"))) == ["1.004222", "1.004194"]
    assert several.compare(turn("so sánh với 1.004194")) is None


def test_places_of_the_list_are_compared(several: Several) -> None:
    assert codes(several.compare(turn("so sánh cái thứ 2 và cái thứ 1", options=SHOWN))) == ["1.004194", "1.004222"]


def test_the_force_of_a_procedure_is_answered_in_a_few_lines(several: Several) -> None:
    answer = several.in_force(turn("1.004884 có còn hiệu lực không"))

    assert codes(answer) == ["1.004884"]
    assert answer is not None
    assert answer.text.split("\n")[1].startswith("Nguồn không có mục nào ghi thủ tục này còn hay hết hiệu lực")
    assert "Hồ sơ" not in answer.text


def test_how_long_a_paper_holds_is_another_question(several: Several) -> None:
    assert several.in_force(turn("1.004884 giấy có hiệu lực bao lâu")) is None
