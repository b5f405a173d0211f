"""How far the two reviewers of answers agree, question by question, and where they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.desk.records import Review, SentenceScore
from evals.metrics.kappa import Agreement, Pair, agreement

Both = tuple[Review, Review]


@dataclass(frozen=True)
class Disagreement:
    """An answer that was judged differently: the verdict (sentence None) or a sentence of it."""

    item: str
    question: str  # verdict, score, citation or harmful
    sentence: int | None  # 0-based
    first: str
    second: str


def agreements(pairs: Sequence[Both]) -> dict[str, Agreement]:
    """Return the agreement of first and second reviewers by what was asked: verdict, score, citation, harmful.

    Labels that one of the two left open do not count. Harmful is judged with every sentence that both scored. Where the
    two saw different numbers of sentences, their sentences are not compared.
    """
    return {
        "verdict": agreement([[(first.verdict, second.verdict)] for first, second in pairs]),
        "score": agreement([_labels(both, lambda one: one.score) for both in pairs]),
        "citation": agreement([_labels(both, lambda one: one.citation) for both in pairs]),
        "harmful": agreement([_labels(both, _harmful) for both in pairs]),
    }


def disagreements(pairs: Sequence[Both]) -> list[Disagreement]:
    """Return what the two reviewers of each answer judged differently."""
    return [one for both in pairs for one in _differences(both)]


def _differences(both: Both) -> Iterator[Disagreement]:
    first, second = both
    if first.verdict != second.verdict:
        yield Disagreement(first.item, "verdict", None, first.verdict, second.verdict)
    for sentence, (one, other) in _side_by_side(both).items():
        labels: Mapping[str, tuple[object, object]] = {
            "score": (one.score, other.score),
            "citation": (one.citation, other.citation),
            "harmful": (_harmful(one), _harmful(other)),
        }
        for question, (mine, theirs) in labels.items():
            if mine is not None and theirs is not None and mine != theirs:
                yield Disagreement(first.item, question, sentence, str(mine), str(theirs))


def _labels(both: Both, label: Callable[[SentenceScore], str | None]) -> list[Pair]:
    found = ((label(one), label(other)) for one, other in _side_by_side(both).values())
    return [(mine, theirs) for mine, theirs in found if mine is not None and theirs is not None]


def _side_by_side(both: Both) -> dict[int, tuple[SentenceScore, SentenceScore]]:
    first, second = both
    if first.of != second.of:
        return {}
    others = {one.sentence: one for one in second.sentences}
    return {one.sentence: (one, others[one.sentence]) for one in first.sentences if one.sentence in others}


def _harmful(one: SentenceScore) -> str | None:
    """Return yes or no; a sentence that was flagged needs no score, one that was not judged says nothing."""
    if one.harmful:
        return "yes"
    return "no" if one.score is not None else None
