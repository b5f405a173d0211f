"""Where a text speaks of units: its tokens, and each word for a unit with the name behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.place_units import KINDS, Unit, key, units
from knowledge.vietnamese import fold, syllables

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_BREAK = re.compile(r"[^\s.'’-]")
_LONGEST_KIND = 2
_NOT_A_COMMUNE_AFTER = frozenset({"thi", "tac"})  # "thị xã", "hợp tác xã"
EVERYDAY = frozenset({"bien gioi", "dong y", "lien hiep", "long ho", "tien phong", "van ban"})
"""Names that are everyday words as well: "xã biên giới", "xã đồng ý", "ở lòng hồ"."""

_AFTER_PHUONG = frozenset({"an", "tien"})
_DISTRICT_WORDS = frozenset({"quan", "huyen", "thi", "thanh"})
_MERE_LETTERS = frozenset({"p", "f", "q", "h", "tt"})  # "hạn q1", "đề nghị TT": mostly no places
AT = frozenset({"o", "tai"})
"""What a place stands behind."""
_KINDS_BY_WORDS = {
    ("phường",): "Phường",
    ("p",): "Phường",
    ("f",): "Phường",
    ("xã",): "Xã",
    ("thị", "trấn"): "Thị trấn",
    ("tt",): "Thị trấn",
    ("đặc", "khu"): "Đặc khu",
    ("quận",): "Quận",
    ("q",): "Quận",
    ("huyện",): "Huyện",
    ("h",): "Huyện",
    ("thị", "xã"): "Thị xã",
    ("tx",): "Thị xã",
    ("thành", "phố"): "Thành phố",
    ("tp",): "Thành phố",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number of a text."""

    text: str  # lower case, tone marks in the older place, numbers without leading zeros
    folded: str
    capital: bool
    breaks: bool  # a comma or the like stands between it and the one before


@dataclass(frozen=True)
class Mention:
    """A word for a unit and the name behind it; `start` and `end` are places of tokens."""

    kind: str  # as in KINDS
    doubtful: bool  # an everyday word or a mere letter: it takes a district or a province beside it
    units: tuple[Unit, ...]  # of the name, at the level of the kind
    start: int
    end: int

    @property
    def level(self) -> str:
        """Whether it speaks of a ward or of a district."""
        return KINDS[self.kind]

    @property
    def exact(self) -> tuple[Unit, ...]:
        """The units that are of the very kind: "xã", where "thị trấn" is of the same level."""
        return tuple(unit for unit in self.units if unit.kind == self.kind)


def tokens_of(line: str) -> tuple[Token, ...]:
    """Return the tokens of one NFC line in order; "q1" is two."""
    return tuple(_tokens(line))


def mentions_of(tokens: Sequence[Token]) -> Iterator[Mention]:
    """Yield each word for a unit that has a name of such a unit behind it, in order; none overlap."""
    place = 0
    while place < len(tokens):
        mention = _mention(tokens, place)
        if mention is not None:
            yield mention
        place = mention.end if mention is not None else place + 1


def named_at(tokens: Sequence[Token], start: int) -> Iterator[tuple[tuple[Unit, ...], int]]:
    """Yield the units whose name begins at a token, with the end of the name, the longest name first."""
    known = units()
    for end in range(min(start + known.longest, len(tokens)), start, -1):
        run = tokens[start:end]
        if any(token.breaks for token in run[1:]):
            continue
        found = known.named(tuple(token.folded for token in run))
        spelled = [unit for unit in found if _spells(run, unit.name)]
        if spelled:
            yield tuple(_as_typed(spelled, run, tokens)), end


def _tokens(line: str) -> Iterator[Token]:
    end = 0
    for match in _TOKEN.finditer(line):
        breaks = _BREAK.search(line, end, match.start()) is not None
        text = match[0].lstrip("0") or match[0]
        yield Token(" ".join(syllables(text)), key(text), text[0].isupper(), breaks)
        end = match.end()


def _mention(tokens: Sequence[Token], start: int) -> Mention | None:
    for length in range(_LONGEST_KIND, 0, -1):
        kind, name = _kind(tokens, start, length), start + length
        if kind is None or name >= len(tokens) or tokens[name].breaks:
            continue
        found = [
            Mention(kind, _is_doubtful(tokens, start, name, end), _of_level(named, kind), start, end)
            for named, end in named_at(tokens, name)
        ]
        exact = [mention for mention in found if mention.exact]
        if best := exact or [mention for mention in found if mention.units and mention.end - name > 1]:
            return best[0]
    return None


def _kind(tokens: Sequence[Token], start: int, length: int) -> str | None:
    run = tokens[start : start + length]
    for words, kind in _KINDS_BY_WORDS.items():
        if len(words) == len(run) and all(map(_is_word, run, words)):
            joined = kind == "Xã" and start > 0 and tokens[start - 1].folded in _NOT_A_COMMUNE_AFTER
            return None if joined else kind
    return None


def _is_doubtful(tokens: Sequence[Token], start: int, name: int, end: int) -> bool:
    """Whether the words may mean no place: "xã ba", "hạn q1", "phuong an don"."""
    run = tokens[name:end]
    if tokens[start].text in _MERE_LETTERS:
        return start > 0 and not tokens[start].breaks and tokens[start - 1].folded not in AT
    if all(token.capital or token.folded.isdecimal() for token in run):
        return False
    words = [token.folded for token in run]
    if tokens[start].text == "phuong" and words[0] in _AFTER_PHUONG:
        return True
    district = tokens[start].folded in _DISTRICT_WORDS
    return not district and (len(words) == 1 or " ".join(words) in EVERYDAY)


def _is_word(token: Token, word: str) -> bool:
    """Whether a token is the word, with its marks or without any."""
    return token.text in (word, fold(word))


def _of_level(named: Iterable[Unit], kind: str) -> tuple[Unit, ...]:
    return tuple(unit for unit in named if (unit.level == "district") == (KINDS[kind] == "district"))


def _spells(run: Sequence[Token], name: str) -> bool:
    """Whether tokens that fold to a name spell it: each of its words with its marks or without any."""
    words = _letters(name)
    return len(words) != len(run) or all(map(_is_word, run, words))


def _as_typed(spelled: Sequence[Unit], run: Sequence[Token], tokens: Sequence[Token]) -> Sequence[Unit]:
    """Return the units that bear just these marks, where the text has marks at all and some do: "Ia Bang"."""
    if len(spelled) == 1 or all(token.text == token.folded for token in tokens):
        return spelled
    typed = tuple(token.text for token in run)
    return [unit for unit in spelled if _letters(unit.name) == typed] or spelled


@lru_cache(maxsize=1 << 12)
def _letters(name: str) -> tuple[str, ...]:
    return tuple(" ".join(syllables(word.lstrip("0"))) for word in _TOKEN.findall(name))
