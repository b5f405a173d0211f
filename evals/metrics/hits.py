"""hit@k: the share of questions with a right procedure among the first k."""

from __future__ import annotations

from collections.abc import Iterable

from evals.metrics.sample import Sample, Turn

CUTOFFS = (1, 3, 5, 10)
_NAMES_NO_PROCEDURE = frozenset(("refuse", "greet", "warn", "error"))


def measured(turn: Turn) -> bool:
    """Return whether the turn counts: it has right codes and expects a reply that names procedures.

    A question whose procedure is known and not held expects a refusal, which names none by contract.
    """
    expected = turn.asked.expected
    return bool(expected.codes) and expected.behavior not in _NAMES_NO_PROCEDURE


def first_right_rank(turn: Turn) -> int | None:
    """Return the 1-based rank of the best right procedure; None when none was named or the door failed."""
    reply = turn.asked.reply
    if reply is None:
        return None
    right = set(turn.asked.expected.codes)
    return next((rank for rank, found in enumerate(reply.procedures, start=1) if found.code in right), None)


def hits(turns: Iterable[Turn], k: int) -> Sample:
    """Return 1 for each measured turn with a right procedure among the first k, else 0.

    Any one of the case's codes is enough: this is success@k, not recall@k.

    Source:
        Success@k as in TREC, e.g. Craswell and Hawking, Overview of the TREC 2004 Web Track.
    """
    ranks = {turn.key: first_right_rank(turn) for turn in turns if measured(turn)}
    return Sample({key: float(rank is not None and rank <= k) for key, rank in ranks.items()})
