"""Ranked procedures of replies as a run and right codes as judgements, measured by `ir-measures`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ir_measures
from ir_measures.measures import Measure

from evals.metrics.sample import Sample, Turn

_NAMES_NO_PROCEDURE = frozenset(("refuse", "greet", "warn", "error"))
_NOTHING = "-"  # stands for a reply that names no procedure: the library leaves a query out that has no documents


def measured(turn: Turn) -> bool:
    """Return whether the turn counts: it has right codes and expects a reply that names procedures.

    A question whose procedure is known and not held expects a refusal, which names none by contract.
    """
    expected = turn.asked.expected
    return bool(expected.codes) and expected.behavior not in _NAMES_NO_PROCEDURE


def ranked_codes(turn: Turn) -> list[str]:
    """Return the codes of the reply, best first, each once; none where the door failed."""
    reply = turn.asked.reply
    return list(dict.fromkeys(found.code for found in reply.procedures)) if reply is not None else []


def first_right_rank(turn: Turn) -> int | None:
    """Return the 1-based rank of the best right procedure; None when none was named or the door failed."""
    right = set(turn.asked.expected.codes)
    return next((rank for rank, code in enumerate(ranked_codes(turn), start=1) if code in right), None)


def measure(turns: Iterable[Turn], wanted: Measure) -> Sample:
    """Return the measure of each turn that counts, 0 to 1; every right code is relevant with gain 1.

    Source:
        MacAvaney, Macdonald and Ounis 2022, Streamlining Evaluation with ir-measures.
    """
    counted = [turn for turn in turns if measured(turn)]
    keys = {str(number): turn.key for number, turn in enumerate(counted)}
    found = ir_measures.iter_calc([wanted], _judgements(counted), _run(counted)) if counted else ()
    return Sample({keys[value.query_id]: float(value.value) for value in found})


def _judgements(turns: Iterable[Turn]) -> list[ir_measures.Qrel]:
    return [
        ir_measures.Qrel(str(number), code, 1)
        for number, turn in enumerate(turns)
        for code in dict.fromkeys(turn.asked.expected.codes)
    ]


def _run(turns: Iterable[Turn]) -> Iterator[ir_measures.ScoredDoc]:
    for number, turn in enumerate(turns):
        for rank, code in enumerate(ranked_codes(turn) or [_NOTHING], start=1):
            yield ir_measures.ScoredDoc(str(number), code, 1 / rank)
