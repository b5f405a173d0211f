"""Training pairs for the encoder: what a person might write, and the title or passage that it should find.

Reads the portal's text files by their headings alone, since the encoder wants words and not records.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from knowledge.names import bare_name
from knowledge.query import read
from knowledge.vietnamese import clean, fold, nfc

_PASSAGE_WORDS = 80
_PASSAGES_A_PROCEDURE = 8
_HEADINGS = (
    "Mã thủ tục|Số quyết định|Tên thủ tục|Cấp thực hiện|Loại thủ tục|Lĩnh vực|Trình tự thực hiện|"
    "Cách thức thực hiện|Thành phần hồ sơ|Đối tượng thực hiện|Cơ quan thực hiện|Cơ quan có thẩm quyền|"
    "Địa chỉ tiếp nhận HS|Cơ quan được ủy quyền|Cơ quan phối hợp|Kết quả thực hiện|Căn cứ pháp lý|"
    "Yêu cầu, điều kiện thực hiện|Từ khóa|Mô tả"
)
_HEADING = re.compile(rf"^({_HEADINGS}):", re.MULTILINE)
_READ_SECTIONS = (
    "Thành phần hồ sơ",
    "Trình tự thực hiện",
    "Yêu cầu, điều kiện thực hiện",
    "Mô tả",
    "Kết quả thực hiện",
    "Từ khóa",
)
_SILENT = frozenset({"", "không", "không có", "không có thông tin"})
_LEADING = re.compile(r"^\s*thủ tục\s+", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class TrainingText:
    """The words of one procedure that the encoder learns from."""

    code: str
    title: str
    field: str
    passages: tuple[str, ...]
    phrasings: tuple[str, ...] = ()  # how people ask for it


def read_training_texts(
    corpus_dir: Path, phrasings: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> list[TrainingText]:
    """Return every portal text file below the folder as a training text, in code order.

    Args:
        phrasings: By code; procedures of one name share theirs. They are read as questions are.
    """
    found: dict[str, TrainingText] = {}
    for path in sorted(corpus_dir.rglob("*.txt")):
        sections = _sections(nfc(path.read_text(encoding="utf-8", errors="replace")))
        code, title = clean(sections.get("Mã thủ tục", "")), clean(sections.get("Tên thủ tục", ""))
        if code and title:
            field = clean(sections.get("Lĩnh vực", ""))
            found.setdefault(code, TrainingText(code, title, field, tuple(_passages(sections))))
    shared: dict[str, list[str]] = {}
    for text in found.values():
        said = (read(phrasing)[1] for phrasing in phrasings.get(text.code, ()))
        shared.setdefault(bare_name(text.title), []).extend(said)
    return [
        replace(found[code], phrasings=tuple(dict.fromkeys(shared[bare_name(found[code].title)])))
        for code in sorted(found)
    ]


def content_hash(texts: list[TrainingText]) -> str:
    """Return the SHA-256 of everything that the encoder would learn from, in hexadecimal."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(
            "\x1f".join((text.code, text.title, text.field, *text.passages, *text.phrasings, "\x1e")).encode()
        )
    return digest.hexdigest()


def ask_about(title: str, rng: random.Random) -> str:
    """Return a question that a person who needs the procedure of this title might write.

    Words are left out, official ones often become everyday ones, and two in five have no diacritics.
    """
    core = _ASIDE.sub(" ", title) if rng.random() < 0.7 else title
    core = _LEADING.sub("", core).lower()
    if rng.random() < 0.6:
        core = _in_everyday_words(core, rng)
    question = " ".join(_thinned(core.split(), rng))
    if rng.random() < 0.6:
        question = rng.choice(ways_to_ask()).format(question)
    return fold(question) if rng.random() < 0.4 else question


def has_everyday_name(title: str) -> bool:
    """Return whether people have words of their own for a good part of the title."""
    padded = f" {' '.join(title.lower().split())} "
    return any(f" {official} " in padded for official in everyday_words() if 3 * len(official) > len(title))


def _thinned(words: list[str], rng: random.Random) -> list[str]:
    """Return the words with some left out, singly and as a tail or head, at least three kept."""
    if len(words) > 8 and rng.random() < 0.5:
        length = rng.randint(5, min(len(words), 16))
        start = 0 if rng.random() < 0.6 else rng.randint(0, len(words) - length)
        words = words[start : start + length]
    share = rng.choice((0.0, 0.1, 0.25, 0.4))
    kept = [word for word in words if rng.random() >= share]
    return kept if len(kept) >= 3 else words


def _in_everyday_words(text: str, rng: random.Random) -> str:
    """Return the text with up to four official expressions as people say them, or what they say alone."""
    said = everyday_words()
    padded = f" {' '.join(text.split())} "
    fitting = sorted((official for official in said if f" {official} " in padded), key=len, reverse=True)
    if fitting and len(fitting[0]) > 0.4 * len(text) and rng.random() < 0.3:
        return rng.choice(said[fitting[0]])
    for official in fitting[:1] + [other for other in fitting[1:4] if rng.random() < 0.5]:
        padded = padded.replace(f" {official} ", f" {rng.choice(said[official])} ", 1)
    return padded.strip()


@cache
def ways_to_ask() -> tuple[str, ...]:
    """Return the questions that can be asked about any procedure, `{}` where it is named."""
    return tuple(_lines("ways_to_ask.tsv"))


@cache
def everyday_words() -> dict[str, tuple[str, ...]]:
    """Return what people say for each official expression, lower-cased, in the file's order."""
    said: dict[str, tuple[str, ...]] = {}
    for line in _lines("everyday_words.tsv"):
        official, _, phrases = line.partition("\t")
        said[official] = tuple(dict.fromkeys((*said.get(official, ()), *phrases.split("|"))))
    return said


def _lines(name: str) -> list[str]:
    """Return the lines of a word list beside this module, lower-cased, comments left out."""
    source = nfc(files("ingest").joinpath(name).read_text(encoding="utf-8")).lower()
    return [line for line in source.splitlines() if line and not line.startswith("#")]


def _sections(text: str) -> dict[str, str]:
    """Return the first section under each heading."""
    parts = _HEADING.split(text)
    sections: dict[str, str] = {}
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        sections.setdefault(heading, body)
    return sections


def _passages(sections: dict[str, str]) -> Iterator[str]:
    """Yield slices of the telling sections, some of each before more of any."""
    field, agency = (clean(sections.get(name, "")) for name in ("Lĩnh vực", "Cơ quan thực hiện"))
    yield f"{field} {agency}"
    slices = [list(_slices(clean(sections.get(name, "")))) for name in _READ_SECTIONS]
    ranked = sorted((depth, order, part) for order, parts in enumerate(slices) for depth, part in enumerate(parts))
    yield from (part for _, _, part in ranked[: _PASSAGES_A_PROCEDURE - 1])


def _slices(body: str) -> Iterator[str]:
    if body.lower() in _SILENT:
        return
    words = body.split()
    for start in range(0, len(words), _PASSAGE_WORDS):
        yield " ".join(words[start : start + _PASSAGE_WORDS])
