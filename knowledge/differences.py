"""What changed between two versions of a record, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.records import Procedure, Quote


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changed: the lines that only the older or only the newer version has, in order."""

    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def differences(older: Procedure, newer: Procedure) -> list[Difference]:
    """Return the fields whose words or values differ, in the order of the record's fields.

    Words are compared as people read them, so that another Unicode form of the same words is no difference.
    """
    before, after = _lines(older), _lines(newer)
    found = []
    for field in dict.fromkeys((*before, *after)):
        removed, added = _changed(before[field], after[field])
        if removed or added:
            found.append(Difference(field, removed, added))
    return found


def _lines(procedure: Procedure) -> dict[str, list[str]]:
    """Return every field's words, one quote an item; values that are no quotes as their text."""
    quotes: dict[str, set[Quote]] = defaultdict(set)
    for path, quote in procedure.quotes():
        quotes[path.partition(".")[0]].add(quote)
    lines: dict[str, list[str]] = defaultdict(list)
    for field in type(procedure).model_fields:
        if field in quotes and field not in {"code_quote", "level_quote"}:
            lines[field] = [quote.plain for quote in _outermost(quotes[field])]
    lines["level"] = [procedure.level] if procedure.level else []
    lines["jurisdiction"] = [procedure.jurisdiction]
    return lines


def _outermost(quotes: Iterable[Quote]) -> list[Quote]:
    """Return the quotes that stand in no other one, in the order of the source."""
    found: list[Quote] = []
    for quote in sorted(quotes, key=lambda quote: (quote.span.start, -quote.span.end)):
        if not found or quote.span.end > found[-1].span.end:
            found.append(quote)
    return found


def _changed(before: list[str], after: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    removed: list[str] = []
    added: list[str] = []
    for change, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change != "equal":
            removed += before[first:last]
            added += after[start:end]
    return tuple(removed), tuple(added)
