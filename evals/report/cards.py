"""One asked turn as a person reads it: question, answer, what was expected, the cited words, and why it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.metrics.behaviors import got
from evals.metrics.evidence import uncited
from evals.metrics.papers import missing_papers
from evals.metrics.ranking import first_right_rank, measured
from evals.metrics.sample import Turn
from evals.metrics.silence import says_unknown
from evals.metrics.strings import forbidden, missing
from evals.transcripts import AskedTurn, Reply, Transcript

_CITED = re.compile(r"\[(\d+)\]")
_CODE = re.compile(r"\b\d\.\d{6}\b")
_ANSWER_CHARS = 900
_QUOTE_CHARS = 500
_PROCEDURES = 5


@dataclass(frozen=True)
class Expectation:
    """One label of a case, and whether the reply met it; None where this page does not judge it."""

    label: str
    text: str
    met: bool | None


@dataclass(frozen=True)
class Named:
    """A procedure by code and title; the title is empty where no reply of the run names it."""

    code: str
    title: str
    right: bool


@dataclass(frozen=True)
class Cited:
    """The words of the source behind one citation, and whether the text names it."""

    id: int
    code: str
    field: str
    quote: str
    named: bool


@dataclass(frozen=True)
class Card:
    """Everything that is shown of one turn."""

    file: str
    case: str
    slice: str
    position: int
    of: int
    marks: tuple[str, ...]  # critical, synthetic, stale, officer
    note: str
    origin: str
    question: str
    earlier: tuple[tuple[str, str], ...]  # what was asked and answered before in the same talk
    behavior: str
    facet: str
    answer: str
    answer_rest: str
    failure: str
    reasons: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    procedures: tuple[Named, ...]
    citations: tuple[Cited, ...]  # those that the text names, then the others

    @property
    def anchor(self) -> str:
        """The place of the card inside the page."""
        return "case-" + re.sub(r"[^0-9A-Za-z]+", "-", f"{self.file}-{self.case}-{self.position}")


def titles(transcripts: Iterable[Transcript]) -> dict[str, str]:
    """Return the title of every procedure that some reply names, by code."""
    return {
        procedure.code: procedure.title
        for transcript in transcripts
        for turn in transcript.turns
        if turn.reply is not None
        for procedure in turn.reply.procedures
        if procedure.title
    }


def card(transcript: Transcript, turn: Turn, reasons: Sequence[str], known: Mapping[str, str]) -> Card:
    """Return one turn of the transcript with its reasons; `known` are the titles by code."""
    case, asked = transcript.case, turn.asked
    reply = asked.reply
    text = reply.text if reply is not None else ""
    cut = _cut(text)
    return Card(
        file=transcript.file,
        case=case.id,
        slice=case.slice,
        position=asked.position,
        of=len(case.asked()),
        marks=tuple(_marks(transcript)),
        note=case.note,
        origin=case.origin,
        question=asked.expected.user,
        earlier=tuple(
            (before.expected.user, "" if before.reply is None else before.reply.text)
            for before in transcript.turns
            if before.position < asked.position
        ),
        behavior=reply.behavior if reply is not None else "",
        facet=(reply.facet or "") if reply is not None else "",
        answer=text[:cut],
        answer_rest=text[cut:],
        failure=asked.failure,
        reasons=tuple(_with_titles(reason, known) for reason in reasons),
        expectations=tuple(_expectations(turn, known)),
        procedures=tuple(_procedures(asked)),
        citations=_cited(reply),
    )


def _with_titles(reason: str, known: Mapping[str, str]) -> str:
    return _CODE.sub(lambda found: f"{found[0]} “{known[found[0]]}”" if found[0] in known else found[0], reason)


def _cut(text: str) -> int:
    """Where the part ends that is shown unfolded: at a line's end, near the limit."""
    if len(text) <= _ANSWER_CHARS * 4 // 3:
        return len(text)
    line = text.rfind("\n", _ANSWER_CHARS // 2, _ANSWER_CHARS)
    return line + 1 if line >= 0 else _ANSWER_CHARS


def _marks(transcript: Transcript) -> Iterator[str]:
    case = transcript.case
    named = {"critical": case.critical, "synthetic": case.synthetic, "stale": bool(transcript.stale)}
    yield from (name for name, holds in named.items() if holds)
    if case.audience != "citizen":
        yield case.audience
    if case.place:
        yield f"place: {case.place}"


def _procedures(asked: AskedTurn) -> Iterator[Named]:
    right = set(asked.expected.codes)
    for found in asked.reply.procedures[:_PROCEDURES] if asked.reply is not None else ():
        yield Named(found.code, found.title, found.code in right)


def _cited(reply: Reply | None) -> tuple[Cited, ...]:
    if reply is None:
        return ()
    named = {int(number) for number in _CITED.findall(reply.text)}
    found = [Cited(one.id, one.code, one.field, _shortened(one.quote), one.id in named) for one in reply.citations]
    return tuple(sorted(found, key=lambda one: not one.named))


def _shortened(quote: str) -> str:
    return quote if len(quote) <= _QUOTE_CHARS else f"{quote[:_QUOTE_CHARS]}… ({len(quote)} characters)"


def _expectations(turn: Turn, known: Mapping[str, str]) -> Iterator[Expectation]:
    expected, reply = turn.asked.expected, turn.asked.reply
    label = "procedure in the first place" if len(expected.codes) == 1 else "any of these in the first place"
    for code in expected.codes:
        name = f"{code} {known.get(code, '')}".rstrip()
        yield Expectation(label, name, first_right_rank(turn) == 1 if measured(turn) else None)
    if expected.behavior:
        accepted = " or ".join(dict.fromkeys((expected.behavior, *expected.behavior_ok)))
        yield Expectation("behaviour", accepted, got(turn) in expected.accepted if expected.accepted else None)
    if expected.facet:
        yield Expectation("facet", expected.facet, reply is not None and reply.facet == expected.facet)
    for facet in expected.unknown:
        yield Expectation("says that the source is silent on", facet, reply is not None and says_unknown(turn))
    yield from _words(turn)


def _words(turn: Turn) -> Iterator[Expectation]:
    expected, replied = turn.asked.expected, turn.asked.reply is not None
    wanted = (
        ("says", expected.must, missing(turn)),
        ("cites", expected.cites, uncited(turn)),
        ("lists the paper", expected.items, missing_papers(turn)),
        ("does not say", expected.must_not, forbidden(turn)),
    )
    for label, texts, wrong in wanted:
        yield from (Expectation(label, text, replied and text not in wrong) for text in texts)
