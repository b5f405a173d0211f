"""Two runs held side by side: what got better, what broke, and whether the difference is more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel, ConfigDict
from rich.table import Table

from evals.metrics.behaviors import got
from evals.metrics.intervals import Estimate, difference_interval
from evals.metrics.latency import latencies_ms
from evals.metrics.ranking import first_right_rank
from evals.metrics.sample import Sample, Turn, flatten
from evals.results import samples
from evals.transcripts import Transcript

_CASE_BY_CASE = ("hit@1", "hit@10", "behavior", "facet", "must", "must_not")


class Change(BaseModel):
    """One turn that is right in one run and wrong in the other."""

    model_config = ConfigDict(frozen=True)

    metric: str
    file: str
    case: str
    position: int
    user: str
    better: bool  # right in the second run
    before: str  # rank of the first right procedure and behaviour
    after: str


class Difference(BaseModel):
    """How one metric moved over the turns of one file that both runs asked; `file` None means all files."""

    model_config = ConfigDict(frozen=True)

    file: str | None
    metric: str
    before: float
    after: float
    difference: Estimate


class Comparison(BaseModel):
    """Everything that differs between two runs."""

    model_config = ConfigDict(frozen=True)

    shared_turns: int
    only_before: int
    only_after: int
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]


def compare(before: Sequence[Transcript], after: Sequence[Transcript]) -> Comparison:
    """Return what moved from `before` to `after`, over the turns that both runs asked."""
    old = {turn.key: turn for turn in flatten(before)}
    new = {turn.key: turn for turn in flatten(after)}
    shared = [key for key in old if key in new]
    return Comparison(
        shared_turns=len(shared),
        only_before=len(old) - len(shared),
        only_after=len(new) - len(shared),
        differences=tuple(_differences([old[key] for key in shared], [new[key] for key in shared])),
        changes=tuple(_changes([old[key] for key in shared], [new[key] for key in shared])),
    )


def comparison_tables(comparison: Comparison) -> Iterator[Table]:
    """Yield the metric differences, then what changed case by case, as Rich tables."""
    moved = Table("file", "metric", "before", "after", "difference", "95 % interval", "turns", title="Differences")
    for line in comparison.differences:
        change = line.difference
        moved.add_row(
            line.file or "all files",
            line.metric,
            f"{line.before:.3f}",
            f"{line.after:.3f}",
            f"{change.value:+.3f}",
            f"[{change.low:+.3f}, {change.high:+.3f}]",
            str(change.turns),
        )
    yield moved
    if not comparison.changes:
        return
    cases = Table("", "metric", "case", "question", "before", "after", title="Case by case")
    for row in sorted(comparison.changes, key=lambda row: (row.better, row.metric)):
        verdict = "better" if row.better else "broke"
        place = f"{row.file} {row.case} / {row.position}"
        cases.add_row(verdict, row.metric, place, row.user[:80], row.before, row.after)
    yield cases


def _differences(old: Sequence[Turn], new: Sequence[Turn]) -> Iterator[Difference]:
    files = list(dict.fromkeys(turn.file for turn in old))
    for file in (None, *files) if len(files) > 1 else files:
        before, after = (_measured([turn for turn in turns if file in (None, turn.file)]) for turns in (old, new))
        for metric in before:
            estimate = difference_interval(before[metric], after[metric])
            if estimate is not None:
                yield _difference(file, metric, before[metric], after[metric], estimate)


def _measured(turns: Sequence[Turn]) -> Mapping[str, Sample]:
    return {**samples(turns), "latency_ms": latencies_ms(turns)}


def _difference(file: str | None, metric: str, before: Sample, after: Sample, estimate: Estimate) -> Difference:
    shared = before.values.keys() & after.values.keys()
    means = [sum(sample.values[key] for key in shared) / len(shared) for sample in (before, after)]
    return Difference(file=file, metric=metric, before=means[0], after=means[1], difference=estimate)


def _changes(old: Sequence[Turn], new: Sequence[Turn]) -> Iterator[Change]:
    before, after = samples(old), samples(new)
    pairs = {turn.key: (turn, later) for turn, later in zip(old, new, strict=True)}
    for metric in _CASE_BY_CASE:
        for key, value in before[metric].values.items():
            if after[metric].values.get(key, value) != value:
                yield _change(metric, *pairs[key], better=value == 0)


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


def _state(turn: Turn) -> str:
    return f"{got(turn)}, rank {first_right_rank(turn) or '-'}"
