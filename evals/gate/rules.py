"""The gate's rules, and what they say of two runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.errors import BadGate
from evals.metrics.sample import Sample, Turn, flatten
from evals.results import LOWER_IS_BETTER, samples
from evals.transcripts import Transcript
from evals.verdict import faults

RULES = Path(__file__).with_name("gate.yaml")
_ROUNDING = 1e-9


class Rules(BaseModel):
    """What is asked, and how far a figure may fall."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    suites: tuple[str, ...] = ()
    cases: tuple[Path, ...] = ()  # further files
    allowance: dict[str, float] = Field(default_factory=dict)
    turns: int = Field(default=0, ge=0)
    lost: float = Field(default=0.2, ge=0, le=1)  # which share of what counted before may count no more

    def allowed(self, metric: str) -> float:
        """Return how far the metric may fall, as a share of 1."""
        return self.allowance.get(metric, self.allowance.get("default", 0.0))


class Fall(BaseModel):
    """A metric that is worse than its allowance lets it be."""

    model_config = ConfigDict(frozen=True)

    metric: str
    before: float
    after: float
    allowed: float
    turns: int


class CriticalFailure(BaseModel):
    """A critical case that is wrong."""

    model_config = ConfigDict(frozen=True)

    file: str
    case: str
    position: int
    user: str
    reasons: tuple[str, ...]


class Verdict(BaseModel):
    """What the gate says of a snapshot."""

    model_config = ConfigDict(frozen=True)

    snapshot: str
    before: str  # the snapshot that it is held against; "": none was published
    turns: int  # that count in the new run
    shared_turns: int  # that count in both
    stale: int
    falls: tuple[Fall, ...]
    critical: tuple[CriticalFailure, ...]
    unanswered: int  # turns without any reply
    lost: float = 0.0  # share of the turns that counted before and are asked now, and count no more
    lost_allowed: float = 1.0
    lost_critical: tuple[str, ...] = ()  # critical cases that counted before and are stale or not asked now

    @property
    def passed(self) -> bool:
        """Whether it may be published."""
        lost = self.lost > self.lost_allowed or bool(self.lost_critical)
        return not (self.falls or self.critical or self.unanswered or lost)


def read_rules(path: Path) -> Rules:
    """Return the rules of a YAML file; its case files are relative to it. Raises BadGate."""
    try:
        rules = Rules.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadGate(path, f"the file cannot be read ({str(error).splitlines()[0]})") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise BadGate(path, f"{'.'.join(map(str, first['loc'])) or 'file'}: {first['msg']}") from error
    if not rules.suites and not rules.cases:
        raise BadGate(path, "it names no suite and no case file")
    return rules.model_copy(update={"cases": tuple(path.parent / case for case in rules.cases)})


def judge(
    rules: Rules, snapshot: str, after: Sequence[Transcript], before_name: str, before: Sequence[Transcript]
) -> Verdict:
    """Return what the gate says of the new run, held against the one before over the turns that count in both.

    Replies of the run before are held against today's labels: a label that was mended is no fall.
    """
    new = [transcript for transcript in after if transcript.counts]
    kept = {transcript.key for transcript in before if transcript.counts}
    turns = flatten(new)
    old = {turn.key: turn for turn in flatten(before) if turn.key[:2] in kept}
    shared = [turn for turn in turns if turn.key in old]
    asked = {transcript.key: transcript for transcript in after}
    gone = [key for key in old if key[:2] in asked and not asked[key[:2]].counts]
    return Verdict(
        lost=len(gone) / len(old) if old else 0.0,
        lost_allowed=rules.lost,
        lost_critical=tuple(
            dict.fromkeys(f"{file} {case}" for file, case, _ in gone if asked[file, case].case.critical)
        ),
        snapshot=snapshot,
        before=before_name,
        turns=len(turns),
        shared_turns=len(shared),
        stale=sum(bool(transcript.stale) for transcript in after),
        falls=tuple(_falls(rules, samples([_relabelled(old[turn.key], turn) for turn in shared]), samples(shared))),
        critical=tuple(_critical(new)),
        unanswered=sum(turn.asked.reply is None for turn in turns),
    )


def _relabelled(old: Turn, new: Turn) -> Turn:
    return old._replace(asked=old.asked.model_copy(update={"expected": new.asked.expected}))


def _falls(rules: Rules, before: Mapping[str, Sample], after: Mapping[str, Sample]) -> Iterator[Fall]:
    for metric, old in before.items():
        was, now = _pair(metric, old, after[metric])
        if was.mean is None or now.mean is None:
            continue
        fall = now.mean - was.mean if metric in LOWER_IS_BETTER else was.mean - now.mean
        allowed = max(rules.allowed(metric), rules.turns / now.count)
        if fall > allowed + _ROUNDING:
            yield Fall(metric=metric, before=was.mean, after=now.mean, allowed=allowed, turns=now.count)


def _pair(metric: str, before: Sample, after: Sample) -> tuple[Sample, Sample]:
    """Return both over the turns that both measure; a precision is over the turns that each run chose itself."""
    if metric.endswith("precision"):
        return before, after
    keys = [key for key in before.values if key in after.values]
    old, new = ({key: sample.values[key] for key in keys} for sample in (before, after))
    return Sample(old), Sample(new)


def _critical(transcripts: Sequence[Transcript]) -> Iterator[CriticalFailure]:
    critical = {transcript.key for transcript in transcripts if transcript.case.critical}
    for turn in flatten(transcripts):
        wrong = faults(turn) if turn.key[:2] in critical else ()
        if wrong:
            yield _failure(turn, tuple(fault.reason for fault in wrong))


def _failure(turn: Turn, reasons: tuple[str, ...]) -> CriticalFailure:
    return CriticalFailure(
        file=turn.file,
        case=turn.case,
        position=turn.asked.position,
        user=turn.asked.expected.user,
        reasons=reasons,
    )
