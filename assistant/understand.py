"""What a message says before any search: its wording, codes, facets and what kind of message it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.facets import find_facets, without_facets
from assistant.lexicon import read_list
from assistant.phrases import Wording
from knowledge.records import Facet
from knowledge.vietnamese import clean

LONGEST_CHARS = 4_000  # a longer message is read up to here
_CODE = re.compile(r"(?<![\d./])(\d\.\d{6,9})(?![\d/])")
_FULL = re.compile(r"xem (?:day du|het|tat ca|them)|day du(?: hon)?|chi tiet(?: hon)?|xem tiep")
_NUMBER = re.compile(r"(?:so |chon |cau |cai |y |thu )*(\d{1,2})[.)]?")


@dataclass(frozen=True)
class Understanding:
    """One message, read."""

    text: str  # NFC, one line, at most LONGEST_CHARS
    wording: Wording
    codes: tuple[str, ...]
    facets: tuple[Facet, ...]  # empty: the question names none
    wants_all: bool  # "xem đầy đủ"
    number: int | None  # the message is a bare number, such as a choice from a menu
    topic_words: int  # words that are left when asking words and fillers are gone
    refers_back: bool  # "thủ tục này", "còn lệ phí?"
    administrative: bool  # it holds a word of the counter, such as "giấy" or "đăng ký"


def understand(question: str) -> Understanding:
    """Return what a message says; nothing that can be typed is refused."""
    text = clean(question, LONGEST_CHARS)
    wording = Wording.of(text)
    plain = " ".join(re.sub(r"[^\w\s.]", " ", wording.folded).split())
    number = _NUMBER.fullmatch(plain)
    topic = [word for word in re.findall(r"[^\W_]+", without_facets(wording)) if word not in _fillers()]
    return Understanding(
        text=text,
        wording=wording,
        codes=tuple(dict.fromkeys(_CODE.findall(text))),
        facets=find_facets(wording),
        wants_all=_FULL.search(wording.folded) is not None,
        number=int(number[1]) if number else None,
        topic_words=len(topic),
        refers_back=_any_of("refers_back").search(wording.folded) is not None,
        administrative=_any_of("administrative").search(wording.folded) is not None,
    )


@cache
def _fillers() -> frozenset[str]:
    return frozenset(read_list("dialogue")["fillers"].split())


@cache
def _any_of(name: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in read_list("dialogue")[name]))
