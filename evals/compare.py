"""Two runs held side by side: what got better, what broke, and whether the difference is more than chance."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from rich.table import Table

from evals.changes import Change, ChangedCases, ChangedTurn, changed_cases, changed_turns, changes
from evals.metrics.intervals import Estimate, difference_interval
from evals.metrics.latency import latencies_ms
from evals.metrics.sample import Sample, Turn, flatten
from evals.report.comparing import comparison_html
from evals.report.files import replace_file
from evals.report.trend import read_config
from evals.report.wording import wording
from evals.results import samples
from evals.significance import holm, mcnemar
from evals.transcripts import Transcript

SIGNIFICANCE = 0.05
LATENCY = "latency_ms"
_NEVER_DIFFERS = ("clarify_precision",)  # over the replies that asked back: in turns of both runs it is the label alone
_NAMED = 8  # cases that the verdict names


class PairedTest(BaseModel):
    """McNemar's exact test of one 0/1 metric."""

    model_config = ConfigDict(frozen=True)

    up: int  # turns that went from 0 to 1
    down: int
    p: float
    p_holm: float  # corrected over the tests of the same file


class Difference(BaseModel):
    """How one metric moved over the turns of one file that both runs asked; `file` None means all files."""

    model_config = ConfigDict(frozen=True)

    file: str | None
    metric: str
    before: float
    after: float
    difference: Estimate
    test: PairedTest | None = None  # None where values lie between 0 and 1

    @property
    def beyond_chance(self) -> bool:
        """Whether the corrected test says so, or, where there is none, the interval holds no 0."""
        if self.test is not None:
            return self.test.p_holm < SIGNIFICANCE
        return not self.difference.low <= 0 <= self.difference.high

    @property
    def worse(self) -> bool:
        """Whether the metric moved to its bad side."""
        return (self.difference.value > 0) is wording(self.metric).lower_is_better and self.difference.value != 0


class Comparison(BaseModel):
    """Everything that differs between two runs."""

    model_config = ConfigDict(frozen=True)

    verdict: str
    shared_cases: int
    only_before_cases: int
    only_after_cases: int
    shared_turns: int
    only_before: int
    only_after: int
    uncounted: int  # shared cases that are stale or were not asked in one of the runs: compared nowhere
    asked_otherwise: int  # shared turns whose question or labels are not the same in both
    reworded: int  # shared turns with another text and no other change
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    broke: tuple[str, ...]  # cases that were right and are wrong, as `file id`
    mended: tuple[str, ...]
    turns: tuple[ChangedTurn, ...]  # with both answers, what broke first


def compare(before: Sequence[Transcript], after: Sequence[Transcript]) -> Comparison:
    """Return what moved from `before` to `after`, over the turns that both runs asked and that count in both."""
    cases_old, cases_new = ({one.key: one for one in run} for run in (before, after))
    kept = {key for key, one in cases_old.items() if key in cases_new and one.counts and cases_new[key].counts}
    old_turns, new_turns = ({turn.key: turn for turn in flatten(run)} for run in (before, after))
    shared = [key for key in old_turns if key in new_turns and key[:2] in kept]
    old, new = [old_turns[key] for key in shared], [new_turns[key] for key in shared]
    measured_old, measured_new = _measured(old), _measured(new)
    differences = tuple(_differences(dict.fromkeys(turn.file for turn in old), measured_old, measured_new))
    moved = tuple(changes(old, new, measured_old, measured_new))
    turned = changed_cases(old, new)
    return Comparison(
        verdict=_verdict(differences, turned, len(shared), len(cases_old.keys() & cases_new.keys()) - len(kept)),
        shared_cases=len(cases_old.keys() & cases_new.keys()),
        only_before_cases=len(cases_old.keys() - cases_new.keys()),
        only_after_cases=len(cases_new.keys() - cases_old.keys()),
        shared_turns=len(shared),
        only_before=len(old_turns.keys() - new_turns.keys()),
        only_after=len(new_turns.keys() - old_turns.keys()),
        uncounted=len(cases_old.keys() & cases_new.keys()) - len(kept),
        asked_otherwise=sum(a.asked.expected != b.asked.expected for a, b in zip(old, new, strict=True)),
        reworded=_reworded(old, new, {(row.file, row.case, row.position) for row in moved}),
        differences=differences,
        changes=moved,
        broke=turned.broke,
        mended=turned.mended,
        turns=tuple(changed_turns(old, new, moved)),
    )


