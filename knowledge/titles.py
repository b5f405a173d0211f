"""Titles as searching sees them: how much of a question a title covers, and how much of the title the question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.lexical import Floats, LexicalIndex, build_lexical, mapped
from knowledge.phrases import qualifier_kinds, title_qualifiers
from knowledge.query import OFFICIAL_WEIGHT, Query, Terms
from knowledge.vietnamese import FOLDED_PREFIX, clean, syllables, terms

PAIR_WEIGHT = 0.6
"""What a pair counts against a syllable; it is rarer, and says its two syllables once more."""

BRACKETED_WEIGHT = 0.3
"""What words in brackets ("thực hiện tại cấp xã") count towards a title's length."""

UNKNOWN_WEIGHT = 0.5
"""What a syllable that no title has counts, against the rarest that one has."""

_HEAD_END = re.compile(r"[,;:(/]| đối với | trong trường hợp | thực hiện | áp dụng | theo | cho trường hợp | thuộc ")
_HEAD_SYLLABLES = 4
_LEAST = np.float32(1e-6)  # in place of zero below a fraction line
_OPENING = re.compile(r"^(?:\d+[.)]\s*)?(?:trình tự,?\s*)?(?:thủ tục)?(?:\s*hành chính)?\s*:?\s*", re.IGNORECASE)
_ENUMERATION = re.compile(
    r"(?:cấp|thực hiện|đăng ký|xác định|công nhận|giao|khai|giải quyết|lập)(?: mới)?\s*[,;/]", re.IGNORECASE
)
_BRACKETS = re.compile(r"\([^()]*\)")


class TitleViews:
    """Coverage of all titles at once; titles are numbered as their procedures are."""

    def __init__(
        self, whole: LexicalIndex, head: LexicalIndex, masses: Floats, qualifiers: npt.NDArray[np.bool_]
    ) -> None:
        """Take what `build_titles` made; `masses` has a column for each of whole and head, marked and folded."""
        self._whole, self._head, self._masses, self.qualifiers = whole, head, masses, qualifiers

    def features(self, query: Query) -> dict[str, Floats]:
        """Return one value a title, each 0 to 1, by feature name.

        `asked`: how much of the question the title covers; `said`: how much of the title the question covers;
        `opening`: the same for the title up to its first comma or bracket; `meant`: how nearly the title is what
        an everyday phrase stands for; `strange`: how much of the question no title has.
        """
        known, unknown = self._question_mass(query.own)
        column = 0 if query.marked else 1
        spoken = {term: 1.0 if weight >= OFFICIAL_WEIGHT else weight for term, weight in query.spoken.items()}
        said = _share(_mass(self._whole, spoken), self._masses[:, column])
        opening = _share(_mass(self._head, spoken), self._masses[:, 2 + column])
        strangeness: Floats = np.full(self._whole.documents, unknown / max(known + unknown, 1e-6), dtype=np.float32)
        found: dict[str, Floats] = {
            "asked": self._asked(query),
            "said": said,
            "opening": opening,
            "strange": strangeness,
        }
        return found | {"meant": self._meant(query, self._masses[:, column])}

    def _question_mass(self, own: Terms) -> tuple[float, float]:
        """Return the weight of the question's syllables that titles have, and of those that none has."""
        ceiling = UNKNOWN_WEIGHT * self._whole.idf("")
        known = unknown = 0.0
        for term, weight in own.items():
            if "_" in term:
                continue
            numbers, values = self._whole.postings(term)
            if len(numbers):
                known += weight * float(values[0])
            else:
                unknown += weight * ceiling
        return known, unknown

    def _asked(self, query: Query) -> Floats:
        total = np.zeros(self._whole.documents, dtype=np.float32)
        whole = 0.0
        for unit in query.units:
            mass = self._own_mass(unit.own)
            covered = _mass(self._whole, unit.own)
            if unit.meanings:
                shares = [_mass(self._whole, meaning) / max(self._own_mass(meaning), 1e-6) for meaning in unit.meanings]
                covered = np.maximum(covered, mass * np.maximum.reduce(shares))
            total += covered
            whole += mass
        return total / np.float32(max(whole, 1e-6))

    def _meant(self, query: Query, masses: Floats) -> Floats:
        """Return how nearly each title is what one of the question's everyday phrases stands for."""
        best = np.zeros(self._whole.documents, dtype=np.float32)
        for meaning in (meaning for unit in query.units for meaning in unit.meanings):
            shared = _mass(self._whole, meaning)
            both = np.float32(self._own_mass(meaning)) + masses
            np.maximum(best, _share(2 * shared, both), out=best)
        return best

    def likeness(self, meanings: Sequence[Terms]) -> Floats:
        """Return how much of the best covered meaning each title has, 0 to 1."""
        shares = [_mass(self._whole, meaning) / np.float32(max(self._own_mass(meaning), 1e-6)) for meaning in meanings]
        best: Floats = np.maximum.reduce(shares)
        return best

    def _own_mass(self, weighted: Terms) -> float:
        """Return the weight of the terms as if one title had them all; what no title has counts by its syllables."""
        ceiling = UNKNOWN_WEIGHT * self._whole.idf("")
        mass = 0.0
        for term, weight in weighted.items():
            numbers, values = self._whole.postings(term)
            if len(numbers):
                mass += weight * float(values[0]) * _kind_weight(term)
            elif "_" not in term:
                mass += weight * ceiling
        return mass

    def save(self, folder: Path) -> None:
        """Write everything as `titles.*` and `heads.*` into the folder."""
        self._whole.save(folder, "titles")
        self._head.save(folder, "heads")
        np.save(folder / "titles.masses.npy", self._masses)
        np.save(folder / "titles.qualifiers.npy", self.qualifiers)

    @classmethod
    def load(cls, folder: Path) -> TitleViews:
        """Return the saved views, memory-mapped."""
        masses = mapped(folder / "titles.masses.npy")
        qualifiers = mapped(folder / "titles.qualifiers.npy")
        return cls(LexicalIndex.load(folder, "titles"), LexicalIndex.load(folder, "heads"), masses, qualifiers)


