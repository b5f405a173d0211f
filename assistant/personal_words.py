"""Words of a text with what tells names from other words, and the lists of syllables that names are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.lexicon import read_list
from assistant.personal_view import View
from knowledge.vietnamese import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the view.

    `beside` says that it stands one space behind the word before it, `unmarked` that its neighbours have no marks
    either: the capitals that it stands among, or all of the text.
    """

    start: int
    end: int
    folded: str
    written: str
    capital: bool
    beside: bool
    shouted: bool  # all in capitals
    unmarked: bool


@dataclass(frozen=True)
class Syllables:
    """Syllables of one kind, with their marks and without."""

    marked: frozenset[str]
    bare: frozenset[str]

    def __contains__(self, word: object) -> bool:
        """Whether the word is one of them as it is written; where nobody wrote marks, whether it may be."""
        if not isinstance(word, Word):
            return False
        return word.folded in self.bare if word.unmarked else word.written in self.marked


def words_of(view: View) -> list[Word]:
    """Return the words of the view in order."""
    matches = list(_WORD.finditer(view.bare))
    written = [view.written(*match.span()).strip() for match in matches]
    marked = [words != match[0].lower() for words, match in zip(written, matches, strict=True)]
    plain = not any(marked)
    found: list[Word] = []
    for first, last in _runs(view.bare, matches):
        capital = matches[first][0][0].isupper()
        unmarked = not any(marked[first : last + 1]) if capital else plain
        for number in range(first, last + 1):
            beside = number > 0 and view.bare[matches[number - 1].end() : matches[number].start()] == " "
            start, end = matches[number].span()
            word = matches[number][0]
            found.append(Word(start, end, word.lower(), written[number], capital, beside, word.isupper(), unmarked))
    return found


def _runs(bare: str, words: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last number of each run of capitals a space apart, and of each other word."""
    first = 0
    for number, word in enumerate(words):
        following = words[number + 1] if number + 1 < len(words) else None
        goes_on = following is not None and bare[word.end() : following.start()] == " "
        if following is None or not (goes_on and word[0][0].isupper() and following[0][0].isupper()):
            yield first, number
            first = number + 1


@cache
def listed(name: str) -> frozenset[str]:
    """Return the words of a list of `lexicon/privacy.yaml`."""
    return frozenset(read_list("privacy")[name].split())


def _syllables(*names: str) -> Syllables:
    marked = frozenset().union(*(listed(name) for name in names))
    return Syllables(marked, frozenset(fold(word) for word in marked))


@cache
def surnames() -> Syllables:
    """Return the surnames that hardly begin anything else."""
    return _syllables("sure_surnames", "surnames")


@cache
def sure_surnames() -> Syllables:
    """Return those that make a name with one more syllable."""
    return _syllables("sure_surnames")


@cache
def any_surname() -> Syllables:
    """Return all surnames, those that are everyday words too among them."""
    return _syllables("sure_surnames", "surnames", "surnames_also_words")


@cache
def middles() -> Syllables:
    """Return the middle names that tell a name from other words."""
    return _syllables("middles")


@cache
def given() -> Syllables:
    """Return the syllables of given and middle names."""
    return _syllables("given", "lone_given")


@cache
def lone_given() -> Syllables:
    """Return the given names that stand alone behind a word of address."""
    return _syllables("lone_given")


@cache
def honorifics() -> Syllables:
    """Return the words of address that stand before a name."""
    return _syllables("honorifics")


@cache
def famous(folded: bool) -> frozenset[str]:
    """Return the names that stand for streets, places and offices, without marks where `folded`."""
    names = (name.strip() for name in read_list("privacy")["famous"].split("|"))
    return frozenset(fold(name) if folded else name for name in names)
