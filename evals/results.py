"""The figures of a run, by file, slice and place in the dialogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from evals.metrics.behaviors import confusion, count_behaviors, right_behaviors
from evals.metrics.facets import right_facets
from evals.metrics.hits import CUTOFFS, hits
from evals.metrics.intervals import Estimate, mean_interval
from evals.metrics.latency import summarise_latency
from evals.metrics.reciprocal_rank import reciprocal_ranks
from evals.metrics.sample import Sample, Turn, flatten
from evals.metrics.strings import all_musts, no_must_nots
from evals.transcripts import Transcript


class Group(BaseModel):
    """The figures over one group of turns; None as file, slice or position means all of them."""

    model_config = ConfigDict(frozen=True)

    file: str | None
    slice: str | None
    position: int | None  # 1-based place in the dialogue
    cases: int
    turns: int
    failed: int  # turns without a reply
    rates: dict[str, Estimate]  # hit@k, mrr, behavior, facet, must, must_not; absent where nothing is labelled
    behaviors: dict[str, int]
    confusion: dict[str, dict[str, int]]
    latency_ms: dict[str, Estimate]


class Results(BaseModel):
    """Every group, the whole run first."""

    model_config = ConfigDict(frozen=True)

    format: int = 1
    groups: tuple[Group, ...]

    @property
    def failed(self) -> int:
        """How many turns got no reply, over the whole run."""
        return self.groups[0].failed


def samples(turns: Sequence[Turn]) -> dict[str, Sample]:
    """Return every rate's sample by its name, in the order of reports."""
    found = {f"hit@{k}": hits(turns, k) for k in CUTOFFS}
    found["mrr"] = reciprocal_ranks(turns)
    found["behavior"] = right_behaviors(turns)
    found["facet"] = right_facets(turns)
    found["must"] = all_musts(turns)
    found["must_not"] = no_must_nots(turns)
    return found


def summarise(transcripts: Sequence[Transcript]) -> Results:
    """Return the figures over the whole run, then each file, its slices, and its places in dialogues."""
    turns = flatten(transcripts)
    return Results(groups=tuple(_group(turns, *where) for where in _groups(turns)))


Where = tuple[str | None, str | None, int | None]


def _groups(turns: Sequence[Turn]) -> Iterator[Where]:
    yield None, None, None
    for file in dict.fromkeys(turn.file for turn in turns):
        inside = [turn for turn in turns if turn.file == file]
        slices = [name for name in dict.fromkeys(turn.slice for turn in inside) if name]
        yield file, None, None
        yield from ((file, None, position) for position in _positions(inside))
        for name in slices if len(slices) > 1 else ():
            yield file, name, None
            members = [turn for turn in inside if turn.slice == name]
            yield from ((file, name, position) for position in _positions(members))


def _positions(turns: Sequence[Turn]) -> list[int]:
    positions = sorted({turn.asked.position for turn in turns})
    return positions if len(positions) > 1 else []


def _group(turns: Sequence[Turn], file: str | None, name: str | None, position: int | None) -> Group:
    members = [
        turn
        for turn in turns
        if file in (None, turn.file) and name in (None, turn.slice) and position in (None, turn.asked.position)
    ]
    rates = {rate: mean_interval(sample) for rate, sample in samples(members).items()}
    return Group(
        file=file,
        slice=name,
        position=position,
        cases=len({(turn.file, turn.case) for turn in members}),
        turns=len(members),
        failed=sum(turn.asked.reply is None for turn in members),
        rates={rate: estimate for rate, estimate in rates.items() if estimate is not None},
        behaviors=count_behaviors(members),
        confusion=confusion(members),
        latency_ms=summarise_latency(members),
    )