def build_titles(titles: Sequence[str]) -> TitleViews:
    """Return the views of the titles, in their order."""
    wholes = [terms(core(title)) for title in titles]
    heads = [terms(head(title)) for title in titles]
    # No repeats and no length: a posting's weight is then the term's rarity, and sums of them are coverage.
    whole = build_lexical([sorted(set(found)) for found in wholes], k1=0.0, b=0.0)
    opening = build_lexical([sorted(set(found)) for found in heads], k1=0.0, b=0.0)
    masses = np.zeros((len(titles), 4), dtype=np.float32)
    for number, title in enumerate(titles):
        plain = set(terms(core(_BRACKETS.sub(" ", title))))
        masses[number, :2] = _title_mass(whole, wholes[number], plain)
        masses[number, 2:] = _title_mass(opening, heads[number], set(heads[number]))
    return TitleViews(whole, opening, masses, _carried(titles))


def core(title: str) -> str:
    """Return the title without "Thủ tục" or a number before it."""
    return _OPENING.sub("", clean(title), count=1)


def head(title: str) -> str:
    """Return the title up to where it narrows itself down, at least `_HEAD_SYLLABLES` syllables if it has them."""
    text = core(title)
    for match in _HEAD_END.finditer(text.lower()):
        if len(syllables(text[: match.start()])) >= _HEAD_SYLLABLES:
            return text[: match.start()]
    return text


def _title_mass(index: LexicalIndex, found: Sequence[str], plain: set[str]) -> tuple[float, float]:
    marked = folded = 0.0
    for term in set(found):
        _, values = index.postings(term)
        mass = float(values[0]) * _kind_weight(term) * (1.0 if term in plain else BRACKETED_WEIGHT)
        marked += mass
        folded += mass if term.startswith(FOLDED_PREFIX) else 0.0
    return marked, folded


def _mass(index: LexicalIndex, weighted: Mapping[str, float]) -> Floats:
    return index.scores({term: weight * _kind_weight(term) for term, weight in weighted.items()})


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, np.maximum(whole, _LEAST), dtype=np.float32)


def _kind_weight(term: str) -> float:
    return PAIR_WEIGHT if "_" in term else 1.0


def _carried(titles: Sequence[str]) -> npt.NDArray[np.bool_]:
    kinds = qualifier_kinds()
    carried = np.zeros((len(titles), len(kinds)), dtype=np.bool_)
    for number, title in enumerate(titles):
        plain = _ENUMERATION.match(core(title)) is not None
        for found in title_qualifiers().every(syllables(title)):
            # "Cấp, cấp lại, gia hạn …" answers the plain question as well: its actions do not narrow it down.
            if not plain or kinds[found.value] != "action":
                carried[number, found.value] = True
    return carried
