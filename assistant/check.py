"""The claim check: what a language model wrote, held to the lines of the record sentence by sentence.

A sentence stands when each part of it, up to its citation markers, is the line with these markers, reworded by
connecting words alone (`alignment.py`), and claims no figure that the cited words of the source lack (`claims.py`).
Lines keep their order, so that a paper stays under its case. Every other sentence gives way to the record's own
wording, and where most give way the whole answer does. Whatever the model left out stands as it was: nothing can be
dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.alignment import is_aligned, says_parent
from assistant.answer_lines import Line, read_lines
from assistant.claims import unsupported
from assistant.records import Answer

_MARKERS = re.compile(r"((?:\s*\[[0-9]{1,3}\])+)")
_ENDS = ".,;:"
_LONGEST = 2  # times the answer, and some
_SPARE_CHARS = 500


@dataclass(frozen=True)
class Replaced:
    """A sentence that does not stand: "marker", "order", "words", "characters", or the kinds of the wrong claims."""

    sentence: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """A text that may be shown. `kept` sentences are the model's; with none it is the answer as it was."""

    text: str
    kept: int
    replaced: tuple[Replaced, ...]


@dataclass(frozen=True)
class _Clause:
    """Words up to their markers, and the punctuation behind those."""

    said: str
    markers: tuple[int, ...]
    end: str


@dataclass(frozen=True)
class _Sentence:
    clauses: tuple[_Clause, ...]
    at: int  # the lines that it stands for: `clauses` many, from here on
    says_parent: bool


def check(phrased: str, answer: Answer) -> Checked:
    """Return the answer in the words of the model as far as they stand, else in its own.

    Args:
        phrased: What the model wrote; anything at all.
        answer: The deterministic answer, whose lines are the evidence.
    """
    phrased = unicodedata.normalize("NFC", phrased)
    if not _is_plain(phrased) or len(phrased) > _LONGEST * len(answer.text) + _SPARE_CHARS:
        return Checked(answer.text, 0, (Replaced(phrased, "characters"),))
    lines = read_lines(answer.text, answer.citations)
    quotes = {citation.id: citation.quote for citation in answer.citations}
    kept: list[_Sentence] = []
    replaced: list[Replaced] = []
    for clauses in _sentences(phrased):
        after = kept[-1].at + len(kept[-1].clauses) if kept else 0
        found = _place(clauses, lines, quotes, after)
        if isinstance(found, _Sentence):
            kept.append(found)
        else:
            replaced.append(Replaced(_text(clauses), found))
    if not kept or len(replaced) > len(kept):
        return Checked(answer.text, 0, tuple(replaced))
    return Checked(_written(lines, kept), len(kept), tuple(replaced))


def _sentences(phrased: str) -> Iterator[tuple[_Clause, ...]]:
    """Yield the sentences; words behind the last marker end the open sentence or are some of their own."""
    *marked, tail = _pieces(phrased)
    clauses: list[_Clause] = []
    for said, markers, behind in marked:
        end = behind[: len(behind) - len(behind.lstrip(_ENDS))]
        clauses.append(_Clause(_bare(said), markers, end))
        space = behind[: len(behind) - len(behind.lstrip(_ENDS + " \r\n"))]
        if "." in end or "\n" in space or said.rstrip().endswith("."):
            yield tuple(clauses)
            clauses = []
    unmarked = [_Clause(_bare(said), (), "") for said in re.split(r"\.\s|\n", tail[0]) if _bare(said)]
    if clauses:
        yield (*clauses, *unmarked[:1])
        unmarked = unmarked[1:]
    yield from ((clause,) for clause in unmarked)


def _pieces(phrased: str) -> list[tuple[str, tuple[int, ...], str]]:
    """Return words, the markers behind them and what follows, for each place with markers; then the rest."""
    found = _MARKERS.split(phrased)
    words, marks = found[::2], [*found[1::2], ""]
    behind = [*words[1:], ""]
    return [
        (said, tuple(map(int, re.findall(r"[0-9]+", mark))), follows)
        for said, mark, follows in zip(words, marks, behind, strict=True)
    ]


def _bare(said: str) -> str:
    """Return the words on one line, without the punctuation around them that sets sentences apart."""
    return " ".join(said.split()).strip(_ENDS + " ")


def _place(clauses: Sequence[_Clause], lines: Sequence[Line], quotes: dict[int, str], after: int) -> _Sentence | str:
    """Return the sentence at the lines that it stands for; else the reason why it does not stand."""
    first = clauses[0].markers
    marked = [at for at, line in enumerate(lines) if line.said is not None and line.markers == first and first]
    if not marked:
        return "marker"
    places = [at for at in marked if at >= after]
    reason = "order"
    for at in places:
        reason = _fault(clauses, lines, quotes, at)
        if not reason:
            return _Sentence(tuple(clauses), at, says_parent(clauses[0].said, _parent(lines, lines[at])))
    return reason


def _fault(clauses: Sequence[_Clause], lines: Sequence[Line], quotes: dict[int, str], at: int) -> str:
    """Return why the clauses are not the lines from the given one on, each its own; empty where they are."""
    for clause, line in zip(clauses, [*lines[at : at + len(clauses)], *[Line("")] * len(clauses)], strict=False):
        if line.said is None or line.markers != clause.markers:
            return "marker"
        parent = _parent(lines, line)
        evidence = f"{parent} {line.said}"
        wrong = unsupported(clause.said, evidence, [quotes.get(marker, "") for marker in clause.markers])
        if wrong:
            return ", ".join(sorted({claim.kind for claim in wrong}))
        if not is_aligned(clause.said, line, parent):
            return "words"
    return ""


def _parent(lines: Sequence[Line], line: Line) -> str:
    return lines[line.parent].text.rstrip(":") if line.parent is not None else ""


def _written(lines: Sequence[Line], kept: Sequence[_Sentence]) -> str:
    """Return the answer with the sentences in place of their lines, and without labels that they say themselves."""
    starts = {sentence.at: sentence for sentence in kept}
    covered = {at for sentence in kept for at in range(sentence.at, sentence.at + len(sentence.clauses))}
    said = {at for at in range(len(lines)) if _is_said(at, lines, starts, covered)}
    text: list[str] = []
    for at, line in enumerate(lines):
        if at in starts:
            mark = "- " if line.text.startswith("- ") and line.parent not in said else ""
            text.append(f"{mark}{_text(starts[at].clauses)}")
        elif at not in covered | said:
            text.append(line.text)
    return "\n".join(text)


def _is_said(at: int, lines: Sequence[Line], starts: dict[int, _Sentence], covered: set[int]) -> bool:
    """Whether the line is a label whose every line was reworded, by sentences of which the first says it."""
    below = [place for place, line in enumerate(lines) if line.parent == at]
    return bool(below) and set(below) <= covered and at + 1 in starts and starts[at + 1].says_parent


def _text(clauses: Sequence[_Clause]) -> str:
    """Return the sentence as it is printed: a capital in front, markers behind the words, a full stop."""
    parts = [f"{clause.said}{''.join(f' [{marker}]' for marker in clause.markers)}{clause.end}" for clause in clauses]
    text = " ".join(parts)
    return f"{text[:1].upper()}{text[1:].rstrip(_ENDS)}."


def _is_plain(text: str) -> bool:
    """Whether every character is visible: no control, zero-width, direction or private character."""
    return all(character in "\n\r\t" or unicodedata.category(character)[0] != "C" for character in text)
