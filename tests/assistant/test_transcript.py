"""What was said is redacted before it is kept, and goes with its ratings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversation import Conversation
from assistant.conversation_store import SqlConversations
from assistant.ratings import Rating, append_rating, ratings_of
from assistant.records import Answer, Citation, RankedProcedure
from assistant.transcript import NO_TURNS, Cited, export_conversation, forget_conversation, said
from assistant.understand import LONGEST_CHARS
from knowledge.records import Span

TALK = Conversation(id="c-1", turns=1)
AT = datetime(2026, 11, 24, 8, tzinfo=UTC)


def answer(text: str = "Bạn cần tờ khai [1].", turn_id: str = "t-1", procedures: int = 1) -> Answer:
    ranked = tuple(RankedProcedure(code=f"1.{n:06d}", title="Thủ tục", score=0.9) for n in range(procedures))
    return Answer(
        conversation_id="c-1",
        turn_id=turn_id,
        behavior="answer",
        text=text,
        procedures=ranked,
        facet="fee",
        snapshot="s",
    )


def test_a_turn_is_made_of_the_question_and_its_answer() -> None:
    turn = said("lệ phí bao nhiêu", answer(), 3)

    assert turn.model_dump(exclude={"asked_at"}) == {
        "turn_id": "t-1",
        "number": 3,
        "question": "lệ phí bao nhiêu",
        "behavior": "answer",
        "facet": "fee",
        "procedures": ("1.000000",),
        "text": "Bạn cần tờ khai [1].",
        "snapshot": "s",
        "rating": None,
        "score": 0.9,
        "cited": (),
    }
    assert turn.asked_at.tzinfo == UTC


def test_a_turn_keeps_where_its_citations_stand_and_not_their_words() -> None:
    cites = Citation(
        id=1, code="1.000000", field="title", quote="Thủ tục", source_url=None, source_file="a.txt", span=Span(3, 10)
    )

    turn = said("lệ phí", answer().model_copy(update={"citations": (cites,)}), 1)

    assert turn.cited == (Cited(id=1, code="1.000000", field="title", span=Span(3, 10)),)
    assert "quote" not in turn.model_dump_json()


def test_a_turn_without_a_procedure_has_no_score() -> None:
    assert said("xin chào", answer(procedures=0), 1).score is None


def test_a_turn_keeps_the_best_ten_procedures() -> None:
    assert said("liệt kê", answer(procedures=40), 1).procedures == tuple(f"1.{n:06d}" for n in range(10))


def test_neither_question_nor_answer_keeps_a_personal_detail_of_the_question() -> None:
    turn = said("căn cước 001099012345 của tôi", answer("Số 001099012345 thì hỏi 02438251234."), 1)

    assert turn.question == "căn cước [SỐ GIẤY TỜ] của tôi"
    assert turn.text == "Số [SỐ] thì hỏi 02438251234."


def test_a_detail_at_the_end_of_what_is_kept_is_not_cut_in_two() -> None:
    turn = said("x" * (LONGEST_CHARS - 7) + " 0912345678 nhé", answer(), 1)

    assert len(turn.question) <= LONGEST_CHARS
    assert "0912" not in turn.question


@pytest.mark.parametrize("typed", ["a\0b", "\ud800", "\U0010ffff", "e\u0301" * 9_000])
def test_whatever_is_typed_can_be_kept(typed: str, catalogue_url: str) -> None:
    store = SqlConversations(catalogue_url, keep_hours=1)

    store.save(TALK, said(typed, answer(f"Bạn hỏi {typed}"), 1))

    kept = store.export("c-1")
    store.close()
    assert kept is not None
    assert len(kept.turns) == 1


def test_the_export_has_the_ratings_of_its_turns_alone(tmp_path: Path) -> None:
    store = SqlConversations(f"sqlite:///{tmp_path / 'talks.sqlite'}", keep_hours=1)
    store.save(TALK, said("lệ phí", answer(), 1))
    mine = Rating(at=AT, turn_id="t-1", rating=-1, comment="sai")
    for rating in (mine, Rating(at=AT, turn_id="t-2", rating=1)):
        append_rating(tmp_path / "feedback", rating)

    kept = export_conversation(store, tmp_path / "feedback", "c-1")

    assert kept is not None
    assert kept.feedback == (mine,)
    assert export_conversation(store, tmp_path / "feedback", "c-2") is None
    store.close()


def test_forgetting_takes_the_ratings_along(tmp_path: Path) -> None:
    store = SqlConversations(f"sqlite:///{tmp_path / 'talks.sqlite'}", keep_hours=1)
    store.save(TALK, said("lệ phí", answer(), 1))
    others = Rating(at=AT, turn_id="t-2", rating=1)
    for rating in (Rating(at=AT, turn_id="t-1", rating=-1), others):
        append_rating(tmp_path / "feedback", rating)

    first, again = (forget_conversation(store, tmp_path / "feedback", "c-1") for _ in range(2))

    assert (first, again) == (True, False)
    assert ratings_of(tmp_path / "feedback", {"t-1", "t-2"}) == [others]
    store.close()


def test_a_door_without_a_log_keeps_nothing(tmp_path: Path) -> None:
    assert export_conversation(NO_TURNS, tmp_path, "c-1") is None
    assert (forget_conversation(NO_TURNS, tmp_path, "c-1"), NO_TURNS.rate("t-1", 1)) == (False, False)
