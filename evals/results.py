"""The figures of a run, by file, slice and place in the dialogue."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from evals.asking import UNCHECKED
from evals.metrics.behaviors import confusion, count_behaviors, right_behaviors
from evals.metrics.calibration import Calibration, calibration
from evals.metrics.citations import right_citations
from evals.metrics.clarifying import clarify_precision, clarify_recall
from evals.metrics.cost import processor_ms
from evals.metrics.evidence import evidence_recall
from evals.metrics.exact import exact_answers
from evals.metrics.facets import right_facets
from evals.metrics.facts import fact_recall
from evals.metrics.forbidden import forbidden_rate
from evals.metrics.gain import gains
from evals.metrics.grounding import exact_figures
from evals.metrics.hits import CUTOFFS, hits
from evals.metrics.intervals import Estimate, mean_interval
from evals.metrics.latency import summarise_latency
from evals.metrics.listing import list_precision, list_recall
from evals.metrics.over_refusal import over_refusals
from evals.metrics.papers import paper_precision, paper_recall
from evals.metrics.promises import kept_promises
from evals.metrics.readability import officialese_shares, sentence_lengths
from evals.metrics.reciprocal_rank import reciprocal_ranks
from evals.metrics.sample import Sample, Turn, flatten
from evals.metrics.silence import unknowns_said
from evals.metrics.strings import all_musts, no_must_nots
from evals.metrics.turn_success import turn_successes
from evals.transcripts import Transcript

LOWER_IS_BETTER = frozenset(("forbidden", "over_refusal"))
"""Rates that a good assistant keeps low."""


class Group(BaseModel):
    """The figures over one group of turns; None as file, slice or position means all of them."""

    model_config = ConfigDict(frozen=True)

    file: str | None
    slice: str | None
    position: int | None  # 1-based place in the dialogue
    synthetic: bool | None = None  # False, True: real or synthetic cases only
    cases: int
    turns: int
    failed: int  # turns without a reply
    rates: dict[str, Estimate]  # by the names of `samples`; absent where nothing is labelled
    behaviors: dict[str, int]
    confusion: dict[str, dict[str, int]]
    latency_ms: dict[str, Estimate]
    calibration: Calibration | None = None
    readability: dict[str, Estimate] = Field(default_factory=dict)  # syllables_a_sentence, officialese_share
    cost: dict[str, Estimate] = Field(default_factory=dict)  # cpu_ms of a turn


class StaleCase(BaseModel):
    """A case whose records have changed since it was labelled."""

    model_config = ConfigDict(frozen=True)

    file: str
    case: str
    changed: tuple[str, ...]  # such as "1.001193 channels.*.fees"
    recheck: str  # whether its labels still stand in the record: holds, broken, or "" where that cannot be said


class SkippedCase(BaseModel):
    """A case that this door could not ask."""

    model_config = ConfigDict(frozen=True)

    file: str
    case: str
    reason: str


class Results(BaseModel):
    """Every group over the cases that are as they were when they were labelled, the whole run first."""

    model_config = ConfigDict(frozen=True)

    format: int = 2
    groups: tuple[Group, ...]
    stale: tuple[StaleCase, ...] = ()  # asked, and in no group: neither right nor wrong
    skipped: tuple[SkippedCase, ...] = ()  # not asked, with the reason
    failing: int = 0  # cases with a turn that is wrong by a label or by what holds for every answer
    failing_critical: int = 0  # critical ones among them
    unchecked: int = 0  # cases that count although nobody could see whether their records have changed

    @property
    def failed(self) -> int:
        """How many turns got no reply, over the whole run."""
        return self.groups[0].failed


def samples(turns: Sequence[Turn]) -> dict[str, Sample]:
    """Return every rate's sample by its name, in the order of reports."""
    found = {f"hit@{k}": hits(turns, k) for k in CUTOFFS}
    found["mrr"] = reciprocal_ranks(turns)
    found["ndcg@10"] = gains(turns)
    found["turn"] = turn_successes(turns)
    found["behavior"] = right_behaviors(turns)
    found["facet"] = right_facets(turns)
    found["must"] = all_musts(turns)
    found["must_not"] = no_must_nots(turns)
    found["facts"] = fact_recall(turns)
    found["forbidden"] = forbidden_rate(turns)
    found["figures"] = exact_figures(turns)
    found["citations"] = right_citations(turns)
    found["exact"] = exact_answers(turns)
    found["promises"] = kept_promises(turns)
    found["cites"] = evidence_recall(turns)
    found["items_precision"] = paper_precision(turns)
    found["items_recall"] = paper_recall(turns)
    found["list_precision"] = list_precision(turns)
    found["list_recall"] = list_recall(turns)
    found["unknown"] = unknowns_said(turns)
    found["clarify_precision"] = clarify_precision(turns)
    found["clarify_recall"] = clarify_recall(turns)
    found["over_refusal"] = over_refusals(turns)
    return found


