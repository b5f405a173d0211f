"""Faults: which there are, where each strikes, and that it leaves all other replies alone."""

from __future__ import annotations

from mutation_replies import MESSAGES, neighbours, replies

from assistant.records import Question
from evals.mutation.faults import FAULTS, OPERATORS, SHARE, Fault
from evals.mutation.operators import Operator, Place, QuestionOperator
from evals.mutation.questions import QUESTIONS
from evals.transcripts import Reply, ReplyProcedure

CODES = [f"1.{number:06}" for number in range(5000)]


def shout(reply: Reply, place: Place) -> Reply:
    return reply.model_copy(update={"text": f"{place.message}!"})


def forget(question: Question, _: Place) -> Question:
    return question.model_copy(update={"conversation_id": None})


SHOUT = Fault(Operator("shout", "shouts", frozenset(("answer", "greet")), shout), seed=1)
FORGET = Fault(QuestionOperator("forget", "forgets", forget), seed=1)
STRUCK = next(code for code in CODES if SHOUT.strikes(code))
SPARED = next(code for code in CODES if not SHOUT.strikes(code))


def answer(code: str) -> Reply:
    return Reply(behavior="answer", text="x", procedures=(ReplyProcedure(code=code),))


def test_every_operator_has_its_faults_and_there_are_enough() -> None:
    assert {fault.operator.name for fault in FAULTS} == {operator.name for operator in (*OPERATORS, *QUESTIONS)}
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert len(OPERATORS) >= 26
    assert len(QUESTIONS) >= 5
    assert len(FAULTS) >= 60


def test_a_fault_strikes_a_tenth_of_the_procedures() -> None:
    shares = [sum(fault.strikes(code) for code in CODES) / len(CODES) for fault in FAULTS]

    assert SHARE == 0.10
    assert all(0.08 < share < 0.12 for share in shares)  # 5 standard deviations of 5,000 draws


def test_two_seeds_strike_two_places() -> None:
    other = Fault(SHOUT.operator, seed=2)

    assert {code for code in CODES if SHOUT.strikes(code)} != {code for code in CODES if other.strikes(code)}


def test_a_struck_procedure_is_broken_and_others_come_back_as_they_are() -> None:
    spared = answer(SPARED)

    assert SHOUT.broken_reply(answer(STRUCK), "hỏi", neighbours()).text == "hỏi!"
    assert SHOUT.broken_reply(spared, "hỏi", neighbours()) is spared


def test_a_reply_without_procedures_is_struck_by_its_message() -> None:
    greeting = Reply(behavior="greet", text="x")

    assert SHOUT.broken_reply(greeting, STRUCK, neighbours()).text == f"{STRUCK}!"
    assert SHOUT.broken_reply(greeting, SPARED, neighbours()) is greeting


def test_a_fault_of_questions_leaves_replies_alone_and_the_other_way_round() -> None:
    struck = next(code for code in CODES if FORGET.strikes(code))
    said = Question(question=struck, conversation_id="c")

    assert FORGET.broken_question(said, neighbours()).conversation_id is None
    assert FORGET.broken_reply(answer(struck), struck, neighbours()) == answer(struck)
    assert SHOUT.broken_question(said, neighbours()) == said


def test_a_question_that_is_not_struck_arrives_as_it_is() -> None:
    spared = next(code for code in CODES if not FORGET.strikes(code))
    said = Question(question=spared, conversation_id="c")

    assert FORGET.broken_question(said, neighbours()) == said


def test_neighbours_are_what_was_ranked_beside_a_procedure() -> None:
    found = neighbours().neighbour("1.001193", "documents")

    assert found is not None
    assert found == replies()[MESSAGES[1]]


def test_any_answer_is_a_neighbour_where_none_is_near_but_never_ones_own() -> None:
    far = neighbours().neighbour("9.999999")
    own = neighbours().neighbour("1.004327", "online")

    assert far is not None
    assert own is not None
    assert own.procedures[0].code == "1.000656"


def test_no_neighbour_answers_a_facet_that_nobody_asked_about() -> None:
    assert neighbours().neighbour("1.001193", "no facet") is None


def test_a_procedure_is_told_on_another_facet_only_where_the_run_has_one() -> None:
    other = neighbours().about("1.001193", "documents")

    assert other is not None
    assert (other.procedures[0].code, other.facet) == ("1.001193", "fee")
    assert neighbours().about("1.001731", "conditions") is None
    assert neighbours().about("no such code") is None
