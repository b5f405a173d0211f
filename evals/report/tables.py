"""A run's figures for people: tables in the terminal, and a page in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table

from evals.metrics.intervals import Estimate
from evals.misses import Miss
from evals.report.wording import in_order, wording
from evals.results import Group, Results

_SHOWN = ("turn", "hit@1", "hit@5", "hit@10", "behavior", "facet", "facts", "figures", "citations", "over_refusal")
_WITH_INTERVAL = ("turn", "hit@1")
_LATENCIES = ("p50", "p95", "mean")
_WHO = {None: "all files", False: "real cases", True: "synthetic cases"}


def name_of(group: Group) -> str:
    """Return the group's name, such as `se365 / paraphrase / turn 2`."""
    parts = (group.file or _WHO[group.synthetic], group.slice, group.position and f"turn {group.position}")
    return " / ".join(part for part in parts if part)


def tables(results: Results) -> Iterator[Table]:
    """Yield the chief figures, then the behaviours, as Rich tables; the files of the run hold every rate."""
    figures = Table(title="Rates (95 % interval in brackets where there is room) and latency in ms")
    figures.add_column("group")
    shown = [name for name in _SHOWN if any(name in group.rates for group in results.groups)]
    for heading in ("cases", "turns", *shown, *_LATENCIES):
        figures.add_column(heading, justify="right")
    for group in results.groups:
        figures.add_row(*_row(group, shown))
    yield figures
    behaviors = Table("file", "expected", "came back", title="Behaviours")
    for group in _files(results):
        behaviors.add_row(name_of(group), "all turns", _counts(group.behaviors))
        for expected, row in group.confusion.items():
            behaviors.add_row("", expected, _counts(row))
    yield behaviors


def markdown(results: Results, misses: Sequence[Miss], config: Mapping[str, object]) -> str:
    """Return the page: what was measured, the figures, the behaviours, every turn that went wrong."""
    names = in_order(name for group in results.groups for name in group.rates)
    lines = ["# Evaluation", "", *_about(config), ""]
    for group in _wholes(results):
        lines += [f"## {name_of(group).capitalize()}", "", *_estimates(group), ""]
    lines += ["## Every group", "", *_sheet(("group", "cases", "turns", *names, *(f"{n} ms" for n in _LATENCIES)))]
    lines += ["| " + " | ".join(_row(group, names)) + " |" for group in results.groups]
    lines += ["", "In brackets: 95 % bootstrap interval, whole cases resampled. `-`: nothing is labelled for it."]
    lines += ["", "## Behaviours", "", *_sheet(("file", "expected", "came back"))]
    for group in _files(results):
        lines.append(f"| {name_of(group)} | all turns | {_counts(group.behaviors)} |")
        lines += [f"| | {expected} | {_counts(row)} |" for expected, row in group.confusion.items()]
    lines += _reliability(results.groups[0])
    if results.failed:
        lines += ["", f"**{results.failed} turns got no reply**; they count as wrong."]
    if misses:
        lines += ["", "## Turns that went wrong", "", *(_miss(miss) for miss in misses)]
    return "\n".join([*lines, *_uncounted(results)]) + "\n"


def _wholes(results: Results) -> list[Group]:
    """The whole run, and its real and synthetic cases where it has both."""
    return [group for group in results.groups if group.file is None]


def _estimates(group: Group) -> Iterator[str]:
    yield from _sheet(("figure", "value", "95 % interval", "turns"))
    found = {name: group.rates[name] for name in in_order(group.rates)}
    found |= {**group.latency_ms, **group.cost, **group.readability}
    if group.calibration is not None:
        found["ece"] = group.calibration.ece
    for name, one in found.items():
        yield f"| {wording(name).title} | {one.value:.3f} | {one.low:.3f} to {one.high:.3f} | {one.turns} |"


def _reliability(group: Group) -> Iterator[str]:
    if group.calibration is None:
        return
    yield from ("", "## Reliability of the first procedure's score", "")
    yield from _sheet(("score", "turns", "mean score", "share right"))
    for part in group.calibration.bins:
        means = ("-" if mean is None else f"{mean:.3f}" for mean in (part.mean_score, part.accuracy))
        yield f"| {part.low:.1f} to {part.high:.1f} | {part.count} | {' | '.join(means)} |"


def _uncounted(results: Results) -> Iterator[str]:
    """Cases that are neither right nor wrong."""
    if results.stale:
        yield from ("", "## Stale cases: what they rest on has changed", "")
    for stale in results.stale:
        yield f"- {stale.file} {stale.case}: {', '.join(stale.changed)}; its labels: {stale.recheck or 'not checked'}"
    if results.skipped:
        yield from ("", "## Cases that could not be asked", "")
    yield from (f"- {skipped.file} {skipped.case}: {skipped.reason}" for skipped in results.skipped)


def _sheet(headings: Sequence[str]) -> tuple[str, str]:
    return "| " + " | ".join(headings) + " |", "|---" * len(headings) + "|"


def _miss(miss: Miss) -> str:
    turn, user = miss.turn, " ".join(miss.turn.asked.expected.user.split())
    return f"- {turn.file} {turn.case} / {turn.asked.position} “{user}”: {'; '.join(miss.reasons)}"


def _files(results: Results) -> list[Group]:
    return [group for group in results.groups if group.file and group.slice is None and group.position is None]


def _row(group: Group, names: Sequence[str]) -> list[str]:
    rates = [_rate(name, group.rates.get(name)) for name in names]
    times = [f"{group.latency_ms[name].value:.1f}" if name in group.latency_ms else "-" for name in _LATENCIES]
    return [name_of(group), str(group.cases), str(group.turns), *rates, *times]


def _rate(name: str, estimate: Estimate | None) -> str:
    if estimate is None:
        return "-"
    interval = f" [{estimate.low:.3f}, {estimate.high:.3f}]" if name in _WITH_INTERVAL else ""
    return f"{estimate.value:.3f}{interval}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "-"


def _about(config: Mapping[str, object]) -> Iterator[str]:
    for key in (
        "started_at",
        "today",
        "assistant",
        "fold",
        "last_turn_alone",
        "audience",
        "cases",
        "python",
        "platform",
        "cores",
        "libraries",
    ):
        if key in config:
            yield f"- {key}: `{_plain(config[key])}`"


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={_plain(part)}" for key, part in value.items())
    return str(value)
