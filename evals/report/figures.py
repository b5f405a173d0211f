"""The figures of a run as plots, each with the table that says the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from evals.metrics.behaviors import FAILED
from evals.metrics.calibration import Calibration
from evals.metrics.intervals import Estimate
from evals.report.plots import Bar, Column, Point, bars, histogram, lines, range_of
from evals.report.tables import name_of
from evals.report.wording import CHARTED, in_order, wording
from evals.results import Group, Results
from evals.transcripts import Transcript

_COLUMNS = 24
_FEW = 10  # turns of a bin that say little
_WHO = {None: "All cases", False: "Real cases", True: "Synthetic cases, made by code"}
_MOST_SHOWN_PERCENT = 0.99
_LEAST_STEP = 0.001
_NICE_STEPS = (1, 2, 2.5, 5, 10)


class Figure(NamedTuple):
    """A plot, and the same as a table."""

    title: str
    plot: Markup
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Matrix(NamedTuple):
    """How often each expected value (a row) came back as each other (a column)."""

    title: str
    labels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


class Cell(NamedTuple):
    """One number of turns in a matrix; `shade` 0 to 5 is its share of the row."""

    turns: int
    shade: int
    right: bool


def headlines(results: Results) -> Iterator[Figure]:
    """Yield every rate with its interval: over real and synthetic cases apart where a run has both."""
    apart = [group for group in results.groups if group.synthetic is not None]
    for number, group in enumerate(apart or results.groups[:1]):
        if group.rates:
            rows = [(_title(name), group.rates[name]) for name in in_order(group.rates)]
            yield _figure(f"headline-{number}", _WHO[group.synthetic], rows)


def measures(group: Group) -> tuple[tuple[str, ...], ...]:
    """Return what is no rate (times, cost, readability, calibration) as rows of a table."""
    found = {**group.latency_ms, **group.cost, **group.readability}
    if group.calibration is not None:
        found["ece"] = group.calibration.ece
    return tuple((wording(name).title, *estimate_cells(found[name]), wording(name).means) for name in found)


def reliability(calibration: Calibration) -> Figure:
    """Return how often the first procedure is right (up) against the score that it came with (across)."""
    title = "Reliability of the first procedure's score"
    points, rows = [], []
    for part in calibration.bins:
        between = f"{part.low:.1f} to {part.high:.1f}"
        if part.mean_score is None or part.accuracy is None:
            rows.append((between, "0", "-", "-"))
            continue
        shown = f"scores {between}, {part.count} turns: mean score {part.mean_score:.3f}, right {part.accuracy:.3f}"
        points.append(Point(part.mean_score, part.accuracy, shown, hollow=part.count < _FEW))
        rows.append((between, str(part.count), f"{part.mean_score:.3f}", f"{part.accuracy:.3f}"))
    plot = lines("reliability", title, points, ("score 0", "score 1"), diagonal=True)
    return Figure(title, plot, ("score", "turns", "mean score", "share right"), tuple(rows))


def by_file(results: Results) -> Iterator[Figure]:
    """Yield one plot for each charted rate over the files of the run, where there are several."""
    files = [group for group in results.groups if group.file and not group.slice and not group.position]
    for number, name in enumerate(CHARTED):
        rows = [(group.file or "", group.rates[name]) for group in files if name in group.rates]
        if len(rows) > 1:
            yield _figure(f"file-{number}", _title(name), rows)


def by_slice(results: Results) -> Iterator[tuple[str, list[Figure]]]:
    """Yield each file with one plot for each charted rate over its slices and places in the dialogue."""
    files = dict.fromkeys(group.file for group in results.groups if group.file)
    for place, file in enumerate(files):
        groups = [group for group in results.groups if group.file == file and _one_cut(group)]
        found = []
        for number, name in enumerate(CHARTED):
            rows = [(part_of(group), group.rates[name]) for group in groups if name in group.rates]
            if rows:
                found.append(_figure(f"slice-{place}-{number}", _title(name), rows))
        if found:
            yield file or "", found


def part_of(group: Group) -> str:
    """Return what the group is inside its file, such as `chat` or `turn 2`."""
    parts = (group.slice, group.position and f"turn {group.position}")
    return " / ".join(part for part in parts if part) or "all"


def confusions(results: Results) -> Iterator[Matrix]:
    """Yield the behaviours, expected against what came back: over all cases, by kind of case, by file."""
    whole = [group for group in results.groups if not group.slice and not group.position]
    several = sum(group.file is not None for group in whole) > 1
    for group in whole:
        if group.confusion and (several or group.file is None):
            yield _matrix(name_of(group), group.confusion)


def facet_confusion(transcripts: Iterable[Transcript]) -> Matrix | None:
    """Return the facets, expected against seen, over the turns labelled with one; None without such turns."""
    counts: dict[str, Counter[str]] = {}
    for transcript in transcripts:
        for turn in transcript.turns if transcript.counts else ():
            if turn.expected.facet:
                seen = FAILED if turn.reply is None else turn.reply.facet or "none"
                counts.setdefault(turn.expected.facet, Counter())[seen] += 1
    return _matrix("facets", {facet: counts[facet] for facet in sorted(counts)}) if counts else None


def latency(transcripts: Iterable[Transcript]) -> Figure | None:
    """Return how the wall times of the answered turns are spread; None where nothing was answered."""
    times = sorted(turn.latency_ms for transcript in transcripts for turn in transcript.turns if turn.reply is not None)
    if not times:
        return None
    columns = columns_of(times)
    title = "Wall time of a turn"
    rows = tuple((range_of(column), str(column.turns)) for column in columns)
    return Figure(title, histogram("latency", title, columns, "ms"), ("milliseconds", "turns"), rows)


def columns_of(ordered: Sequence[float]) -> list[Column]:
    """Return about two dozen equal ranges from 0 to the 99th percentile, and one for what is above.

    Args:
        ordered: The values, ascending, at least one, none below 0.
    """
    top = ordered[min(len(ordered) - 1, int(len(ordered) * _MOST_SHOWN_PERCENT))]
    step = _nice(max(top / _COLUMNS, _LEAST_STEP))
    counts = [0] * (math.floor(top / step) + 1)
    beyond = 0
    for value in ordered:
        if value <= top:
            counts[math.floor(value / step)] += 1
        else:
            beyond += 1
    columns = [Column(place * step, (place + 1) * step, count) for place, count in enumerate(counts)]
    return [*columns, Column(len(counts) * step, None, beyond)] if beyond else columns


def _nice(step: float) -> float:
    scale = 10.0 ** math.floor(math.log10(step))
    return next(nice * scale for nice in _NICE_STEPS if nice * scale >= step * 0.999)


def _one_cut(group: Group) -> bool:
    """Whether the group is a slice, or a place in the dialogue over all slices, and not both."""
    return bool(group.slice) != bool(group.position)


def _title(name: str) -> str:
    return f"{wording(name).title} (lower is better)" if wording(name).lower_is_better else wording(name).title


def _figure(key: str, title: str, rows: Sequence[tuple[str, Estimate]]) -> Figure:
    drawn = [Bar(label, one.value, one.low, one.high, f"{one.value:.3f} (n {one.turns})") for label, one in rows]
    written = tuple((label, *estimate_cells(one)) for label, one in rows)
    return Figure(title, bars(key, title, drawn), ("", "value", "95 % interval", "turns"), written)


def estimate_cells(one: Estimate) -> tuple[str, str, str]:
    """Return the value, its interval and the number of turns, as they are printed."""
    digits = 3 if one.high <= 1 else 1
    return f"{one.value:.{digits}f}", f"{one.low:.{digits}f} to {one.high:.{digits}f}", str(one.turns)


def _matrix(title: str, counts: Mapping[str, Mapping[str, int]]) -> Matrix:
    labels = list(dict.fromkeys([*counts, *(name for row in counts.values() for name in row)]))
    rows = []
    for expected, row in counts.items():
        total = sum(row.values()) or 1
        cells = [Cell(row.get(name, 0), math.ceil(5 * row.get(name, 0) / total), name == expected) for name in labels]
        rows.append((expected, tuple(cells)))
    return Matrix(title, tuple(labels), tuple(rows))
