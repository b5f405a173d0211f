"""Times that the source's own text states beside its field: by the case in the steps, or in another unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.compose.channels import notes_of
from knowledge.durations import days_stated, states_duration
from knowledge.records import Procedure, Quote, Span, TimeLimit, TimeUnit
from knowledge.vietnamese import fold, nfc

_HEADING = re.compile(
    r"\W*(?:(?:\d{1,2}|[a-zđ]|[ivx]+)[.)]\s*)?(?:về )?thời (?:hạn|gian) (?:giải quyết|trả kết quả|thực hiện|cấp)"
    r"[^.;]{0,40}",
    re.IGNORECASE,
)
_NEXT_PART = re.compile(r"\W*(?:\*|bước \d|[ivx]+[.)])", re.IGNORECASE)
_LISTS = re.compile(r":\W*$")
_BULLET = re.compile(r"\s*[-+•*]")
_SENTENCE = re.compile(r"[^.;\n]+(?:\.(?=\d)[^.;\n]+)*")
_ON_RECEIPT = re.compile(r"\b(?:ke tu|tu) (?:ngay|khi|thoi diem)? ?(?:tiep nhan|nhan)\b.{0,40}\b(?:ho so|don)\b")
_NOT_IN_ORDER = re.compile(
    r"\b(?:chua|khong)(?: du| day du| hop le| dung)|\bbo sung\b|\bsua doi\b.{0,20}\bho so\b|\btruoc thoi han\b"
)
_OTHER: dict[TimeUnit, TimeUnit] = {"working_day": "calendar_day", "calendar_day": "working_day"}


@dataclass(frozen=True)
class Placed:
    """Words of the record and where they stand."""

    path: str
    quote: Quote


@dataclass(frozen=True)
class CaseTime:
    """A line of the steps that states a time; `about` is the line that it is listed under."""

    line: Placed
    about: Placed | None = None


@dataclass(frozen=True)
class Clash:
    """The same number of days with another unit than in the field: `text` says it, `field` is the limit's."""

    field: Placed
    limit: TimeLimit
    unit: TimeUnit
    text: Placed
    in_steps: bool


def case_times(procedure: Procedure) -> list[CaseTime]:
    """Return the times that the steps list under a heading such as "Thời hạn giải quyết", in their order.

    Such a list tells cases that the one figure of the field does not.
    """
    found, within, about = list[CaseTime](), False, None
    for number, step in enumerate(procedure.steps):
        here = Placed(f"steps.{number}", step)
        if _HEADING.fullmatch(step.plain.strip()) and not states_duration(step.plain):
            within, about = True, None
            continue
        within = within and _NEXT_PART.match(step.plain) is None
        if not within:
            continue
        if states_duration(step.plain):
            about = about if _BULLET.match(step.plain) else None
            found.append(CaseTime(here, about))
        elif _LISTS.search(step.plain):
            about = here
    return found


def nearest_cases(times: Sequence[CaseTime], words: str, most: int) -> list[CaseTime]:
    """Return so many of the times at most, in their order: those that share most words with the question."""
    asked = set(fold(words).split())
    shared = {number: _shared(asked, time) for number, time in enumerate(times)}
    best = sorted(shared, key=lambda number: (-shared[number], number))[:most]
    return [times[number] for number in sorted(best)]


def clashes(procedure: Procedure) -> list[Clash]:
    """Return where the field and the text give the same number of days, one of them as working days.

    Only what nothing in the text confirms as the field has it, each number once; the remarks go before the steps.
    """
    texts = [(place, False) for place in _remarked(procedure)] + [(place, True) for place in _stepped(procedure)]
    stated = {one for place, _ in texts for one in days_stated(nfc(place.quote.plain))}
    found: dict[tuple[int, TimeUnit], Clash] = {}
    for field, limit, number, unit in _limits(procedure):
        if (number, unit) in stated or (number, unit) in found:
            continue
        for place, in_steps in texts:
            if (number, _OTHER[unit]) in days_stated(nfc(place.quote.plain)):
                found[(number, unit)] = Clash(field, limit, _OTHER[unit], place, in_steps)
                break
    given = {(number, unit) for _, _, number, unit in _limits(procedure)}
    return [clash for (number, _), clash in found.items() if (number, clash.unit) not in given]


def _shared(asked: set[str], time: CaseTime) -> int:
    told = f"{time.about.quote.plain if time.about else ''} {time.line.quote.plain}"
    return len(asked & set(re.findall(r"\w+", fold(told))))


def _limits(procedure: Procedure) -> Iterator[tuple[Placed, TimeLimit, int, TimeUnit]]:
    for number, channel in enumerate(procedure.channels):
        for place, limit in enumerate(channel.time_limits):
            if limit.quote is None or limit.amount is None or limit.amount % 1 or limit.unit not in _OTHER:
                continue
            path = f"channels.{number}.time_limits.{place}.quote"
            yield Placed(path, limit.quote), limit, int(limit.amount), limit.unit


def _remarked(procedure: Procedure) -> Iterator[Placed]:
    yield from (Placed(path, note) for path, note in notes_of(procedure))


def _stepped(procedure: Procedure) -> Iterator[Placed]:
    """Yield the sentences of the steps with a time that runs from the receipt of a file in order."""
    for number, step in enumerate(procedure.steps):
        for sentence in _sentences(step):
            folded = fold(sentence.plain)
            if _ON_RECEIPT.search(folded) and not _NOT_IN_ORDER.search(folded):
                yield Placed(f"steps.{number}", sentence)


def _sentences(quote: Quote) -> Iterator[Quote]:
    for match in _SENTENCE.finditer(quote.text):
        text = match[0].strip()
        if text:
            start = quote.span.start + match.start() + match[0].index(text)
            yield Quote(text=text, span=Span(start, start + len(text)))
