"""Lists of phrases that are found in what people type, with or without diacritics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.vietnamese import clean, fold, has_diacritics

_LOOKAROUND = re.compile(r"\(\?<?[!=][^()]*\)")


@dataclass(frozen=True)
class Wording:
    """A question in the two forms that phrases are looked for in."""

    accented: str  # NFC, lower case
    folded: str
    marked: bool  # whether the writer used diacritics

    @classmethod
    def of(cls, text: str) -> Wording:
        """Return the wording of cleaned text."""
        lowered = clean(text).lower()
        return cls(lowered, fold(lowered), has_diacritics(lowered))


@dataclass(frozen=True)
class Phrases:
    """Regular expressions written with their diacritics.

    Accented text is matched as it is. Text without diacritics is matched folded; unless `strict`, a phrase of
    several words also matches folded inside text that has some diacritics, because people type half of them; one
    of the words has to stand there without any, so that "tại đơn vị" is not "tải đơn".
    A pattern that begins with "=" has everyday namesakes when folded ("chung chi": chứng chỉ) and is matched
    with its diacritics only.
    """

    patterns: tuple[str, ...]
    strict: bool = False

    def find(self, wording: Wording) -> int | None:
        """Return where the first of the phrases begins, in characters; None where none stands."""
        found = [match.start() for match in self._accented.finditer(wording.accented)] if wording.marked else []
        loose = self._loose(wording)
        if loose is not None:
            found += [match.start() for match in loose.finditer(wording.folded) if _half_typed(wording, match)]
        return min(found, default=None)

    def __contains__(self, wording: object) -> bool:
        """Whether any of the phrases stands in the wording."""
        return isinstance(wording, Wording) and self.find(wording) is not None

    def remove(self, wording: Wording) -> str:
        """Return the folded text without the phrases."""
        loose = self._loose(wording)
        return loose.sub(" ", wording.folded) if loose is not None else wording.folded

    def _loose(self, wording: Wording) -> re.Pattern[str] | None:
        if not wording.marked:
            return self._folded
        return None if self.strict else self._folded_long

    @cached_property
    def _accented(self) -> re.Pattern[str]:
        return _compile([pattern.removeprefix("=") for pattern in self.patterns])

    @cached_property
    def _folded(self) -> re.Pattern[str] | None:
        return _compile_some([fold(pattern) for pattern in self.patterns if not pattern.startswith("=")])

    @cached_property
    def _folded_long(self) -> re.Pattern[str] | None:
        plain = [pattern for pattern in self.patterns if not pattern.startswith("=")]
        several = [pattern for pattern in plain if " " in _LOOKAROUND.sub("", pattern)]
        return _compile_some([fold(pattern) for pattern in several])


def _half_typed(wording: Wording, match: re.Match[str]) -> bool:
    """Whether a folded match may be what was typed: all of the text, or some word of it, has no diacritics."""
    if not wording.marked or len(wording.accented) != len(wording.folded):
        return True
    words = re.findall(r"\w+", wording.accented[match.start() : match.end()])
    return any(word == fold(word) for word in words)


def _compile_some(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return _compile(patterns) if patterns else None


def _compile(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{pattern})(?!\w)" for pattern in patterns))
