"""The plan of a life event: what everybody does with its essentials, then what depends, a line each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from assistant.compose.district import warn_of_district
from assistant.compose.draft import UNKNOWN, Draft, cut, one_line
from assistant.compose.facets import Composed
from assistant.compose.fee import money
from assistant.compose.offices import province_of_office
from assistant.compose.stated import has_figures, sentences_stating
from assistant.compose.time import say_limit
from assistant.records import Citation, Option
from knowledge.life_events import LifeEvent, Step, law_named
from knowledge.records import Fee, Procedure, Quote
from knowledge.vietnamese import syllables

RecordOf = Callable[[str], "tuple[Procedure, str] | None"]
"""From a code to the record and its source text; None where it is not held."""

_TITLE_CHARS, _OFFICE_CHARS, _NOTE_CHARS = 90, 80, 70
_LABEL_CHARS = 60
_FEW_STEPS = 4  # that depend, where nothing else is to do, have their essentials too
_SHOUTED = 0.6  # of the letters of a title that are capitals, from which it is shouted
_OPENING = re.compile(r"^thủ tục\b\s*:?\s*", re.IGNORECASE)
_FEW = 2  # limits or amounts that are told one by one


@dataclass(frozen=True)
class Plan:
    """A plan: its text with what it rests on, and its procedures in order as options."""

    composed: Composed
    options: tuple[Option, ...]


@dataclass
class _Sheet:
    """The lines of a plan and the citations of its records, numbered on from record to record."""

    records: RecordOf
    today: date
    first_id: int
    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def draft(self, procedure: Procedure, source_text: str) -> Draft:
        """Return a sheet for one record; what it cites is kept by `keep`."""
        return Draft(procedure, source_text, False, self.today, self.first_id + len(self.citations))

    def keep(self, draft: Draft) -> None:
        """Take over the lines and the citations of one record."""
        draft.settle()
        self.lines += draft.lines
        self.citations += draft.citations


def compose_plan(event: LifeEvent, records: RecordOf, today: date, first_id: int = 1) -> Plan | None:
    """Return the plan of an event: what everybody does first, then what depends; None where no record is held.

    What everybody does has its reason and its essentials; what depends is a line each, in whose case and by when,
    unless that is all and little.
    A deadline is told with the sentence that states it: of the record that the step names, or the name of the law.
    A figure that is stated nowhere is not told.

    Args:
        first_id: Of the citations; more than 1 where the text is to follow another.
    """
    always = [(step, held) for step in event.steps if step.needed == "always" and (held := records(step.code))]
    depends = [(step, held) for step in event.steps if step.needed == "if" and (held := records(step.code))]
    if not always and not depends:
        return None
    sheet = _Sheet(records, today, first_id)
    sheet.lines.append(f"{event.title}: các việc cần làm, theo thứ tự.")
    for number, (step, held) in enumerate(always, start=1):
        _write_step(sheet, number, step, *held, fully=True)
    fully = not always and len(depends) <= _FEW_STEPS
    if depends:
        sheet.lines.append("Tùy hoàn cảnh, làm thêm:" if always else "Tùy hoàn cảnh:")
    for number, (step, held) in enumerate(depends, start=len(always) + 1):
        _write_step(sheet, number, step, *held, fully=fully)
    steps = [*always, *depends]
    whole = Draft(*steps[0][1], False, today, lines=sheet.lines, citations=list(sheet.citations))
    warn_of_district(whole)
    whole.add("Chọn một việc (gõ số) để xem giấy tờ, nơi nộp và lệ phí của việc đó.")
    options = tuple(Option(label=_label(held[0]), value=step.code) for step, held in steps)
    return Plan(Composed("\n".join(whole.lines), tuple(sheet.citations), (), True), options)


def _write_step(sheet: _Sheet, number: int, step: Step, procedure: Procedure, source_text: str, *, fully: bool) -> None:
    draft = sheet.draft(procedure, source_text)
    title = cut(_title(procedure), _TITLE_CHARS)
    marker = draft.cite("title", procedure.code_quote, procedure.title)
    case = _proved(draft, f"Nếu {step.condition}") if step.condition is not None else None
    told = f"{number}. {f'{case}: ' if case else ''}{title} (mã {step.code}){marker}"
    if not fully:
        draft.add(told)
        sheet.keep(draft)
        sheet.lines[-1] += f"{_deadline(sheet, step, '; hạn: ')}."
        return
    why = _proved(draft, step.why) if _adds(step.why, f"{title} {case or ''}") else None
    draft.add(f"{told}{f' – {why}' if why else ''}.")
    sheet.keep(draft)
    deadline = _deadline(sheet, step, "   Hạn: ")
    if deadline:
        sheet.lines.append(f"{deadline}.")
    draft = sheet.draft(procedure, source_text)
    draft.add(f"   {'; '.join(_essentials(draft))}.")
    sheet.keep(draft)


def _title(procedure: Procedure) -> str:
    """Return the title on one line, without "Thủ tục" in front and without shouting."""
    title = _OPENING.sub("", one_line(procedure.title)).rstrip(" .;")
    letters = [character for character in title if character.isalpha()]
    if sum(character.isupper() for character in letters) > _SHOUTED * len(letters):
        title = title.lower()
    return title[:1].upper() + title[1:]


def _label(procedure: Procedure) -> str:
    """Return the title as it stands on a button."""
    return cut(_title(procedure), _LABEL_CHARS)


def _adds(words: str, told: str) -> bool:
    """Whether half of the words or more are not told yet."""
    known, said = set(syllables(told)), syllables(words)
    return 2 * sum(word in known for word in said) <= len(said)


def _deadline(sheet: _Sheet, step: Step, opening: str) -> str:
    """Return a deadline with the sentence of the record that states it, or with the name of the law; else nothing."""
    if step.when is None or step.source is None:
        return ""
    law, held = law_named(step.source), sheet.records(step.source)
    if law is not None:
        return f"{opening}{step.when} ({law})"
    if held is None:
        return ""
    draft = sheet.draft(*held)
    said = _proved(draft, step.when)
    if said is None:
        return ""
    draft.add(f"{opening}{said}")
    draft.settle()
    sheet.citations += draft.citations
    return draft.lines[0]


def _proved(draft: Draft, words: str) -> str | None:
    """Return our words with the markers of what states their figures; None where a figure is stated nowhere."""
    if not has_figures(words):
        return words
    stating = sentences_stating(draft.procedure, words)
    return None if stating is None else f"{words}{draft.cite_all(stating)}"


def _essentials(draft: Draft) -> Iterator[str]:
    """Yield where it is done, how long it takes and what it costs."""
    where = _where(draft)
    if where:
        yield f"Nơi làm: {where}"
    yield f"{'thời' if where else 'Thời'} gian: {_time(draft)}"
    yield f"phí, lệ phí: {_fee(draft)}"


def _where(draft: Draft) -> str:
    agencies = draft.procedure.agencies
    for name in ("receiving_address", "implementing"):
        quote: Quote | None = getattr(agencies, name)
        if quote is not None and _is_short(quote) and province_of_office(draft.procedure, quote) is None:
            return f"{one_line(quote).rstrip(' .;')}{draft.cite(f'agencies.{name}', quote)}"
    level = draft.procedure.level_quote
    return f"{_lowered(one_line(level))}{draft.cite('level_quote', level)}" if level is not None else ""


def _is_short(office: Quote) -> bool:
    return "\n" not in office.plain and len(office.plain) <= _OFFICE_CHARS


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _time(draft: Draft) -> str:
    limits: dict[str, tuple[str, Quote | None]] = {}
    for number, channel in enumerate(draft.procedure.channels):
        for place, limit in enumerate(channel.time_limits):
            if limit.amount is not None:
                limits.setdefault(say_limit(limit), (f"channels.{number}.time_limits.{place}.quote", limit.quote))
    if limits:
        said = list(limits) if len(limits) <= _FEW else [*list(limits)[:1], "thời hạn khác"]
        cited = [limits[one] for one in said if one in limits]
        return f"{' hoặc '.join(said)}{', tùy trường hợp' if len(limits) > 1 else ''}{draft.cite_all(cited)}"
    words = draft.procedure.stated_times or any(
        limit.known for channel in draft.procedure.channels for limit in channel.time_limits
    )
    return "nguồn ghi bằng lời" if words else UNKNOWN


def _fee(draft: Draft) -> str:
    """Return what is charged, short: a few amounts or a note, that nothing is, or that it is not published."""
    told: dict[str | None, tuple[str, Fee]] = {}
    for number, channel in enumerate(draft.procedure.channels):
        for place, fee in enumerate(channel.fees):
            if fee.known or fee.flags:
                told.setdefault(_said(fee), (f"channels.{number}.fees.{place}", fee))
    if not told:
        return f"{UNKNOWN} mức thu"
    if None in told or len(told) > _FEW:
        return "có nhiều mức, tùy trường hợp" if any(fee.amount for _, fee in told.values()) else "nguồn ghi bằng lời"
    rated = any(fee.amount and fee.note is not None for _, fee in told.values())
    cases = ", tùy trường hợp" if len(told) > 1 or rated else ""
    cited = draft.cite_all((path, fee.quote) for path, fee in told.values())
    return f"{' hoặc '.join(said for said in told if said)}{cases}{cited}"


def _said(fee: Fee) -> str | None:
    """Return one fee in a few words; None where it contradicts itself."""
    if fee.flags:
        return None
    if fee.free:
        return "không thu"
    if fee.amount is not None:
        return money(fee.amount, fee.currency)
    note = one_line(fee.note).strip("() .;") if fee.note is not None else ""
    return (cut(note, _NOTE_CHARS) if len(note) > _NOTE_CHARS else note) or None
