"""Two runs held side by side as one HTML page: the verdict, what moved, and what broke before what got better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from evals.report.figures import Figure
from evals.report.marked import marked
from evals.report.page import page
from evals.report.plots import Bar, shifts
from evals.report.wording import wording

if TYPE_CHECKING:
    from evals.changes import ChangedTurn
    from evals.compare import Comparison, Difference

MOST_TURNS = 300
_LEAST_REACH = 0.02  # smaller differences are not blown up to the width of the page
_LATENCY = "latency_ms"
_HEADINGS = ("metric", "before", "after", "difference", "95 % interval", "turns", "up/down", "p", "p (Holm)")


@dataclass(frozen=True)
class Pair:
    """One changed turn with its two answers, the words marked that differ."""

    turn: ChangedTurn
    before: Markup
    after: Markup


@dataclass(frozen=True)
class Part:
    """The differences of one file, as a plot with its table."""

    title: str
    figure: Figure


def comparison_html(
    comparison: Comparison,
    rows: Sequence[tuple[str, ...]],
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> str:
    """Return the page of a comparison.

    Args:
        comparison: What differs.
        rows: Each of its differences as cells: file, metric, and what the headings say, in the same order.
        before: The older run's config with the name of its folder under `run`.
        after: The same of the newer run.
    """
    shown = comparison.turns[:MOST_TURNS]
    return page(
        "compare.html",
        comparison=comparison,
        before=before,
        after=after,
        differing=_differing(before, after),
        differences=_parts(comparison.differences, rows),
        pairs=[Pair(turn, *marked(turn.before.text, turn.after.text)) for turn in shown],
        files=list(dict.fromkeys(turn.file for turn in shown)),
        counts=_counts(comparison),
    )


def _differing(before: Mapping[str, object], after: Mapping[str, object]) -> list[tuple[str, str, str]]:
    keys = dict.fromkeys((*before, *after))
    return [
        (key, str(before.get(key, "-")), str(after.get(key, "-"))) for key in keys if before.get(key) != after.get(key)
    ]


def _counts(comparison: Comparison) -> list[tuple[str, int, bool]]:
    """Name, number, and whether it is bad."""
    return [
        ("cases in both", comparison.shared_cases, False),
        ("only in the older run", comparison.only_before_cases, False),
        ("only in the newer run", comparison.only_after_cases, False),
        ("cases that broke", len(comparison.broke), bool(comparison.broke)),
        ("cases that got better", len(comparison.mended), False),
        ("turns with another text and no other change", comparison.reworded, False),
        ("turns with another question or other labels", comparison.asked_otherwise, comparison.asked_otherwise > 0),
        ("cases in both that are stale or were not asked", comparison.uncounted, comparison.uncounted > 0),
    ]


def _parts(differences: Sequence[Difference], rows: Sequence[tuple[str, ...]]) -> list[Part]:
    parts = []
    for number, file in enumerate(dict.fromkeys(line.file for line in differences)):
        title = file or "all files"
        mine = [(line, row) for line, row in zip(differences, rows, strict=True) if line.file == file]
        drawn = [_bar(line, row) for line, row in mine if line.metric != _LATENCY]
        reach = max((_LEAST_REACH, *(abs(end) for bar in drawn for end in (bar.low, bar.high))))
        plot = shifts(f"shift-{number}", f"Differences, {title}", drawn, reach)
        parts.append(Part(title, Figure(f"Differences, {title}", plot, _HEADINGS, tuple(row[1:] for _, row in mine))))
    return parts


def _bar(line: Difference, row: tuple[str, ...]) -> Bar:
    change = line.difference
    verdict = ("worse" if line.worse else "better") if line.beyond_chance else ""
    shown = f"{row[4]} {verdict}".rstrip()
    return Bar(wording(line.metric).title, change.value, change.low, change.high, shown)
