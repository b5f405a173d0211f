"""Whether a reworded statement is the record's line, word for word, with nothing but connecting words around it.

A list of what a lie looks like is never complete. So the statement is compared with the line itself: every word,
figure and mark of punctuation of the line has to stand there in its order, and every other word has to be one of
`lexicon/phrasing.yaml`, in a place where that list allows it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from assistant.answer_lines import Line
from assistant.lexicon import read_list

_BORDER = ",;:.()-–—"
_PARENTHESES = frozenset("()")
_DENYING = frozenset({"không", "chưa", "chẳng", "đừng", "trừ"})
_SEPARATORS = frozenset({"", ",", ":", ";"})  # may stand between parts; a dash before a figure would be a minus
_ENDS = frozenset({"", ",", ":", ";", "."})
_LIST_MARK = "- "
_MOST_CONNECTING = 4  # connecting phrases in one place


@dataclass(frozen=True)
class Word:
    """A run without spaces; `before` is the punctuation between it and the word in front."""

    core: str  # NFC, case folded, punctuation inside kept: "75.000", "168/2025/nđ-cp"
    before: str
    written: str = ""  # as `core`, in its own case


@dataclass(frozen=True)
class Part:
    """Words that stay together, and the punctuation behind them."""

    words: tuple[Word, ...]
    after: str
    channel: bool = False

    @property
    def movable(self) -> bool:
        """Whether it may change places with its neighbour: ways to submit, and words undivided and not denied."""
        if self.channel:
            return True
        whole = not self.after.strip(".;") and all(not word.before for word in self.words)
        return whole and not any(word.core in _DENYING for word in self.words)


def is_aligned(statement: str, line: Line, parent: str) -> bool:
    """Whether the statement says what the line says, no more and no less.

    Args:
        statement: Without markers.
        line: One that may be reworded.
        parent: The label above it, such as "Thời hạn giải quyết"; it may be said too, and need not be. Empty: none.
    """
    said = _part(_without_list_mark(statement))
    return any(_matches(said, parts) for parts in _orders(line, parent))


def says_parent(statement: str, parent: str) -> bool:
    """Whether the words of the label above stand in the statement."""
    wanted = [word.core for word in _part(parent).words]
    given = [word.core for word in _part(statement).words]
    return any(given[at : at + len(wanted)] == wanted for at in range(len(given) - len(wanted) + 1))


def _orders(line: Line, parent: str) -> Iterator[tuple[Part, ...]]:
    above = [_part(parent)] if parent else []
    rest = _part(line.rest)
    for name in _labels(line):
        label = [_part(name, line.names_channels)] if name else []
        for order in _permuted(label, rest):
            yield order
            for at in range(len(order) + 1) if above else ():
                yield (*order[:at], *above, *order[at:])


def _permuted(label: list[Part], rest: Part) -> Iterable[tuple[Part, ...]]:
    return permutations([*label, rest]) if all(part.movable for part in (*label, rest)) else [(*label, rest)]


def _labels(line: Line) -> Iterator[str]:
    yield line.label
    first, comma, last = line.label.rpartition(", ")
    if comma and line.names_channels:
        yield from (f"{first} {word} {last}" for word in read_list("phrasing")["joining_channels"])


def _matches(said: Part, parts: Sequence[Part]) -> bool:
    """Whether the words are the parts in this order with connecting words in the gaps."""
    at, behind = 0, ""  # `behind`: what the part in front leaves open, closes or ends with
    for number, part in enumerate(parts):
        begun = _find(said.words, at, part, first=number == 0, behind=behind)
        if begun is None or (number and _runs_on(said.words, at, begun, parts[number - 1 : number + 1])):
            return False
        at, behind = begun + len(part.words), part.after
    return _ends(said, at, behind)


def _find(words: Sequence[Word], at: int, part: Part, *, first: bool, behind: str) -> int | None:
    """Return where the part begins, at most a few connecting words after `at`; None where it does not."""
    begun, allowed = at, _allowed("opening" if first else "between", channel=part.channel)
    for _ in range(_MOST_CONNECTING + 1):
        if _stands(words, at, part):
            between = [word.before for word in words[begun : at + 1]]
            return at if _is_punctuated(between, behind, part.words[0].before) else None
        skipped = next((phrase for phrase in allowed if _cores(words, at, len(phrase)) == phrase), None)
        if skipped is None or any(_is_shouted(word, "") for word in words[at : at + len(skipped)]):
            return None
        at += len(skipped)
    return None


def _is_punctuated(between: Sequence[str], behind: str, own: str) -> bool:
    """Whether the marks between two parts are theirs, with no more than a comma, colon or semicolon at each word."""
    if "".join(map(_brackets, between)) != _brackets(behind) + _brackets(own):
        return False
    *inside, last = [_bare(marks) for marks in between]
    before = _SEPARATORS | {_bare(behind)}
    begins = {mark + _bare(own) for mark in (_SEPARATORS if inside else before)}
    return last in begins and all(marks in before for marks in inside)


def _runs_on(words: Sequence[Word], at: int, begun: int, parts: Sequence[Part]) -> bool:
    """Whether two parts touch with nothing between them, so that "Không: phải nộp" would become "Không phải nộp"."""
    return begun == at and not words[at].before and not any(part.channel for part in parts)


def _stands(words: Sequence[Word], at: int, part: Part) -> bool:
    found = words[at : at + len(part.words)]
    same_words = [word.core for word in found] == [word.core for word in part.words]
    if not same_words or not found or [w.before for w in found[1:]] != [w.before for w in part.words[1:]]:
        return False
    return not any(_is_shouted(word, own.written) for word, own in zip(found, part.words, strict=True))


def _is_shouted(word: Word, own: str) -> bool:
    """Whether a word has capitals behind its first letter that it does not have in the line."""
    return word.written[1:] != word.written[1:].lower() and word.written[1:] != own[1:]


def _ends(said: Part, at: int, behind: str) -> bool:
    tail = said.words[at:]
    marks = [*(word.before for word in tail), said.after]
    closing = {(), *_allowed("closing", channel=False)}
    plain = all(_bare(mark) in _ENDS | {_bare(behind)} for mark in marks)
    calm = not any(_is_shouted(word, "") for word in tail)
    same_brackets = "".join(map(_brackets, marks)) == _brackets(behind)
    return tuple(word.core for word in tail) in closing and same_brackets and plain and calm


def _cores(words: Sequence[Word], at: int, many: int) -> tuple[str, ...]:
    return tuple(word.core for word in words[at : at + many])


@cache
def _allowed(place: str, *, channel: bool) -> tuple[tuple[str, ...], ...]:
    """Return the phrases that may stand there, as words, the longest first."""
    lists = read_list("phrasing")
    phrases = [*lists[place], *(lists["before_channel"] if channel else ())]
    return tuple(sorted({tuple(phrase.split()) for phrase in phrases}, key=lambda words: (-len(words), words)))


def _brackets(punctuation: str) -> str:
    return "".join(mark for mark in punctuation if mark in _PARENTHESES)


def _bare(punctuation: str) -> str:
    return "".join(mark for mark in punctuation if mark not in _PARENTHESES)


def _without_list_mark(statement: str) -> str:
    """Return the statement without the dash of a list, which before a figure would be a minus and stays."""
    rest = statement.removeprefix(_LIST_MARK)
    return statement if rest[:1].isdigit() else rest


def _part(text: str, channel: bool = False) -> Part:
    words: list[Word] = []
    before = ""
    for run in unicodedata.normalize("NFC", text).split():
        core = run.strip(_BORDER)
        if not core:
            before += run
            continue
        start = run.index(core)
        words.append(Word(core.casefold(), _plain(before + run[:start]), core))
        before = run[start + len(core) :]
    return Part(tuple(words), _plain(before), channel)


def _plain(punctuation: str) -> str:
    return punctuation.replace("–", "-").replace("—", "-")
