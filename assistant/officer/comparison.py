"""Which two things a message wants compared."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from assistant.lexicon import read_list
from assistant.officer.spoken import any_of, readings
from knowledge.vietnamese import fold

if TYPE_CHECKING:
    from assistant.phrases import Wording
    from assistant.understand import Understanding
    from knowledge.records import Facet

_AND = r"(?:với|voi|và|va|hay|vs\.?|so với|so voi|cùng|cung|,|/)"
_THING = r"(?:thủ tục|thu tuc|tthc|việc|viec|giấy|giay|cái|cai)?\s*"
_ASKS = (
    r"(?:(?:sự |su )?(?:khác|khac)(?:\s(?:nhau|biệt|biet))?"
    r"(?:\s(?:gì|gi|j|ở|o|chỗ|cho|điểm|diem|thế|the|như|nhu|ra|nào|nao|đâu|dau|sao|nhau|không|khong|ko))*"
    r"|(?:có )?(?:giống|giong)(?:\s(?:nhau|và|va|hay|khác|khac|không|khong|ko))*)"
)
_BEFORE = re.compile(
    rf"^.*?(?:so sánh|so sanh|đối chiếu|doi chieu|phân biệt|phan biet"
    rf"|(?:sự |su |điểm |diem )*(?:khác|khac)(?: (?:nhau|biệt|biet))*(?: (?:giữa|giua|của|cua))"
    rf"|(?:giữa|giua)(?=.*(?:khác|khac|giống|giong) (?:gì|gi|j|nhau|ở|o|biệt|biet)))\s*"
    rf"(?:(?:giữa|giua|cho|hai|2|thủ tục|thu tuc)\s+)*(.+?)\s*\b{_AND}\s+{_THING}(.+)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"^(.+?)\s+{_AND}\s+{_THING}(.+?)\s+{_ASKS}\W*$", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"^(.+?)\s+(?:khác|khac)\s+(?!(?:nhau|biệt|biet)\b)(?:gì |gi |j |thế nào |the nao |ra sao )?"
    rf"(?:với |voi |so với |so voi )?{_THING}(.+)$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"\s*(?<!\w)(?:{_ASKS}|(?:như |nhu )?(?:thế nào|the nao)|ra sao"
    r"|(?:giúp|giup|cho|hộ|ho)\s(?:tôi|toi|em|mình|minh|với|voi)|(?:nhé|nhe|ạ))\W*$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:cho (?:tôi|toi|em|mình|minh) (?:hỏi|hoi)|xin hỏi|xin hoi|hỏi|hoi|ad ơi|ad oi|thủ tục|thu tuc)\s+)+",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"^(?:.{0,40}?(?:so sánh|so sanh|đối chiếu|doi chieu)"
    r"|(?:vậy |vay |thế |the |còn |con )?(?:khác|khac)(?: nhau)?(?: gì| gi| j| thế nào| the nao)?(?: so)?)\s*"
    rf"(?:(?:nó|no|cái|cai|thủ tục|thu tuc|việc|viec)(?: (?:này|nay|đó|do|trên|tren))?\s+)?(?:với|voi)\s+{_THING}(.+)$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"no|(?:(?:thu tuc|tthc|cai|viec|giay) )?(?:nay|do|ay|kia|tren|vua roi)|thu tuc (?:o tren|truoc|vua (?:xem|hoi))"
)
_CODES = 2
LONGEST_CHARS = 300
"""A longer message is a story, which compares no two procedures."""

_LONGEST_WORDS = 12  # of a name; more is a story that only holds such a word


def wants_comparison(wording: Wording) -> bool:
    """Return whether two things are to be compared: "so sánh", "khác nhau", "khác gì"."""
    return any(any_of("compare").search(words) for words in readings(wording))


def compared_facets(said: Understanding, names: tuple[str, str]) -> tuple[Facet, ...]:
    """Return the facets that the comparison is about, in its order: "so sánh hồ sơ"; empty where it names none."""
    rest = said.wording.folded
    for name in names:
        rest = rest.replace(fold(name), "|", 1)
    return facets_named(rest)


def facets_named(words: str) -> tuple[Facet, ...]:
    """Return the facets that bare words name, in their order: "hồ sơ và lệ phí"."""
    said = fold(words)
    found = {facet: match.start() for facet, head in _heads().items() if (match := head.search(said))}
    return tuple(sorted(found, key=lambda facet: found[facet]))


def is_back_reference(words: str) -> bool:
    """Return whether a name only points at what was told last: "thủ tục này", "nó"."""
    return _BACK.fullmatch(fold(words)) is not None


def compared_with(said: Understanding) -> str | None:
    """Return what the last procedure of a talk is compared with: "so sánh với tạm trú"; None where nothing is."""
    match = _WITH.match(_without_facets(said.text.strip(" ?.!"))) if wants_comparison(said.wording) else None
    if match is None:
        return None
    name = said.codes[0] if len(said.codes) == 1 else _name(match[1])
    return name if 0 < len(name.split()) <= _LONGEST_WORDS else None


def split_comparison(said: Understanding) -> tuple[str, str] | None:
    """Return the two things that a message wants compared, as it names them: codes, or the words of each.

    None where it compares nothing, or names one thing only.
    """
    if not wants_comparison(said.wording):
        return None
    if len(said.codes) >= _CODES:
        return said.codes[0], said.codes[1]
    text = _without_facets(said.text.strip(" ?.!"))
    if len(text) > LONGEST_CHARS:
        return None
    for pattern in (_BEFORE, _BEHIND, _BETWEEN):
        match = pattern.match(text)
        if match is not None:
            first, second = _share(*(_name(part) for part in match.groups()))
            if all(0 < len(name.split()) <= _LONGEST_WORDS for name in (first, second)):
                return first, second
    return None


def _share(first: str, second: str) -> tuple[str, str]:
    """Return both names whole: "cấp lại" and "cấp đổi giấy phép lái xe" are about one paper."""
    mine, yours = _deeds_before(first), _deeds_before(second)
    if 0 < mine == len(first.split()) and 0 < yours < len(second.split()):
        return f"{first} {' '.join(second.split()[yours:])}", second
    if 0 < yours == len(second.split()) and 0 < mine < len(first.split()):
        return first, f"{second} {' '.join(first.split()[mine:])}"
    return first, second


def _deeds_before(name: str) -> int:
    """Return how many words at the beginning of a name only say what is done."""
    match = re.match(rf"(?:(?:{read_list('officer')['deeds']})(?:\s+|$))+", fold(name))
    return len(match[0].split()) if match else 0


def _without_facets(text: str) -> str:
    """Return the text without the words that say by what is compared: "so sánh hồ sơ của …", "… khác nhau về phí"."""
    folded = fold(text)
    if len(folded) != len(text):
        return text
    kept = [True] * len(text)
    for match in _facet_words().finditer(folded):
        kept[match.start() : match.end()] = [False] * (match.end() - match.start())
    return " ".join("".join(letter if keep else " " for letter, keep in zip(text, kept, strict=True)).split())


def _name(words: str) -> str:
    return _TAIL.sub("", _OPENING.sub("", words.strip(" ,;:?.!"))).strip(" ,;:?.!")


@cache
def _facet_words() -> re.Pattern[str]:
    head = rf"(?:{'|'.join(read_list('officer')['compared'].values())})\b"
    heads = rf"(?:muc |phan |khoan )?{head}(?:(?:,| va| voi)? {head})*"
    return re.compile(
        rf"(?<=so sanh ){heads}(?: (?:cua|giua|trong))?|(?<=doi chieu ){heads}(?: (?:cua|giua))?"
        rf"|^{heads} (?:cua|giua)?|\b(?:ve|o) {heads}"
    )


@cache
def _heads() -> dict[Facet, re.Pattern[str]]:
    return {facet: re.compile(rf"\b(?:{words})\b") for facet, words in read_list("officer")["compared"].items()}
