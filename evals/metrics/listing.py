"""Completeness of lists: which of the procedures that belong to a list are among the procedures of the reply."""

from __future__ import annotations

from collections.abc import Iterable

from evals.metrics.ranking import ranked_codes
from evals.metrics.sample import Sample, Turn

_LIST = "list"


def list_recall(turns: Iterable[Turn]) -> Sample:
    """Return the share of the expected codes that the reply lists, 0 to 1, of each turn that expects a list."""
    wanted = (turn for turn in turns if _counts(turn))
    return Sample({turn.key: 1 - len(unlisted(turn)) / len(set(turn.asked.expected.codes)) for turn in wanted})


def list_precision(turns: Iterable[Turn]) -> Sample:
    """Return the share of the reply's procedures that belong to the list, of each turn that expects one and has any."""
    found = ((turn, ranked_codes(turn)) for turn in turns if _counts(turn))
    return Sample(
        {turn.key: len(set(codes) & set(turn.asked.expected.codes)) / len(codes) for turn, codes in found if codes}
    )


def unlisted(turn: Turn) -> tuple[str, ...]:
    """Return the expected codes that the reply does not list; none where no list is expected."""
    if not _counts(turn):
        return ()
    listed = set(ranked_codes(turn))
    return tuple(code for code in dict.fromkeys(turn.asked.expected.codes) if code not in listed)


def _counts(turn: Turn) -> bool:
    return turn.asked.expected.behavior == _LIST and bool(turn.asked.expected.codes)
