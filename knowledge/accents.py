"""Diacritics put back where people left them out, by what stands beside each syllable in the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.reading_lattice import Lattice
from knowledge.syllable_counts import SyllableCounts
from knowledge.vietnamese import fold, has_diacritics, nfc, syllables

DEFAULT_FOLDER = Path(__file__).parent / "models" / "accents-vi"

END, NUMBER, UNKNOWN = ".", "#", "?"
"""Stand for the end of a sentence, a number, and what is no word of the model."""

SURE = 0.4
"""How much likelier than its rival a reading has to be, from 0 to 1, to be written.

Source: tried from 0 to 0.85 on phrasings that were not learned from and on finding; from 0.2 to 0.6 finding is alike.
"""

TELLING = 0.95
"""The share of accented spellings from which a bare syllable says that its writer leaves marks out."""

BARE_SHARE = 0.2
"""The share of telling syllables that are bare from which a line is taken for one without all its marks."""

_PART = re.compile(
    r'(?P<end>[.;:!?…]+(?=\s|$)|[()\[\]\n"“”])'
    r"|(?P<opaque>[\w.+-]{1,64}@\S+|https?:\S+|www\.\S+|[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:vn|com|net|org)\b)"
    r"|(?P<word>\w+)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a line from `start` to `end`, as the model spells it."""

    start: int
    end: int
    spelled: str


def parts(line: str) -> Iterator[Part]:
    """Yield the words of a line in NFC with their places; numbers, addresses and ends of sentences by their signs."""
    for match in _PART.finditer(line):
        kind = match.lastgroup
        sign = END if kind == "end" else UNKNOWN if kind == "opaque" else _spelled(match.group())
        yield Part(match.start(), match.end(), sign)


@lru_cache(maxsize=1 << 16)
def _spelled(word: str) -> str:
    word = word.lower()
    if word.isalpha():
        found = syllables(word) if has_diacritics(word) else [word]
        return found[0] if len(found) == 1 else UNKNOWN
    return NUMBER if word.isdecimal() else UNKNOWN


class Accents:
    """Lines without diacritics, or without some of them, to lines with them."""

    def __init__(self, counts: SyllableCounts, *, sure: float = SURE, bare_share: float = BARE_SHARE) -> None:
        """Take the counts of a model.

        Args:
            sure: From 0 to 1, see `SURE`.
            bare_share: From 0 to 1, see `BARE_SHARE`.
        """
        self._groups, self._sure, self._bare_share = counts.groups, sure, bare_share
        self._numbers = {fold(group[0]): number for number, group in enumerate(counts.groups)}
        self._lattice = Lattice(counts)
        self._accented = [
            sum(share for spelled, share in zip(group, shares, strict=True) if has_diacritics(spelled))
            for group, shares in zip(counts.groups, self._lattice.shares, strict=True)
        ]

    @classmethod
    def load(cls, folder: Path | None = None) -> Accents:
        """Return the restorer of that folder, the shipped one for None.

        Raises:
            UnreadableCounts: No such model, or it is damaged.
        """
        return cls(SyllableCounts.load(folder or DEFAULT_FOLDER))

    def restore(self, line: str) -> str:
        """Return the line with diacritics where the model is sure of them, in NFC; the line itself where it adds none.

        What has marks stays and tells about its neighbours. Numbers, addresses, abbreviations and words that
        are no Vietnamese syllable stay. Case stays. A line with nearly all its marks is left alone.
        """
        composed = nfc(line)
        found = list(parts(composed))
        bare = self._bare_share_of(found)
        if bare < self._bare_share:
            return line
        shouted = composed.isupper()
        places = [self._place(part, shouted or not _is_shouted(composed[part.start : part.end])) for part in found]
        written: list[str] = []
        done = 0
        for part, (group, rank), reading in zip(found, places, self._lattice.readings(places, bare), strict=True):
            spelled = self._groups[group][reading.rank]
            if rank < 0 and reading.margin >= self._sure and spelled != part.spelled:
                written += [composed[done : part.start], _cased(spelled, composed[part.start : part.end])]
                done = part.end
        return "".join((*written, composed[done:])) if written else line

    def _bare_share_of(self, found: Sequence[Part]) -> float:
        """Return the share of bare syllables among those that are accented wherever marks are written.

        Without any such syllable, a line with a mark has all of its own, and one without has left them out.
        """
        bare = marked = 0
        any_marked = False
        for part in found:
            has_marks = has_diacritics(part.spelled)
            any_marked |= has_marks
            group = self._numbers.get(fold(part.spelled) if has_marks else part.spelled)
            if group is not None and self._accented[group] >= TELLING:
                bare, marked = bare + (not has_marks), marked + has_marks
        if bare + marked == 0:
            return float(not any_marked)
        return bare / (bare + marked)

    def _place(self, part: Part, may_change: bool) -> tuple[int, int]:
        """Return the part's group and rank; a rank of -1 where it is to be found out."""
        has_marks = has_diacritics(part.spelled)
        group = self._numbers.get(fold(part.spelled) if has_marks else part.spelled)
        if group is None:
            return self._numbers[UNKNOWN], 0
        if not has_marks and may_change and self._accented[group] > 0:
            return group, -1
        if part.spelled in self._groups[group]:
            return group, self._groups[group].index(part.spelled)
        return self._numbers[UNKNOWN], 0


@lru_cache(maxsize=1)
def accents() -> Accents:
    """Return the shipped restorer, read once."""
    return Accents.load()


def _is_shouted(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _cased(spelled: str, as_in: str) -> str:
    if _is_shouted(as_in):
        return spelled.upper()
    return spelled[:1].upper() + spelled[1:] if as_in[:1].isupper() else spelled


__all__ = ["Accents", "Part", "accents", "parts"]
