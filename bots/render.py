"""A reply as messages of one channel: split where the channel's limit wants it, choices by number and as buttons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bots.messages import Button, Choice, Citations, Files, HandOver, Line, Options, Part, Reply, Text

_MARKS = re.compile(r"(?: ?\[\d{1,3}\])+")
_MARK = re.compile(r" ?\[(\d{1,3})\]")
_FIGURES = re.compile(r"fees|time_limits")
_NAMES = frozenset({"title", "code_quote"})
_PAGES = 3  # addresses under an answer
_LONGEST_HEAD_CHARS = 100
_JOINER = "\u200d"  # holds an emoji of several characters together
_THUMBS_UP, _THUMBS_DOWN = "👍 Đúng ý", "👎 Chưa đúng"
_ASKS_TO_RATE = "Câu trả lời có đúng ý bạn không? Gõ “đúng” hoặc “sai”."
_ASKS_FOR_NUMBER = "Gõ số để chọn."


def utf16_units(text: str) -> int:
    """Return the length in UTF-16 code units, as JavaScript, Telegram and Zalo count characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True)
class Form:
    """What a channel allows in one message."""

    limit: int  # longest text, in units of `measure`
    measure: Callable[[str], int] = utf16_units
    buttons: int = 0  # most buttons; 0: the channel has none
    label_chars: int = 40  # longest text on a button
    tap_bytes: int = 64  # longest payload behind a button, in UTF-8
    thumbs: bool = False  # thumbs as buttons; they are told as text on every channel
    quote_chars: int = 160  # a longer quotation is cut at a word; its page has the whole
    quotes: int | None = None  # most quotations under an answer, figures first; None: all, for channels that fold them


def render(reply: Reply, form: Form) -> list[Part]:
    """Return the messages, in order; no word is lost between them, and the last one has the buttons."""
    lines = list(_lines(reply, form))
    packed = _packed(lines, form)
    parts = [Part(lines=tuple(part)) for part in packed if any(line.text.strip() for line in part)]
    if not parts:
        return []
    return [*parts[:-1], parts[-1].model_copy(update={"buttons": _buttons(reply, form)})]


def _lines(reply: Reply, form: Form) -> Iterator[Line]:
    said = {line.strip() for block in reply.blocks if isinstance(block, Text) for line in block.text.split("\n")}
    shown, dropped = _chosen(reply, form)
    for block in reply.blocks:
        match block:
            case Text():
                yield from _text_lines(block, dropped)
            case Options():
                yield from _option_lines(block.choices, said)
            case Citations():
                yield from _citation_lines(block, shown, form)
            case Files():
                yield Line(text="")
                yield from (Line(kind="note", text=f"{file.name}: {file.url}") for file in block.files)
            case HandOver():
                yield from _hand_over_lines(block)
            case _:
                continue  # a checklist: the text of the answer names every paper of it
    if reply.turn_id is not None:
        yield Line(text="")
        yield Line(kind="note", text=_ASKS_TO_RATE)


def _chosen(reply: Reply, form: Form) -> tuple[set[int], set[int]]:
    """Return the numbers of the quotations that are shown, and of those that are not: their marks go too.

    Where a channel cannot fold them, fees and times come first; names and what the text says word for word need none.
    """
    cited = [one for block in reply.blocks if isinstance(block, Citations) for one in block.citations]
    if form.quotes is None:
        return {one.id for one in cited}, set()
    told = _flat(" ".join(block.text for block in reply.blocks if isinstance(block, Text)))
    worth = [one for one in cited if one.field not in _NAMES and _flat(one.quote) not in told]
    worth.sort(key=lambda one: not _FIGURES.search(one.field))  # a stable sort: else in their order
    shown = {one.id for one in worth[: form.quotes]}
    return shown, {one.id for one in cited} - shown


def _flat(text: str) -> str:
    return " ".join(text.lower().split()).strip("-*• .:;")


def _text_lines(block: Text, dropped: set[int]) -> Iterator[Line]:
    for line in block.text.strip("\n").split("\n"):
        kept = _MARK.sub(lambda mark: "" if int(mark[1]) in dropped else mark[0], line).rstrip()
        yield Line(kind="head" if _is_head(kept) else "text", text=kept)


def _is_head(line: str) -> bool:
    words = _MARKS.sub("", line).strip()
    return words.endswith(":") and len(words) <= _LONGEST_HEAD_CHARS and not words.startswith(("-", "•", "*"))