def comparison_tables(comparison: Comparison) -> Iterator[Table]:
    """Yield the metric differences, of single files only those that are not 0, then what changed, as Rich tables."""
    files = {line.file for line in comparison.differences}
    headings = ("file", "metric", "before", "after", "difference", "95 % interval", "turns", "up/down", "p", "p Holm")
    moved = Table(*headings, title="Differences (p: McNemar's exact test; Holm: corrected over the tests of a file)")
    for line in comparison.differences:
        if line.file is None or len(files) == 1 or line.difference.value != 0:
            moved.add_row(*difference_row(line))
    yield moved
    if not comparison.changes:
        return
    cases = Table("", "metric", "case", "question", "before", "after", title="Case by case")
    for row in sorted(comparison.changes, key=lambda row: (row.better, row.metric)):
        verdict = "better" if row.better else "broke"
        place = f"{row.file} {row.case} / {row.position}"
        cases.add_row(verdict, row.metric, place, row.user[:80], row.before, row.after)
    yield cases


def write_comparison(path: Path, comparison: Comparison, before: Path, after: Path) -> None:
    """Write the comparison as one HTML page; the folders say what was measured, where their configs can be read."""
    rows = [difference_row(line) for line in comparison.differences]
    abouts = ({"run": folder.resolve().name, **read_config(folder)} for folder in (before, after))
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, comparison_html(comparison, rows, *abouts))


def difference_row(line: Difference) -> tuple[str, ...]:
    """Return one difference as the cells of a table."""
    change, test, digits = line.difference, line.test, 1 if line.metric == LATENCY else 3
    tested = ("-", "-", "-") if test is None else (f"+{test.up}/-{test.down}", f"{test.p:.3f}", f"{test.p_holm:.3f}")
    return (
        line.file or "all files",
        line.metric,
        f"{line.before:.{digits}f}",
        f"{line.after:.{digits}f}",
        f"{change.value:+.{digits}f}",
        f"[{change.low:+.{digits}f}, {change.high:+.{digits}f}]",
        str(change.turns),
        *tested,
    )


def _differences(
    files: Collection[str], before: Mapping[str, Sample], after: Mapping[str, Sample]
) -> Iterator[Difference]:
    for file in (None, *files) if len(files) > 1 else files:
        yield from _of_file(file, _only(before, file), _only(after, file))


def _of_file(file: str | None, before: Mapping[str, Sample], after: Mapping[str, Sample]) -> Iterator[Difference]:
    tests = {name: mcnemar(before[name], after[name]) for name in before if name != LATENCY}
    corrected = holm({name: test.p for name, test in tests.items() if test is not None})
    for metric in before:
        estimate = difference_interval(before[metric], after[metric])
        if estimate is None:
            continue
        test = tests.get(metric)
        found = _difference(file, metric, before[metric], after[metric], estimate)
        if test is not None:
            tested = PairedTest(up=test.up, down=test.down, p=test.p, p_holm=corrected[metric])
            found = found.model_copy(update={"test": tested})
        yield found


def _measured(turns: Sequence[Turn]) -> dict[str, Sample]:
    measured = {**samples(turns), LATENCY: latencies_ms(turns)}
    return {name: sample for name, sample in measured.items() if name not in _NEVER_DIFFERS}


def _only(measured: Mapping[str, Sample], file: str | None) -> dict[str, Sample]:
    if file is None:
        return dict(measured)
    return {
        name: Sample({key: value for key, value in sample.values.items() if key[0] == file})
        for name, sample in measured.items()
    }


def _difference(file: str | None, metric: str, before: Sample, after: Sample, estimate: Estimate) -> Difference:
    shared = before.values.keys() & after.values.keys()
    means = [sum(sample.values[key] for key in shared) / len(shared) for sample in (before, after)]
    return Difference(file=file, metric=metric, before=means[0], after=means[1], difference=estimate)


def _reworded(old: Sequence[Turn], new: Sequence[Turn], moved: set[tuple[str, str, int]]) -> int:
    texts = (
        (turn.asked.reply, later.asked.reply) for turn, later in zip(old, new, strict=True) if turn.key not in moved
    )
    return sum(a is not None and b is not None and a.text != b.text for a, b in texts)


def _verdict(differences: Sequence[Difference], turned: ChangedCases, shared: int, left_out: int) -> str:
    """Say in a line what a person has to know before publishing."""
    if not shared:
        return "The runs have no turn in common that counts in both: nothing can be compared."
    first = differences[0].file if differences else None
    rates = [line for line in differences if line.file == first and line.metric != LATENCY and line.beyond_chance]
    fell, rose = ([line.metric for line in rates if line.worse is worse] for worse in (True, False))
    parts = [f"beyond chance worse: {', '.join(fell)}" if fell else "no metric got worse beyond chance"]
    if rose:
        parts.append(f"beyond chance better: {', '.join(rose)}")
    parts.append(_counted(turned.broke, "broke"))
    parts.append(_counted(turned.mended, "got better"))
    if left_out:
        parts.append(f"{left_out} cases were left out, stale or not asked in one of the runs")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _counted(cases: Sequence[str], verb: str) -> str:
    if not cases:
        return f"no case {verb}"
    names = ", ".join(cases[:_NAMED]) + (", …" if len(cases) > _NAMED else "")
    return f"{len(cases)} {'case' if len(cases) == 1 else 'cases'} {verb}: {names}"
