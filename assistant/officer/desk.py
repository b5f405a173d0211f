"""The desk: lists, counts, and procedures by the documents that they rest on, for whoever asks."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from assistant import clock
from assistant.compose.enumeration import compose_by_law, compose_counts, compose_list, compose_published
from assistant.compose.facets import Composed
from assistant.compose.in_force import say_document_in_force
from assistant.lexicon import read_list
from assistant.listing import LONGEST, Enumeration, decided, find_enumeration
from assistant.listing_wanted import read_flags
from assistant.officer.by_law import Asked, LegalIndex, asked_document, document_named, documents_of, read_index
from assistant.officer.held import Held
from assistant.officer.law_names import may_name_a_law
from assistant.officer.ledger import Entry, read_ledger
from assistant.officer.published import Decision, asks_what_is_published, decisions_named, read_decisions, signs_in
from assistant.officer.spoken import readings
from assistant.officer.validity import asks_whether_in_force, replaced_by, replaced_law
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
        documents = self._documents(wording, officer=officer)
        if documents is not None:
            return documents
        enumeration = find_enumeration(wording, self._held.summaries, self._ledger_once)
        return self._list(enumeration, officer=officer) if enumeration is not None else None

    def in_force(self, wording: Wording) -> Looked | None:
        """Return what is known of the force of the document that the message asks about; None where it asks of none."""
        if not asks_whether_in_force(wording):
            return None
        index = self._index_once() if numbers_in(wording.folded) or may_name_a_law(wording.folded) else None
        asked = document_named(wording, index) if index is not None else None
        if asked is None or index is None:
            return None
        documents = documents_of(asked, index)
        if asked.number is None and not documents:
            return Looked("refuse", _uncited(asked, index))
        shown = asked.number.shown if asked.number is not None else documents[0].shown
        text = say_document_in_force(shown, documents, clock.today())
        found = self._looked(Composed(text, (), (), shortened=False), {c: None for d in documents for c, _ in d.places})
        return found if documents else Looked("refuse", text)

    def codes_of(self, wording: Wording) -> tuple[str, ...] | None:
        """Return every procedure of the list that the message asks for, in its order; None where it asks for none."""
        enumeration = find_enumeration(wording, self._held.summaries, self._ledger_once)
        if enumeration is not None:
            return tuple(one.code for one in enumeration.found)
        found = self.look_up(wording)
        return tuple(one.code for one in found.procedures) if found is not None else None

    def among(self, codes: Sequence[str], wording: Wording, *, officer: bool = False) -> Looked | None:
        """Return which of the procedures have what fields decide and the message asks for: "cái nào miễn phí"."""
        flags = next((flags for words in readings(wording) if (flags := read_flags(words)[0])), ())
        if not flags:
            return None
        kept, silent = decided(codes, flags, self._ledger_once())
        rows = {summary.code: summary for summary in self._held.summaries}
        found = tuple(rows[code] for code in kept)
        enumeration = Enumeration(None, None, None, found, flags=flags, unknown=silent)
        composed = compose_list(self._held, enumeration, officer=officer)
        rest = len(codes) - len(kept) - silent
        text = f"Trong {len(codes)} thủ tục vừa nêu:\n{composed.text}"
        if "free" in flags and rest:
            text += f"\n{rest} thủ tục còn lại có mức thu, hoặc chỉ miễn ở một số hình thức hay trường hợp."
        return self._looked(replace(composed, text=text), kept)

    def _documents(self, wording: Wording, *, officer: bool) -> Looked | None:
        """Return what a document of law or a decision stands behind; None where none is asked about."""
        signs = signs_in(wording)
        if signs and asks_what_is_published(wording):
            found = decisions_named(numbers_in(wording.folded), signs, self._decisions_once())
            if found:
                return self._looked(
                    compose_published(self._held, found, officer=officer),
                    dict.fromkeys(code for one in found for code in one.codes),
                )
        if not numbers_in(wording.folded) and not may_name_a_law(wording.folded):
            return None
        asked = asked_document(wording, self._index_once(), bare=officer)
        return self._by_law(asked, officer=officer) if asked is not None else None

    def _by_law(self, asked: Asked, *, officer: bool) -> Looked:
        index = self._index_once()
        documents = documents_of(asked, index)
        decisions = decisions_named([asked.number], (), self._decisions_once()) if asked.number is not None else ()
        if not documents and not decisions:
            return Looked("refuse", _uncited(asked, index))
        resting = compose_by_law(self._held, documents, officer=officer)
        published = compose_published(self._held, decisions, officer=officer, first_id=1 + len(resting.citations))
        codes = dict.fromkeys(code for document in documents for code, _ in document.places)
        codes |= dict.fromkeys(code for decision in decisions for code in decision.codes)
        text = "\n".join(part.text for part in (resting, published) if part.text)
        cut = resting.shortened or published.shortened
        return self._looked(Composed(text, (*resting.citations, *published.citations), (), cut), codes)

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

    def _decisions_once(self) -> Mapping[str, Decision]:
        with self._lock:
            return self._decisions

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
    def _decisions(self) -> dict[str, Decision]:
        return read_decisions(self._held)

    @cached_property
    def _ledger(self) -> dict[str, Entry]:
        return read_ledger(self._held)


def _uncited(asked: Asked, index: LegalIndex) -> str:
    """Return the words for a document that no record names, with what is known instead."""
    replies: Mapping[str, str] = read_list("officer")["replies"]
    if asked.number is None:
        others = [index.numbers[key].shown for key in index.named(asked.name or "", None)]
        replaced = replaced_law(asked.name or "", asked.year, clock.today())
        named = f"{replaced}. " if replaced else ""
        named += replies["law_of_that_year"].format(year=asked.year)
        return f"{named} {replies['law_of_other_years'].format(numbers=', '.join(others))}" if others else named
    decision = (asked.number.suffix or "").startswith("QD")
    text = replies["unpublished" if decision else "uncited"].format(number=asked.number.shown)
    replaced = replaced_by(asked.number.shown, clock.today())
    return f"{text} {asked.number.shown} {replaced}." if replaced else text
