"""What changed sides between two runs: metric by metric, case by case, with both answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from evals.metrics.behaviors import got
from evals.metrics.ranking import first_right_rank
from evals.metrics.sample import Sample, Turn
from evals.results import LOWER_IS_BETTER
from evals.verdict import faults, judged

_NOT_LISTED = frozenset(
    ("hit@3", "hit@5", "latency_ms")
)  # hit@1 and hit@10 say it already; no matter of right or wrong


class Change(BaseModel):
    """One turn that is right in one run and wrong in the other, by one 0/1 metric."""

    model_config = ConfigDict(frozen=True)

    metric: str
    file: str
    case: str
    position: int
    user: str
    better: bool  # right in the second run
    before: str  # rank of the first right procedure and behaviour
    after: str


class Side(BaseModel):
    """One run's answer to a turn."""

    model_config = ConfigDict(frozen=True)

    state: str
    first: str  # code and title of the first procedure
    text: str
    reasons: tuple[str, ...]  # what is wrong with it


class ChangedTurn(BaseModel):
    """One turn with its answer in both runs, and the metrics that changed sides."""

    model_config = ConfigDict(frozen=True)

    file: str
    case: str
    slice: str
    position: int
    user: str
    broke: tuple[str, ...]
    better: tuple[str, ...]
    before: Side
    after: Side


class ChangedCases(NamedTuple):
    """Cases, as `file id`, whose every shared turn was right in one run and not in the other."""

    broke: tuple[str, ...]
    mended: tuple[str, ...]


def changes(
    old: Sequence[Turn], new: Sequence[Turn], before: Mapping[str, Sample], after: Mapping[str, Sample]
) -> Iterator[Change]:
    """Yield every change of a 0/1 metric, metric by metric in the order of reports.

    Args:
        old: The turns of the first run.
        new: The same turns of the second run.
        before: Every metric over `old`.
        after: Every metric over `new`.
    """
    pairs = {turn.key: (turn, later) for turn, later in zip(old, new, strict=True)}
    for metric, sample in before.items():
        for key, value in sample.values.items():
            later = after[metric].values.get(key, value)
            if metric not in _NOT_LISTED and {value, later} == {0.0, 1.0}:
                yield _change(metric, *pairs[key], better=(later > value) is not (metric in LOWER_IS_BETTER))


def changed_turns(old: Sequence[Turn], new: Sequence[Turn], moved: Sequence[Change]) -> list[ChangedTurn]:
    """Return the turns of the changes with both answers, those with something broken first."""
    by_turn: dict[tuple[str, str, int], list[Change]] = {}
    for row in moved:
        by_turn.setdefault((row.file, row.case, row.position), []).append(row)
    found = [
        _changed(turn, later, by_turn[turn.key]) for turn, later in zip(old, new, strict=True) if turn.key in by_turn
    ]
    return sorted(found, key=lambda turn: not turn.broke)


def changed_cases(old: Sequence[Turn], new: Sequence[Turn]) -> ChangedCases:
    """Return the cases that broke and those that were mended, by every label of their shared turns."""
    before, after = _wrong(old), _wrong(new)
    names = list(dict.fromkeys((turn.file, turn.case) for turn in new if judged(turn) or turn.asked.reply is None))
    broke = tuple(" ".join(name) for name in names if name in after and name not in before)
    return ChangedCases(broke, tuple(" ".join(name) for name in names if name in before and name not in after))


def _wrong(turns: Sequence[Turn]) -> set[tuple[str, str]]:
    return {(turn.file, turn.case) for turn in turns if faults(turn)}


def _change(metric: str, old: Turn, new: Turn, better: bool) -> Change:
    return Change(
        metric=metric,
        file=new.file,
        case=new.case,
        position=new.asked.position,
        user=new.asked.expected.user,
        better=better,
        before=_state(old),
        after=_state(new),
    )


def _changed(old: Turn, new: Turn, rows: Sequence[Change]) -> ChangedTurn:
    return ChangedTurn(
        file=new.file,
        case=new.case,
        slice=new.slice,
        position=new.asked.position,
        user=new.asked.expected.user,
        broke=tuple(row.metric for row in rows if not row.better),
        better=tuple(row.metric for row in rows if row.better),
        before=_side(old),
        after=_side(new),
    )


def _side(turn: Turn) -> Side:
    reply = turn.asked.reply
    first = reply.procedures[0] if reply is not None and reply.procedures else None
    return Side(
        state=_state(turn),
        first=f"{first.code} {first.title}".rstrip() if first is not None else "",
        text=reply.text if reply is not None else f"(no reply: {turn.asked.failure})",
        reasons=tuple(fault.reason for fault in faults(turn)),
    )


def _state(turn: Turn) -> str:
    return f"{got(turn)}, rank {first_right_rank(turn) or '-'}"
