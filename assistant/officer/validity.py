"""Whether a record's own words still hold: offices, places and laws that it names although they are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from assistant import clock
from assistant.compose import Composed
from assistant.compose.draft import Draft, one_line
from assistant.compose.periods import find_period
from assistant.lexicon import read_list
from assistant.officer.spoken import any_of, readings
from assistant.phrases import Wording
from knowledge.legal_numbers import number_of_basis, numbers_in
from knowledge.provinces import provinces_named
from knowledge.records import Procedure, Quote
from knowledge.vietnamese import fold

_UNIT = re.compile(r"\b(?:tỉnh|thành phố|TP\.?)\s+(?=[A-ZĐÀ-Ỹ])", re.IGNORECASE)
_NAME = re.compile(r"\w+(?:\s*[-–]?\s*\w+){0,4}")
_PADDED = 3  # offices write a zero before January and February only
_SAME_NAME = frozenset({"dac lac", "dak lak", "dac lak", "dak lac"})  # spellings of one province, which was not merged


@dataclass(frozen=True, slots=True)
class Remark:
    """Words of the record that no longer hold, and the rule that says so."""

    path: str
    quote: Quote
    found: str  # the words, as people read them
    rule: str


def remarks(procedure: Procedure, today: date) -> tuple[Remark, ...]:
    """Return what in the record is out of date on that day, each thing once, in the order of the record."""
    once: dict[tuple[str, str], Remark] = {}
    for remark in (*_outdated(procedure, today), *_replaced(procedure, today)):
        once.setdefault((fold(remark.found), remark.rule), remark)
    return tuple(once.values())


def asks_whether_in_force(wording: Wording) -> bool:
    """Return whether the message asks if something is in force: "còn hiệu lực không"; not for how long."""
    said = readings(wording)
    return any(any_of("in_force").search(words) for words in said) and not any_of("how_long").search(said[0])


def compose_validity(
    procedure: Procedure, source_text: str, *, first_id: int = 1, today: date | None = None
) -> Composed | None:
    """Return the remarks in words, to stand behind an answer; None where there is nothing to remark.

    Args:
        first_id: Of the citations.
        today: The day on which it is asked; None: the clock's.
    """
    draft = Draft(procedure, source_text, full=True, today=today or clock.today(), first_id=first_id)
    write_validity(draft)
    return Composed("\n".join(draft.lines), tuple(draft.citations), (), shortened=False) if draft.lines else None


def write_validity(draft: Draft) -> None:
    """Write the remarks with the words that they are about; nothing where there is nothing to remark."""
    found = remarks(draft.procedure, draft.today)
    if found:
        draft.add("Lưu ý về hiệu lực (đối chiếu lời văn của nguồn với các văn bản được nêu):")
    for remark in found:
        draft.add(f"- Nguồn ghi “{remark.found}”: {remark.rule}.{draft.cite(remark.path, remark.quote)}")


def replaced_by(number: str, today: date) -> str | None:
    """Return what to say of a document that another one has replaced by that day, such as "45/2013/QH13"."""
    named = numbers_in(number)
    entry = _documents().get(named[0].key) if named else None
    return None if entry is None or entry[1] > today else _say_replaced(entry)


def replaced_law(name: str, year: int | None, today: date) -> str | None:
    """Return what to say of the law of that folded name and year which another one of its name has replaced."""
    for key, entry in _documents().items():
        number = numbers_in(key)[0]
        same = re.match(rf"(?:bo )?luat {re.escape(name)} so ", " ".join(fold(entry[0]).replace(",", "").split()))
        if same and number.year == year and entry[1] <= today:
            return f"{number.shown} {_say_replaced(entry)}"
    return None


def _outdated(procedure: Procedure, today: date) -> Iterator[Remark]:
    for path, quote in procedure.quotes():
        if path.startswith("legal_bases"):  # who issued a document then is no remark on it
            continue
        words = quote.plain
        for pattern, since, rule in _gone():
            match = pattern.search(words)
            if match is not None and since <= today:
                yield Remark(path, quote, one_line_of(match[0]), rule)
        yield from _provinces(path, quote, words)
        yield from _periods(path, quote, words, today)


def one_line_of(words: str) -> str:
    """Return the words with single spaces."""
    return " ".join(words.split())


def _provinces(path: str, quote: Quote, words: str) -> Iterator[Remark]:
    # Merged on 1 July 2025. Source: Nghị quyết 202/2025/QH15.
    for unit in _UNIT.finditer(words):
        name = _NAME.match(words, unit.end())
        parts = name[0].split() if name else []
        for end in range(min(len(parts), 6), 0, -1):
            said = " ".join(parts[:end])
            today = provinces_named(f"tỉnh {said}")
            if today and not provinces_named(f"tỉnh {' '.join(parts[: end - 1])}"):
                if fold(today[0]) != fold(said) and _bare(said) not in _SAME_NAME:
                    rule = str(read_list("officer")["merged_province"]).format(today=today[0])
                    yield Remark(path, quote, one_line_of(f"{unit[0]} {said}"), rule)
                break


def _bare(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))


def _periods(path: str, quote: Quote, words: str, today: date) -> Iterator[Remark]:
    if not re.search(r"\.(?:fees|notes)\.", path) or path.endswith(".quote"):
        return
    period = find_period(words)
    if period is not None and period.over(today):
        yield Remark(path, quote, period.until, str(read_list("officer")["period_over"]).format(until=period.until))


def _replaced(procedure: Procedure, today: date) -> Iterator[Remark]:
    for place, basis in enumerate(procedure.legal_bases):
        number = number_of_basis(basis.number.plain if basis.number else None, one_line(basis.title))
        entry = _documents().get(number.key) if number else None
        if number is not None and entry is not None and entry[1] <= today:
            yield Remark(f"legal_bases.{place}", basis.quote, number.shown, _say_replaced(entry))


def _say_replaced(entry: tuple[str, date]) -> str:
    by, since = entry
    shown = f"{since.day:02d}/{since.month:0{2 if since.month < _PADDED else 1}d}/{since.year}"
    return str(read_list("officer")["replaced_document"]).format(by=by, since=shown)


@cache
def _gone() -> tuple[tuple[re.Pattern[str], date, str], ...]:
    rules = read_list("officer")["gone"]
    return tuple((re.compile(rule["found"], re.IGNORECASE), rule["since"], str(rule["rule"])) for rule in rules)


@cache
def _documents() -> dict[str, tuple[str, date]]:
    entries = read_list("officer")["replaced"].items()
    return {numbers_in(str(number))[0].key: (str(by), since) for number, (by, since) in entries}
