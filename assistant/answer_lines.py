"""A deterministic answer read line by line: which lines a language model may reword, and which stand as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.compose.channels import NAMES
from assistant.records import Citation

_MARKERS = r"(?: \[\d+\])+"
_STATEMENT = re.compile(rf"(?:- )?(?P<said>[^\s\-\d(“\"•*+][^\[\]]*?)(?P<markers>{_MARKERS})")
_LABEL = re.compile(r"[^:\[\]]{3,60}(?=: )")
_DENIES = re.compile(r"\b(?:không|chưa|lưu ý|chú ý)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\[(\d+)\]")
_LONGEST_CHARS = 300  # of a line that may be reworded: what is longer is law or a list, and is quoted
_IDENTITY = frozenset({"title", "code_quote"})


@dataclass(frozen=True)
class Line:
    """One line of an answer. `said` is None where the line stands as it is."""

    text: str
    said: str | None = None  # its words, without list mark and markers
    markers: tuple[int, ...] = ()
    label: str = ""  # "Trực tiếp" of "- Trực tiếp: 5 ngày làm việc"
    parent: int | None = None  # the place of the line above that introduces it, such as "Thời hạn giải quyết:"

    @property
    def rest(self) -> str:
        """What stands behind the label."""
        return (self.said or "").removeprefix(self.label).removeprefix(":").strip()

    @property
    def names_channels(self) -> bool:
        """Whether the label names ways to submit."""
        names = {name.casefold() for name in NAMES.values()}
        return bool(self.label) and all(part in names for part in self.label.casefold().split(", "))


def read_lines(text: str, citations: Sequence[Citation]) -> tuple[Line, ...]:
    """Return the lines of an answer in order; joined by line breaks their texts are the answer again.

    Reworded may be short statements with their markers at the end. The heading, warnings, the source's silence, list
    numbers, lines of several paragraphs and whatever has no citation stand as they are.
    """
    identity = {citation.id for citation in citations if citation.field in _IDENTITY}
    return tuple(_read(text.split("\n"), identity))


def _read(lines: Sequence[str], identity: set[int]) -> Iterator[Line]:
    parent: int | None = None
    for place, text in enumerate(lines):
        line = _line(text, identity, parent)
        if line.said is None:
            parent = place if _introduces(text) else None
        yield line


def _line(text: str, identity: set[int], parent: int | None) -> Line:
    match = _STATEMENT.fullmatch(text)
    if match is None or len(text) > _LONGEST_CHARS or not _stands_alone(match["said"]):
        return Line(text)
    markers = tuple(map(int, _NUMBER.findall(match["markers"])))
    if identity & set(markers):
        return Line(text)
    label = _LABEL.match(match["said"])
    return Line(text, match["said"], markers, label[0] if label else "", parent)


def _stands_alone(said: str) -> bool:
    """Whether the words are a statement: no warning, and no heading of the lines below."""
    return not said.endswith(":") and _DENIES.match(said) is None


def _introduces(text: str) -> bool:
    """Whether the line is a bare label, such as "Thời hạn giải quyết:"."""
    bare = text[:1].isalpha() and text.endswith(":") and text.count(":") == 1
    return bare and not _NUMBER.search(text) and not _DENIES.search(text)
