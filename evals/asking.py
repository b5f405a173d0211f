"""One case asked through one door: every turn with its reply, how long it took, and whether the case is stale."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.records import Audience, Question
from evals.anchors import changed, recheck
from evals.cases import Case, CaseTurn
from evals.doors import Door, Sources
from evals.errors import CannotPoison, DoorError
from evals.metrics.exact import inexact, is_checked
from evals.transcripts import AskedTurn, Reply, Transcript

UNCHECKED = "unchecked"
"""Of a case whose records cannot be seen: it counts, and nobody knows whether it is stale."""
_NOT_HERE = "its document can only be served by the assistant of this process: run it with --against local"


@dataclass(frozen=True)
class Options:
    """How a run asks."""

    fold: bool = False  # ask without diacritics
    last_turn_alone: bool = False  # ask only the last message of a dialogue, in a fresh conversation
    limit: int | None = None  # first cases of each file
    audience: Audience | None = None  # everybody asks as this one; None: as the cases say


def ask_case(name: str, case: Case, door: Door, options: Options) -> Transcript:
    """Return the case as it was asked; a turn without a reply is kept with the reason.

    Args:
        name: Of the case's file, as reports use it.
    """
    sources = door.sources
    stale, again = _staleness(case, sources)
    asked_door = door
    if case.document is not None:
        try:
            poisoned = door.poisoned(case.document)
        except CannotPoison as error:
            return Transcript(file=name, case=case, turns=(), stale=stale, skipped=str(error))
        if poisoned is None:
            return Transcript(file=name, case=case, turns=(), stale=stale, skipped=_NOT_HERE)
        asked_door = poisoned
    turns = tuple(_turns(case, asked_door, options))
    return Transcript(file=name, case=case, turns=turns, stale=stale, recheck=again)


def _staleness(case: Case, sources: Sources | None) -> tuple[tuple[str, ...], str]:
    """Return what the case rests on and is no longer so, and what a second look at its labels gives."""
    if not case.rests_on:
        return (), ""
    if sources is None:
        return (), UNCHECKED
    try:
        stale = changed(case, sources)
        return stale, recheck(case, sources) if stale else ""
    except DoorError:  # a server that answers and does not show its records
        return (), UNCHECKED


def against_source(turn: AskedTurn, sources: Sources | None) -> AskedTurn:
    """Return the turn with what the source and the record say against its reply, as far as they are at hand."""
    if turn.reply is None or sources is None:
        return turn
    found = {"wrong_quotes": _wrong_quotes(turn.reply, sources), "inexact": _inexact(turn.reply, sources)}
    return turn.model_copy(update=found)


def _wrong_quotes(reply: Reply, sources: Sources) -> tuple[int, ...] | None:
    texts = {citation.code: sources.source_text(citation.code) for citation in reply.citations}
    if not texts or any(text is None for text in texts.values()):
        return None
    return tuple(
        citation.id
        for citation in reply.citations
        if citation.span is None or (texts[citation.code] or "")[slice(*citation.span)] != citation.quote
    )


def _inexact(reply: Reply, sources: Sources) -> tuple[str, ...] | None:
    if not is_checked(reply):
        return None
    code = reply.citations[0].code
    text = sources.source_text(code)
    procedure = sources.procedure(code) if text is not None else None
    return None if procedure is None or text is None else inexact(reply, procedure, text)


def _turns(case: Case, door: Door, options: Options) -> Iterator[AskedTurn]:
    conversation: str | None = None
    turns = list(enumerate(case.asked(), start=1))
    for position, turn in turns[-1:] if options.last_turn_alone else turns:
        question = Question(
            question=turn.user,
            conversation_id=conversation,
            audience=options.audience or case.audience,
            place=case.place or None,
        )
        asked = _ask(position, turn, question, door)
        conversation = asked.reply.conversation_id if asked.reply is not None else conversation
        yield asked


def _ask(position: int, turn: CaseTurn, question: Question, door: Door) -> AskedTurn:
    started, used = time.perf_counter(), time.process_time()
    try:
        reply = door.ask(question)
    except DoorError as error:
        return AskedTurn(position=position, expected=turn, failure=error.reason)
    latency_ms, cpu_ms = (time.perf_counter() - started) * 1000, (time.process_time() - used) * 1000
    asked = AskedTurn(
        position=position,
        expected=turn,
        reply=reply,
        latency_ms=round(latency_ms, 3),
        cpu_ms=round(cpu_ms, 3) if door.about.get("door") == "local" else None,
    )
    return against_source(asked, door.sources)
