"""How reports name each figure, in the order that they show them, and which figures are better when they are low."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

CHARTED = ("turn", "hit@1", "hit@5", "behavior", "facet", "facts", "figures", "citations")
"""The rates that are drawn for every file, slice and earlier run; tables hold all of them."""


class Wording(NamedTuple):
    """What a person reads about a figure."""

    title: str
    means: str
    lower_is_better: bool = False


_WORDINGS = {
    "turn": Wording("Turn success", "every label of the turn is right"),
    "hit@1": Wording("hit@1", "a right procedure stands first"),
    "hit@3": Wording("hit@3", "a right procedure is among the first 3"),
    "hit@5": Wording("hit@5", "a right procedure is among the first 5"),
    "hit@10": Wording("hit@10", "a right procedure is among the first 10"),
    "mrr": Wording("MRR", "mean of 1 / rank of the first right procedure"),
    "ndcg@10": Wording("nDCG@10", "how high the right procedures stand among the first 10"),
    "behavior": Wording("Behaviour", "answered, asked back, refused … as expected"),
    "facet": Wording("Facet", "what is asked about the procedure was seen"),
    "facts": Wording("Required facts", "share of the required strings that the reply contains"),
    "forbidden": Wording("Forbidden facts", "the reply says something that no right answer says", True),
    "must": Wording("must", "the reply contains every required string"),
    "must_not": Wording("must_not", "the reply contains no forbidden string"),
    "figures": Wording("Figure exactness", "every figure of the reply stands in what it cites"),
    "citations": Wording("Citation correctness", "every citation is the source's words and holds its claim"),
    "cites": Wording("Evidence recall", "share of the expected words that the reply cites"),
    "exact": Wording("Exactness", "the record bears out everything that the answer says"),
    "promises": Wording("Promises", "says that a machine answers, names a way out, asks for no secret, …"),
    "items_precision": Wording("Papers, precision", "share of the listed papers that the record asks for"),
    "items_recall": Wording("Papers, recall", "share of the record's papers that are listed"),
    "unknown": Wording("Unknown said", "what the record is silent on is said to be unknown"),
    "clarify_precision": Wording("Asking back, precision", "questions back that were right to ask"),
    "clarify_recall": Wording("Asking back, recall", "cases to ask back about that were asked back about"),
    "over_refusal": Wording("Over-refusal", "ordinary questions that were refused", True),
    "p50": Wording("Wall time, median", "half of the turns took at most so many milliseconds", True),
    "p95": Wording("Wall time, p95", "95 % of the turns took at most so many milliseconds", True),
    "mean": Wording("Wall time, mean", "milliseconds a turn", True),
    "latency_ms": Wording("Wall time", "milliseconds a turn", True),
    "cpu_ms": Wording("Processor time", "milliseconds a turn, of the process that answers", True),
    "syllables_a_sentence": Wording("Syllables a sentence", "mean length of a sentence of the replies", True),
    "officialese_share": Wording("Officialese", "share of a reply's syllables in words of offices", True),
    "ece": Wording("Calibration error (ECE)", "how far scores are from the chance of being right", True),
}
_ORDER = {name: place for place, name in enumerate(_WORDINGS)}


def wording(name: str) -> Wording:
    """Return what a person reads about the figure; one that is not known here is shown under its own name."""
    return _WORDINGS.get(name) or Wording(name, "")


def in_order(names: Iterable[str]) -> list[str]:
    """Return each name once in the order of reports; unknown ones last, in the order that they came in."""
    return sorted(dict.fromkeys(names), key=lambda name: _ORDER.get(name, len(_ORDER)))