def summarise(transcripts: Sequence[Transcript]) -> Results:
    """Return the figures over the whole run, real and synthetic cases apart, each file, its slices and its places."""
    fresh = [transcript for transcript in transcripts if transcript.counts]
    turns = flatten(fresh)
    synthetic = {transcript.key for transcript in fresh if transcript.case.synthetic}
    measures = _Measures(samples(turns), _others(turns))
    return Results(
        groups=tuple(_group(members, where, measures) for where, members in _groups(turns, synthetic)),
        stale=tuple(_stale(transcript) for transcript in transcripts if transcript.stale),
        skipped=tuple(
            SkippedCase(file=transcript.file, case=transcript.case.id, reason=transcript.skipped)
            for transcript in transcripts
            if transcript.skipped
        ),
        unchecked=sum(transcript.recheck == UNCHECKED for transcript in transcripts),
    )


class _Where(NamedTuple):
    file: str | None = None
    slice: str | None = None
    position: int | None = None
    synthetic: bool | None = None


class _Measures(NamedTuple):
    """Samples over all turns: each group takes its own out of them."""

    rates: Mapping[str, Sample]
    others: Mapping[str, Sample]

    def over(self, samples: Mapping[str, Sample], turns: Sequence[Turn]) -> dict[str, Estimate]:
        """Return the estimates over these turns; absent where nothing is measured."""
        keys = [turn.key for turn in turns]
        found = {
            name: mean_interval(Sample({key: sample.values[key] for key in keys if key in sample.values}))
            for name, sample in samples.items()
        }
        return {name: estimate for name, estimate in found.items() if estimate is not None}


def _others(turns: Sequence[Turn]) -> dict[str, Sample]:
    return {
        "syllables_a_sentence": sentence_lengths(turns),
        "officialese_share": officialese_shares(turns),
        "cpu_ms": processor_ms(turns),
    }


def _stale(transcript: Transcript) -> StaleCase:
    return StaleCase(
        file=transcript.file, case=transcript.case.id, changed=transcript.stale, recheck=transcript.recheck
    )


def _groups(turns: Sequence[Turn], synthetic: Collection[tuple[str, str]]) -> Iterator[tuple[_Where, Sequence[Turn]]]:
    yield _Where(), turns
    if synthetic and any((turn.file, turn.case) not in synthetic for turn in turns):
        for kind in (False, True):
            members = [turn for turn in turns if ((turn.file, turn.case) in synthetic) == kind]
            yield _Where(synthetic=kind), members
    for file in dict.fromkeys(turn.file for turn in turns):
        inside = [turn for turn in turns if turn.file == file]
        slices = [name for name in dict.fromkeys(turn.slice for turn in inside) if name]
        yield from _places(_Where(file), inside)
        for name in slices if len(slices) > 1 else ():
            yield from _places(_Where(file, name), [turn for turn in inside if turn.slice == name])


def _places(where: _Where, turns: Sequence[Turn]) -> Iterator[tuple[_Where, Sequence[Turn]]]:
    """Yield the turns, then those at each place in the dialogue where there is more than one."""
    yield where, turns
    positions = sorted({turn.asked.position for turn in turns})
    for position in positions if len(positions) > 1 else ():
        yield where._replace(position=position), [turn for turn in turns if turn.asked.position == position]


def _group(members: Sequence[Turn], where: _Where, measures: _Measures) -> Group:
    others = measures.over(measures.others, members)
    return Group(
        **where._asdict(),
        cases=len({(turn.file, turn.case) for turn in members}),
        turns=len(members),
        failed=sum(turn.asked.reply is None for turn in members),
        rates=measures.over(measures.rates, members),
        behaviors=count_behaviors(members),
        confusion=confusion(members),
        latency_ms=summarise_latency(members),
        calibration=calibration(members) if where.slice is None and where.position is None else None,
        readability={name: others[name] for name in ("syllables_a_sentence", "officialese_share") if name in others},
        cost={name: others[name] for name in ("cpu_ms",) if name in others},
    )
