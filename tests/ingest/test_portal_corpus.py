"""All 5,652 texts of the portal, checked against counts that use none of the parsers."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.parse.sections import HEADINGS
from ingest.readers.portal_text import read_portal_text
from knowledge.records import Procedure, Quote

_FILES = 5652
_KINDS = {"direct": "DIRECT", "online": "ONLINE", "postal": "POSTAL"}


@pytest.fixture(scope="module")
def texts(shared: Path) -> list[tuple[str, bytes]]:
    """The name and bytes of every text."""
    return [(path.name, path.read_bytes()) for path in sorted((shared / "corpora" / "portal_text").glob("*.txt"))]


def test_every_text_becomes_a_record_that_agrees_with_plain_counts(texts: list[tuple[str, bytes]]) -> None:
    assert len(texts) == _FILES
    for name, content in texts:
        source = content.decode("utf-8")
        record = read_portal_text(content, name)

        assert record.code == name.removesuffix(".txt")
        assert _counts_of_record(record) == _counts_of_lines(source), name
        for path, quote in record.quotes():
            assert source[quote.span.start : quote.span.end] == quote.text, (name, path)
            assert quote.text.strip(), (name, path)
        for quote in _time_quotes(record):
            assert "OTHER" not in quote.text, name


def test_real_texts_damaged_at_random_give_a_record_or_a_refusal(texts: list[tuple[str, bytes]]) -> None:
    rng = random.Random(20260724)
    for name, content in rng.sample(texts, 150):
        for damage in (_cut, _drop_lines, _repeat_line, _swap_lines, _scatter):
            _read_or_refuse(damage(content, rng), name)


def _read_or_refuse(content: bytes, name: str) -> None:
    try:
        record = read_portal_text(content, name)
    except ReadError as error:
        refused = error
    else:
        source = content.decode("utf-8")
        assert all(source[q.span.start : q.span.end] == q.text and q.plain for _, q in record.quotes()), name
        return
    assert str(refused).startswith(f"{name}: ")
    assert refused.advice


def _time_quotes(record: Procedure) -> list[Quote]:
    return [limit.quote for channel in record.channels for limit in channel.time_limits if limit.quote]


def _counts_of_record(record: Procedure) -> dict[str, object]:
    items = [item for case in record.cases for item in case.items]
    return {
        "channels": Counter(channel.kind for channel in record.channels),
        "fees": sum(len(channel.fees) for channel in record.channels),
        "items": len(items),
        "counted items": sum(item.counts is not None for item in items),
        "originals": sum(item.originals or 0 for item in items),
        "copies": sum(item.copies or 0 for item in items),
        "cases": sum(case.title is not None for case in record.cases),
        "legal bases": len(record.legal_bases),
        "steps": len(record.steps),
    }


def _counts_of_lines(source: str) -> dict[str, object]:
    """Count with the lines alone: what they begin with, and under which heading they stand."""
    sections = _lines_by_heading(source)
    channels = sections["Cách thức thực hiện"]
    dossier = sections["Thành phần hồ sơ"]
    fees = [line.split(":", 1)[1].strip() for line in channels if line.startswith("    Phí, lệ phí:")]
    numbers = [
        re.findall(r"\d+", line)
        for above, line in pairwise(dossier)
        if line.startswith("      Số lượng: Bản chính:") and above != "    -"  # a row of the form that names no paper
    ]
    steps = [line for line in sections["Trình tự thực hiện"] if line.strip()]
    return {
        "channels": Counter(
            kind for kind, sign in _KINDS.items() for line in channels if line == f"  * Hình thức nộp: {sign}"
        ),
        "fees": sum(_fee_entries(fee) for fee in fees),
        "items": sum(line.startswith("    - ") for line in dossier),
        "counted items": len(numbers),
        "originals": sum(int(originals) for originals, _ in numbers),
        "copies": sum(int(copies) for _, copies in numbers),
        "cases": sum(line.startswith("  [") for line in dossier),
        "legal bases": sum(line.startswith("  * ") for line in sections["Căn cứ pháp lý"]),
        "steps": 0 if [line.strip() for line in steps] == ["Không có thông tin"] else len(steps),
    }


def _fee_entries(words: str) -> int:
    return sum(entry.strip() not in {"", "Không có thông tin"} for entry in words.split("|"))


def _lines_by_heading(source: str) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {heading: [] for heading in HEADINGS}
    names = iter(HEADINGS)
    current, following = "", next(names)
    for line in unicodedata.normalize("NFC", source).split("\n"):
        if line.startswith(following + ":"):
            current, following = following, next(names, "\n")
            line = line.removeprefix(current + ":")
        if current:
            sections[current].append(line.rstrip())
    return sections


def _cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content))]


def _drop_lines(content: bytes, rng: random.Random) -> bytes:
    return b"\n".join(line for line in content.split(b"\n") if rng.random() > 0.1)


def _repeat_line(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    lines.insert(rng.randrange(len(lines)), rng.choice(lines))
    return b"\n".join(lines)


def _swap_lines(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    left, right = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[left], lines[right] = lines[right], lines[left]
    return b"\n".join(lines)


def _scatter(content: bytes, rng: random.Random) -> bytes:
    signs = "\x0b\x1c\u2028\r\u200b\ufeff|()[]*\u0301"
    text = list(content.decode("utf-8"))
    for _ in range(30):
        text.insert(rng.randrange(len(text)), rng.choice(signs))
    return "".join(text).encode()
