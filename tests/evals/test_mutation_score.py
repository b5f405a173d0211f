"""The mutation score: what is noticed, what survives, what is nowhere to be seen, and how cases are asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from evals_fakes import reply, transcript
from mutation_replies import asked, neighbours

from assistant.records import Question
from evals.errors import DoorError
from evals.mutation.asking import Asking
from evals.mutation.faults import Fault
from evals.mutation.mutants import MutantDoor, mutate_transcripts
from evals.mutation.noticing import Noticing
from evals.mutation.operators import Operator, Place, QuestionOperator
from evals.mutation.outcomes import FaultOutcome, score_tables
from evals.mutation.scoring import MOST_ASKED_CASES, score
from evals.transcripts import Reply, Transcript


def noticing(found: Transcript) -> frozenset[str]:
    """The labels of the case: what holds for every reply is not what these replies are made for."""
    every = ("promises", "citations", "figures", "exact")
    return frozenset(label for label in Noticing()(found) if label.partition(": ")[2].split()[0] not in every)


def free(told: Reply, _: Place) -> Reply | None:
    return told.model_copy(update={"text": told.text.replace("20.000 đồng", "miễn phí")})


def never(_: Reply, __: Place) -> Reply | None:
    return None


def cut(said: Question, _: Place) -> Question:
    return said.model_copy(update={"question": said.question[:3]})


def forget(said: Question, _: Place) -> Question:
    return said.model_copy(update={"conversation_id": None})


FREE = Fault(Operator("free", "told as free", frozenset(("fee",)), free), seed=1)
NEVER = Fault(Operator("never", "nothing", frozenset(("fee",)), never), seed=1)
CUT = Fault(QuestionOperator("cut", "cut", cut), seed=1)
FORGET = Fault(QuestionOperator("forget", "forgets", forget), seed=1)
STRUCK = next(code for code in map(str, range(1000)) if FREE.strikes(code))
SPARED = next(code for code in map(str, range(1000)) if not FREE.strikes(code))


def messages_struck(fault: Fault, count: int) -> list[str]:
    return [said for said in (f"hỏi về việc số {number}" for number in range(9999)) if fault.strikes(said)][:count]


def fee_case(identifier: str, code: str, **expected: object) -> Transcript:
    told: dict[str, object] = {"text": "Lệ phí: 20.000 đồng", "facet": "fee", "codes": [code]}
    return transcript(identifier, (expected, told))


@dataclass
class Door:
    """Answers every message with itself; remembers what it heard."""

    heard: list[Question] = field(default_factory=list)

    @property
    def about(self) -> Mapping[str, object]:
        return {"door": "fake"}

    def ask(self, question: Question) -> Reply:
        self.heard.append(question)
        if not question.question:
            raise DoorError("fake", "empty")
        return Reply(
            behavior="answer", text=question.question, conversation_id=question.conversation_id or f"c{len(self.heard)}"
        )


def nobody_asks(fault: Fault | None, found: Transcript) -> Transcript:
    raise AssertionError(f"{found.case.id} was asked again for {fault}")


def outcome_of(transcripts: Sequence[Transcript], fault: Fault, door: Door | None = None) -> FaultOutcome:
    reask = nobody_asks if door is None else Asking(door, neighbours())
    (outcome,) = score(transcripts, [fault], noticing, reask).outcomes
    return outcome


def test_a_fault_that_some_label_fails_with_is_killed() -> None:
    cases = [fee_case("spared", SPARED, must=["20.000 đồng"]), fee_case("struck", STRUCK, must=["20.000 đồng"])]

    outcome = outcome_of(cases, FREE)

    assert (outcome.fate, outcome.changed, outcome.cases) == ("killed", 1, ("f/struck",))
    assert outcome.first_label == "turn 1: must 20.000 đồng"


def test_a_fault_that_changes_a_reply_and_fails_no_label_survives() -> None:
    outcome = outcome_of([fee_case("struck", STRUCK, codes=[STRUCK], facet="fee")], FREE)

    assert (outcome.fate, outcome.changed, outcome.cases) == ("survived", 1, ())


@pytest.mark.parametrize(("fault", "code"), [(FREE, SPARED), (NEVER, STRUCK)])
def test_a_fault_that_changes_no_reply_is_unreachable(fault: Fault, code: str) -> None:
    outcome = outcome_of([fee_case("case", code, must=["20.000 đồng"])], fault)

    assert (outcome.fate, outcome.changed) == ("unreachable", 0)


def test_a_label_that_fails_without_the_fault_notices_nothing() -> None:
    outcome = outcome_of([fee_case("wrong anyhow", STRUCK, must=["30.000 đồng"])], FREE)

    assert outcome.fate == "survived"


def test_a_label_that_fails_in_another_turn_does_not_hide_this_one() -> None:
    told: dict[str, object] = {"text": "20.000 đồng", "facet": "fee", "codes": [STRUCK]}
    silent: dict[str, object] = {"text": "?", "facet": "fee", "codes": [SPARED]}
    talk = transcript("talk", ({"must": ["20.000 đồng"]}, silent), ({"must": ["20.000 đồng"]}, told))

    outcome = outcome_of([talk], FREE)

    assert (outcome.fate, outcome.first_label) == ("killed", "turn 2: must 20.000 đồng")


def test_the_score_counts_unreachable_faults_as_not_noticed_and_lists_survivors_first() -> None:
    cases = [fee_case("noticing", STRUCK, must=["20.000 đồng"]), fee_case("blind", "7", codes=["7"])]
    blind = Fault(FREE.operator, next(seed for seed in range(99) if strikes_only(seed, "7")))

    found = score(cases, [FREE, NEVER, blind], noticing, nobody_asks)

    assert [outcome.fate for outcome in found.outcomes] == ["survived", "unreachable", "killed"]
    assert (found.killed, found.survivors, found.unreachable) == ((FREE.name,), (blind.name,), (NEVER.name,))
    assert found.score == pytest.approx(1 / 3)
    assert found.by_operator == {"free": "1 of 2", "never": "0 of 1"}
    (table,) = score_tables(found)
    assert "mutation score 0.333: 1 of 3 faults noticed, 1 survived, 1 unreachable" in str(table.title)


def strikes_only(seed: int, code: str) -> bool:
    fault = Fault(FREE.operator, seed)
    return fault.strikes(code) and not fault.strikes(STRUCK)


def test_transcripts_that_a_fault_leaves_alone_are_the_same_objects() -> None:
    cases = [fee_case("spared", SPARED), fee_case("struck", STRUCK), transcript("failed", ({}, None))]

    broken = mutate_transcripts(cases, FREE)

    assert broken[0] is cases[0]
    assert broken[2] is cases[2]
    assert broken[1].turns[0].reply == reply(text="Lệ phí: miễn phí", facet="fee", codes=[STRUCK])


def test_a_mutant_door_breaks_what_is_heard_and_says_which_fault_it_has() -> None:
    (said,) = messages_struck(CUT, 1)
    door = Door()
    mutant = MutantDoor(door, CUT, neighbours())

    told = mutant.ask(Question(question=said))

    assert (door.heard[0].question, told.text) == ("hỏi", "hỏi")
    assert mutant.about == {"door": "fake", "fault": "cut@1"}


def test_a_fault_of_questions_is_noticed_by_asking_again_with_and_without_it() -> None:
    (said,) = messages_struck(CUT, 1)
    door = Door()
    stale = asked(said, reply(text="what the run had stored"), must=[said])

    outcome = outcome_of([stale, asked("unstruck", reply(), "other")], CUT, door)

    assert [heard.question for heard in door.heard] == [said, "hỏi"]
    assert (outcome.fate, outcome.changed, outcome.cases) == ("killed", 1, (f"f/{said}",))


def test_a_forgotten_talk_strikes_only_where_there_is_one_to_forget() -> None:
    (said,) = messages_struck(FORGET, 1)
    door = Door()
    talk = transcript("talk", ({"user": "một"}, {}), ({"user": said}, {}), ({"user": "ba"}, {}))

    outcome = outcome_of([asked(said, reply()), talk], FORGET, door)

    assert [heard.conversation_id for heard in door.heard] == [None, "c1", "c1", None, None, "c5"]
    assert outcome.fate == "unreachable"  # another conversation id alone is no other reply


def test_a_case_is_asked_without_fault_once_for_all_faults() -> None:
    said = next(said for said in messages_struck(CUT, 999) if Fault(CUT.operator, 2).strikes(said))
    door = Door()

    score([asked(said, reply())], [CUT, Fault(CUT.operator, 2)], noticing, Asking(door, neighbours()))

    assert [heard.question for heard in door.heard] == [said, "hỏi", "hỏi"]


def test_a_fault_of_questions_is_held_against_the_same_forty_cases_in_any_order() -> None:
    cases = [asked(said, reply()) for said in messages_struck(CUT, MOST_ASKED_CASES + 5)]
    doors = Door(), Door()

    for door, order in zip(doors, (cases, cases[::-1]), strict=True):
        outcome_of(order, CUT, door)

    assert len(doors[0].heard) == 2 * MOST_ASKED_CASES
    assert {heard.question for heard in doors[0].heard} == {heard.question for heard in doors[1].heard}


def test_a_turn_that_gets_no_reply_when_asked_again_is_a_failed_turn() -> None:
    again = Asking(Door(), neighbours())(None, transcript("talk", ({"user": ""}, {}), ({"user": "hai"}, {})))

    assert [turn.failure for turn in again.turns] == ["empty", ""]
    assert again.turns[0].reply is None


@pytest.mark.parametrize(
    ("expected", "told", "failed"),
    [
        ({"codes": ["1"]}, {"codes": ["2", "1"]}, {"turn 1: hit@1"}),
        ({"behavior": "refuse"}, {}, {"turn 1: behavior"}),
        ({"behavior": "refuse", "behavior_ok": ["answer"]}, {}, set()),
        ({"facet": "fee"}, {"facet": "time"}, {"turn 1: facet"}),
        ({"must": ["a", "b"]}, {"text": "a"}, {"turn 1: must b"}),
        ({"must_not": ["a", "b"]}, {"text": "A"}, {"turn 1: must_not a"}),
        ({"must": ["a"]}, None, {"turn 1: reply"}),
        ({}, {}, set()),
    ],
)
def test_labels_that_a_reply_fails(
    expected: dict[str, object], told: dict[str, object] | None, failed: set[str]
) -> None:
    assert noticing(transcript("case", (expected, told))) == failed
