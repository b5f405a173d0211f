"""What stands where: steps in their order, a figure under its own way to submit, online filing where there is any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from assistant.records import Citation
from evals.exactness.page import Page
from knowledge.records import Facet, Procedure

_MARK = re.compile(r"\[(\d+)\]")
_POINTED = re.compile(r"^\s*- “")  # the sentence nearest to the question stands before the steps, out of their order
_REMARKS = "Lưu ý"  # what is remarked after the steps may cite any of them
_STEP = re.compile(r"steps\.(\d+)$")
_OF_CHANNEL = re.compile(r"channels\.(\d+)\.(?:fees|time_limits)\b")
_KINDS = {"direct": "trực tiếp", "online": "trực tuyến", "postal": "bưu chính"}
_HEAD = re.compile(r"^\s*- ([^:]*):")
_NOT_ONLINE = re.compile(r"không nêu hình thức nộp trực tuyến|không (?:thể )?nộp trực tuyến|chưa có .{0,20}trực tuyến")
_ONLINE = re.compile(r"có thể nộp trực tuyến")


def misplaced(procedure: Procedure, facet: Facet, page: Page, citations: Sequence[Citation]) -> Iterator[str]:
    """Yield steps out of order or left out, figures under another channel, and what is wrong on filing online."""
    fields = {citation.id: citation.field for citation in citations}
    if facet == "steps":
        yield from _steps(page, fields)
    yield from _channels(procedure, page, fields)
    if facet == "online":
        yield from _online(procedure, page)


def _steps(page: Page, fields: dict[int, str]) -> Iterator[str]:
    lines = takewhile(lambda line: not line.startswith(_REMARKS), page.lines)
    told = [number for line in lines if not _POINTED.match(line) for number in _steps_of(line, fields)]
    for before, after in pairwise(told):
        if after < before:
            yield f"step {after} stands behind step {before}"
        elif after > before + 1:
            yield f"step {before + 1} is left out"


def _steps_of(line: str, fields: dict[int, str]) -> Iterator[int]:
    for mark in _MARK.findall(line):
        match = _STEP.match(fields.get(int(mark), ""))
        if match:
            yield int(match[1])


def _channels(procedure: Procedure, page: Page, fields: dict[int, str]) -> Iterator[str]:
    for line in page.lines:
        head = _HEAD.match(line)
        named = {kind for kind, word in _KINDS.items() if head and word in head[1].casefold()}
        for mark in _MARK.findall(line) if named else ():
            match = _OF_CHANNEL.match(fields.get(int(mark), ""))
            at = int(match[1]) if match else len(procedure.channels)
            kind = procedure.channels[at].kind if at < len(procedure.channels) else None
            if kind is not None and kind not in named:
                yield f"[{mark}] is of {_KINDS[kind]} and stands under {line[:60]!r}"


def _online(procedure: Procedure, page: Page) -> Iterator[str]:
    online = any(channel.kind == "online" for channel in procedure.channels)
    said = page.text.casefold()
    if online and _NOT_ONLINE.search(said):
        yield "filing online is denied and the record has it"
    if not online and procedure.channels and _ONLINE.search(said):
        yield "filing online is claimed and the record has no such way"
