"""A run's figures for people: tables in the terminal, and a page in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table

from evals.metrics.intervals import Estimate
from evals.misses import Miss
from evals.results import Group, Results

_RATES = ("hit@1", "hit@3", "hit@5", "hit@10", "mrr", "behavior", "facet", "must", "must_not")
_LATENCIES = ("p50", "p95", "mean")


def name_of(group: Group) -> str:
    """Return the group's name, such as `se365 / paraphrase / turn 2`."""
    parts = (group.file or "all files", group.slice, group.position and f"turn {group.position}")
    return " / ".join(part for part in parts if part)


def tables(results: Results) -> Iterator[Table]:
    """Yield the figures, then the behaviours, as Rich tables."""
    figures = Table(title="Rates (95 % interval of hit@1 in brackets) and latency in ms")
    figures.add_column("group")
    for heading in ("cases", "turns", *_RATES, *_LATENCIES):
        figures.add_column(heading, justify="right")
    for group in results.groups:
        figures.add_row(*_row(group))
    yield figures
    behaviors = Table("file", "expected", "came back", title="Behaviours")
    for group in _files(results):
        behaviors.add_row(name_of(group), "all turns", _counts(group.behaviors))
        for expected, row in group.confusion.items():
            behaviors.add_row("", expected, _counts(row))
    yield behaviors


def markdown(results: Results, misses: Sequence[Miss], config: Mapping[str, object]) -> str:
    """Return the page: what was measured, the figures, the behaviours, every turn that went wrong."""
    headings = ("group", "cases", "turns", *_RATES, *(f"{name} ms" for name in _LATENCIES))
    lines = ["# Evaluation", "", *_about(config), "", "| " + " | ".join(headings) + " |"]
    lines.append("|---" * len(headings) + "|")
    lines += ["| " + " | ".join(_row(group)) + " |" for group in results.groups]
    lines += [
        "",
        "In brackets: 95 % bootstrap interval, whole cases resampled. `-`: nothing is labelled for it.",
    ]
    lines += ["", "## Behaviours", "", "| file | expected | came back |", "|---|---|---|"]
    for group in _files(results):
        lines.append(f"| {name_of(group)} | all turns | {_counts(group.behaviors)} |")
        lines += [f"| | {expected} | {_counts(row)} |" for expected, row in group.confusion.items()]
    if results.failed:
        lines += ["", f"**{results.failed} turns got no reply**; they count as wrong."]
    if misses:
        lines += ["", "## Turns that went wrong", "", *(_miss(miss) for miss in misses)]
    return "\n".join(lines) + "\n"


def _miss(miss: Miss) -> str:
    turn, user = miss.turn, " ".join(miss.turn.asked.expected.user.split())
    return f"- {turn.file} {turn.case} / {turn.asked.position} “{user}”: {'; '.join(miss.reasons)}"


def _files(results: Results) -> list[Group]:
    return [group for group in results.groups if group.file and group.slice is None and group.position is None]


def _row(group: Group) -> list[str]:
    rates = [_rate(name, group.rates.get(name)) for name in _RATES]
    times = [f"{group.latency_ms[name].value:.1f}" if name in group.latency_ms else "-" for name in _LATENCIES]
    return [name_of(group), str(group.cases), str(group.turns), *rates, *times]


def _rate(name: str, estimate: Estimate | None) -> str:
    if estimate is None:
        return "-"
    interval = f" [{estimate.low:.3f}, {estimate.high:.3f}]" if name == "hit@1" else ""
    return f"{estimate.value:.3f}{interval}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "-"


def _about(config: Mapping[str, object]) -> Iterator[str]:
    for key in ("started_at", "assistant", "fold", "last_turn_alone", "cases", "python", "platform", "cores"):
        if key in config:
            yield f"- {key}: `{_plain(config[key])}`"


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={_plain(part)}" for key, part in value.items())
    return str(value)
