"""The desk: lists, counts, and procedures by the documents that they rest on, for whoever asks."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from assistant.compose.enumeration import compose_by_law, compose_counts, compose_list
from assistant.compose.facets import Composed
from assistant.lexicon import read_list
from assistant.listing import LONGEST, Enumeration, find_enumeration
from assistant.officer.by_law import Asked, LegalIndex, asked_document, documents_of, read_index
from assistant.officer.held import Held
from assistant.officer.law_names import may_name_a_law
from assistant.officer.ledger import Entry, read_ledger
from assistant.officer.validity import replaced_by
from assistant.phrases import Wording
from assistant.records import Citation, RankedProcedure
from knowledge.legal_numbers import numbers_in

LONGEST_CHARS = 300
"""A longer message is a story, which asks for no list."""


@dataclass(frozen=True)
class Looked:
    """What the desk found: all procedures, up to 500, and the words for the first of them."""

    behavior: Literal["list", "refuse"]
    text: str
    procedures: tuple[RankedProcedure, ...] = ()
    citations: tuple[Citation, ...] = ()


class Desk:
    """Looks up what is asked of all records at once. Indexes are read at the first question that needs them."""

    def __init__(self, held: Held) -> None:
        self._held, self._lock = held, threading.Lock()

    def look_up(self, wording: Wording, *, officer: bool = False) -> Looked | None:
        """Return the list or count that the message asks for; None where it asks for none.

        Args:
            officer: Whether lines tell everything that a row has, and a document's number alone asks for its list.
        """
        if len(wording.folded) > LONGEST_CHARS:
            return None
        if numbers_in(wording.folded) or may_name_a_law(wording.folded):
            asked = asked_document(wording, self._index_once(), bare=officer)
            if asked is not None:
                return self._by_law(asked, officer=officer)
        enumeration = find_enumeration(wording, self._held.summaries, self._ledger_once)
        return self._list(enumeration, officer=officer) if enumeration is not None else None

    def _by_law(self, asked: Asked, *, officer: bool) -> Looked:
        index = self._index_once()
        documents = documents_of(asked, index)
        if not documents:
            return Looked("refuse", _uncited(asked, index))
        composed = compose_by_law(self._held, documents, officer=officer)
        codes = dict.fromkeys(code for document in documents for code, _ in document.places)
        return self._looked(composed, codes)

    def _list(self, enumeration: Enumeration, *, officer: bool) -> Looked:
        if enumeration.counted_by is not None:
            composed = compose_counts(enumeration, self._ledger_once, officer=officer)
        else:
            composed = compose_list(self._held, enumeration, officer=officer)
        return self._looked(composed, [one.code for one in enumeration.found])

    def _looked(self, composed: Composed, codes: Iterable[str]) -> Looked:
        ranked = [RankedProcedure(code=code, title=self._titles[code], score=1.0) for code in codes]
        return Looked("list", composed.text, tuple(ranked[:LONGEST]), composed.citations)

    def _index_once(self) -> LegalIndex:
        with self._lock:
            return self._index

    def _ledger_once(self) -> Mapping[str, Entry]:
        with self._lock:
            return self._ledger

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {summary.code: summary.title for summary in self._held.summaries}

    @cached_property
    def _index(self) -> LegalIndex:
        return read_index(self._held)

    @cached_property
    def _ledger(self) -> dict[str, Entry]:
        return read_ledger(self._held)


def _uncited(asked: Asked, index: LegalIndex) -> str:
    """Return the words for a document that no record names, with what is known instead."""
    replies: Mapping[str, str] = read_list("officer")["replies"]
    if asked.number is None:
        others = [index.numbers[key].shown for key in index.named(asked.name or "", None)]
        named = replies["law_of_that_year"].format(year=asked.year)
        return f"{named} {replies['law_of_other_years'].format(numbers=', '.join(others))}" if others else named
    text = replies["uncited"].format(number=asked.number.shown)
    replaced = replaced_by(asked.number.shown, date.today())
    return f"{text} {asked.number.shown} {replaced}." if replaced else text
