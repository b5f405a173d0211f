"""Readability: how long the sentences of a reply are, and how much of it is officialese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from evals.exactness.page import words
from evals.metrics.sample import Sample, Turn

_MARK = re.compile(r"\[\d+\]")
_SENTENCE_END = re.compile(r"(?<=[.!?…:;])\s+|\n+")
_WORDS = Path(__file__).with_name("officialese.txt")


def sentence_lengths(turns: Iterable[Turn]) -> Sample:
    """Return the mean number of syllables a sentence of each reply; a line break ends a sentence.

    Source:
        Vietnamese readability rests on sentence length in syllables: Nguyen and Henkin 1985, A second generation
        readability formula for Vietnamese.
    """
    return Sample({turn.key: _mean_length(text) for turn, text in _texts(turns)})


def officialese_shares(turns: Iterable[Turn]) -> Sample:
    """Return the share of syllables of each reply that belong to words of officialese, 0 to 1.

    Quotations of the source count: people have to read them too.
    """
    return Sample({turn.key: _officialese(text) for turn, text in _texts(turns)})


def _texts(turns: Iterable[Turn]) -> Iterable[tuple[Turn, str]]:
    for turn in turns:
        reply = turn.asked.reply
        if reply is not None and reply.text.strip():
            yield turn, _MARK.sub(" ", reply.text)


def _mean_length(text: str) -> float:
    lengths = [len(words(sentence).split()) for sentence in _SENTENCE_END.split(text)]
    return sum(lengths) / max(1, sum(length > 0 for length in lengths))


def _officialese(text: str) -> float:
    said = words(text)
    inside = sum(said.count(term) * len(term.split()) for term in _terms())
    return min(1.0, inside / max(1, len(said.split())))


@cache
def _terms() -> tuple[str, ...]:
    return tuple(words(line) for line in _WORDS.read_text(encoding="utf-8").splitlines() if line.strip())
