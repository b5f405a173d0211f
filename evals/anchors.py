"""What an expectation rests on: digests of the record's words, so that a changed record is never silently right.

A case is stale when words that it rests on are no longer what they were when it was labelled. It is asked all the same
and counts neither as right nor as wrong, until somebody has read the record again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Protocol

from evals.cases import Anchor, Case, CaseTurn
from evals.exactness.page import numbers, words
from knowledge.records import Procedure

NOT_HELD = ""
_DIGITS = 16
_OF_FACET: Mapping[str, tuple[str, ...]] = {
    "documents": ("cases",),
    "fee": ("channels.*.label", "channels.*.fees", "channels.*.notes"),
    "time": ("channels.*.label", "channels.*.time_limits", "channels.*.notes", "stated_times"),
    "where": ("agencies", "channels.*.label"),
    "steps": ("steps",),
    "conditions": ("conditions",),
    "legal": ("legal_bases",),
    "result": ("result",),
    "online": ("channels",),
    "form": ("cases",),
    "overview": ("title", "result", "cases", "channels", "agencies"),
}
_EVERYTHING = ("title", "steps", "channels", "cases", "agencies", "result", "legal_bases", "conditions")


class Records(Protocol):
    """What anchors are held against."""

    def procedure(self, code: str, /) -> Procedure | None:
        """Return the record; None where it is not held."""


def digest(procedure: Procedure, field: str) -> str:
    """Return the first 16 hex digits of the SHA-256 over the words below a field's path, as people read them.

    Args:
        field: A path of `Procedure.quotes`, or what one begins with; `*` stands for any number.
    """
    said = (f"{path}\t{plain}" for path, plain in _quoted(procedure) if _below(path, field))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:_DIGITS]


def anchors_of(case: Case, records: Records) -> tuple[Anchor, ...]:
    """Return what the case's expectations rest on, as the records are now.

    The title of every code; the fields of the facet where words, papers, evidence or silence are expected; and the
    fields that the case names. A code that is not held is an anchor too: its absence is what was labelled.
    """
    pairs = dict.fromkeys(pair for turn in case.asked() for pair in _fields(case, turn, records))
    return tuple(Anchor(code=code, field=field, sha256=_now(records, code, field)) for code, field in pairs)


def changed(case: Case, records: Records) -> tuple[str, ...]:
    """Return what the case rests on and is no longer so, such as "1.001193 channels.*.fees"; empty: it is fresh."""
    return tuple(
        f"{anchor.code} {anchor.field}"
        for anchor in case.rests_on
        if _now(records, anchor.code, anchor.field) != anchor.sha256
    )


def recheck(case: Case, records: Records) -> str:
    """Return whether the labels of a stale case still stand in its records.

    Returns:
        "broken": a code is no longer held, or a record lacks a required string and its figures; "holds": every
        required string or its figures stand in one of the records; "": nothing in the case can be looked up.
    """
    held = {anchor.code: records.procedure(anchor.code) for anchor in case.rests_on}
    if any(held[anchor.code] is None and anchor.sha256 != NOT_HELD for anchor in case.rests_on):
        return "broken"
    musts = {must for turn in case.asked() for must in (*turn.must, *turn.cites, *turn.items)}
    if not musts:
        return ""
    texts = [" ".join(plain for _, plain in _quoted(record)) for record in held.values() if record is not None]
    return "holds" if all(any(_stands(must, text) for text in texts) for must in musts) else "broken"


def _fields(case: Case, turn: CaseTurn, records: Records) -> Iterator[tuple[str, str]]:
    codes = dict.fromkeys((*case.codes, *turn.codes))
    for code in codes:
        yield code, "title"
        yield from ((code, field) for field in case.fields)
    if turn.behavior == "list" or not (turn.must or turn.cites or turn.items or turn.unknown):
        return  # what a list has to hold beside its procedures follows from them
    for code in codes:
        wanted = [field for facet in (turn.facet, *turn.unknown) for field in _OF_FACET.get(facet, ())]
        yield from ((code, field) for field in wanted or _holding(records.procedure(code), turn))


def _holding(procedure: Procedure | None, turn: CaseTurn) -> Iterable[str]:
    """Return the fields of a turn without a facet: those that hold a required string, or all when none does."""
    if procedure is None:
        return ()
    musts = (*turn.must, *turn.cites, *turn.items)
    text = {
        field: " ".join(plain for path, plain in _quoted(procedure) if _below(path, field)) for field in _EVERYTHING
    }
    return [field for field in _EVERYTHING if any(_stands(must, text[field]) for must in musts)] or _EVERYTHING


def _stands(must: str, text: str) -> bool:
    figures = numbers(must)
    return words(must) in words(text) or (bool(figures) and figures <= numbers(text))


def _now(records: Records, code: str, field: str) -> str:
    procedure = records.procedure(code)
    return NOT_HELD if procedure is None else digest(procedure, field)


@lru_cache(maxsize=256)
def _quoted(procedure: Procedure) -> tuple[tuple[str, str], ...]:
    return tuple((path, quote.plain) for path, quote in procedure.quotes())


def _below(path: str, field: str) -> bool:
    parts, wanted = path.split("."), field.split(".")
    return len(parts) >= len(wanted) and all(map(fnmatchcase, parts, wanted))