def _option_lines(choices: Sequence[Choice], said: set[str]) -> Iterator[Line]:
    numbered = [f"{number}. {choice.label}" for number, choice in enumerate(choices, start=1)]
    unsaid = [line for line in numbered if line.strip() not in said]
    if unsaid:
        yield Line(text="")
        yield from (Line(kind="option", text=line) for line in unsaid)
    if choices and not any("gõ số" in line.lower() for line in said):
        yield Line(kind="note", text=_ASKS_FOR_NUMBER)


def _citation_lines(block: Citations, shown: set[int], form: Form) -> Iterator[Line]:
    """Yield the quoted words by number, and once for each page where every one of them stands whole."""
    if not block.citations:
        return
    yield Line(text="")
    yield Line(kind="head", text="Nguồn:")
    for cited in block.citations:
        if cited.id in shown:
            yield Line(kind="quote", text=f"[{cited.id}] “{_shortened(cited.quote, form.quote_chars)}”")
    where = [block.pages.get(cited.id) or cited.source_url or f"thủ tục {cited.code}" for cited in block.citations]
    pages = list(dict.fromkeys(where))
    if len(pages) <= _PAGES:  # a list names its codes itself
        yield from (Line(kind="note", text=page) for page in pages)
    else:
        yield Line(kind="note", text=f"{pages[0]} … và {len(pages) - 1} trang khác, theo mã ở trên")


def _hand_over_lines(block: HandOver) -> Iterator[Line]:
    yield Line(text="")
    yield Line(text=f"Mã phiếu: {block.ticket}")
    yield Line(text=f"Nơi trả lời: {block.where}")
    yield Line(text=f"Thời gian: {block.when}")


def _shortened(quote: str, limit_chars: int) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= limit_chars else line[:limit_chars].rsplit(" ", 1)[0] + " …"


def _buttons(reply: Reply, form: Form) -> tuple[tuple[Button, ...], ...]:
    choices = [choice for block in reply.blocks if isinstance(block, Options) for choice in block.choices]
    rows: list[tuple[Button, ...]] = []
    for number, choice in enumerate(choices, start=1):
        tap = choice.tap or choice.value
        if len(rows) < form.buttons and len(tap.encode()) <= form.tap_bytes:
            rows.append((Button(label=_label(f"{number}. {choice.label}", form.label_chars), tap=tap),))
    if reply.turn_id is not None and form.thumbs:
        up, down = f"fb:{reply.turn_id}:u", f"fb:{reply.turn_id}:d"
        rows.append((Button(label=_THUMBS_UP, tap=up), Button(label=_THUMBS_DOWN, tap=down)))
    return tuple(rows)


def _label(text: str, limit_chars: int) -> str:
    return text if len(text) <= limit_chars else text[: limit_chars - 1].rstrip() + "…"


def _packed(lines: Sequence[Line], form: Form) -> list[list[Line]]:
    """Put paragraphs together as long as they fit; one that never fits is cut between lines, then within a line."""
    parts: list[list[Line]] = [[]]
    for paragraph in _paragraphs(lines):
        joined = [*parts[-1], Line(text=""), *paragraph] if parts[-1] else paragraph
        if _size(joined, form) <= form.limit:
            parts[-1] = joined
        elif _size(paragraph, form) <= form.limit:
            parts.append(paragraph)
        else:
            _pour(parts, paragraph, form)
    return parts


def _pour(parts: list[list[Line]], paragraph: Sequence[Line], form: Form) -> None:
    """Add a paragraph that is too long for one message line by line."""
    if parts[-1]:
        parts.append([])
    for line in paragraph:
        for piece in _pieces(line.text, form):
            cut = Line(kind=line.kind, text=piece)
            if _size([*parts[-1], cut], form) > form.limit:
                parts.append([])
            parts[-1].append(cut)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if line.text.strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _pieces(text: str, form: Form) -> Iterator[str]:
    """Yield the line in pieces that each fit, cut at spaces, or between characters where a word is too long."""
    while form.measure(text) > form.limit:
        end = _fitting(text, form)
        space = text.rfind(" ", 1, end + 1)
        cut = space if space > 0 and text[:space].strip() else end
        yield text[:cut].rstrip()
        text = text[cut:].lstrip(" ")
    yield text


def _fitting(text: str, form: Form) -> int:
    """Return how many code points fit, without taking a mark or a joined emoji from what it belongs to."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if form.measure(text[:middle]) <= form.limit else (low, middle - 1)
    end = low
    while end > 1 and end < len(text) and (_hangs_on(text[end]) or text[end - 1] == _JOINER):
        end -= 1
    return end if end > 1 else low


def _hangs_on(character: str) -> bool:
    return bool(unicodedata.combining(character)) or character == _JOINER or "\ufe00" <= character <= "\ufe0f"


def _size(lines: Sequence[Line], form: Form) -> int:
    return form.measure("\n".join(line.text for line in lines))
