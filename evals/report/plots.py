"""Small plots as inline SVG: they stretch with the page, print, and say in words what they show.

Across they are measured in percent, so that text keeps its size on any width; down in pixels. Every plot has a
title and a description, and the page sets a table of the same figures beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

from evals.report.visible import visible

_ROW_PX = 36
_HEIGHT_PX = 200
_TOP_PX = 18
_LABEL_CHARS = 34


class Bar(NamedTuple):
    """One figure with its interval, all in the unit of the plot."""

    label: str
    value: float
    low: float
    high: float
    shown: str  # the value as it is printed beside the bar


class Point(NamedTuple):
    """One point of a line; `shown` is what a pointer that rests on it reads."""

    across: float
    up: float
    shown: str
    hollow: bool = False  # not to be compared with the others as it stands


class Column(NamedTuple):
    """How many fell between two bounds; `high` None: and more."""

    low: float
    high: float | None
    turns: int


def bars(key: str, title: str, rows: Sequence[Bar], most: float = 1.0) -> Markup:
    """Return horizontal bars from 0 to `most`, each with a whisker over its interval.

    Args:
        key: Tells this plot's elements from those of others on the page.
        title: What is plotted.
        rows: From the top.
        most: The value at the right edge; > 0.
    """
    described = "; ".join(f"{row.label}: {row.shown}" for row in rows)
    parts: list[Markup] = []
    for number, row in enumerate(rows):
        top = number * _ROW_PX
        low, value, high = (_percent(part, most) for part in (row.low, row.value, row.high))
        middle = top + 25
        parts += [
            _text("0", top + 14, _short(row.label), "label"),
            _text("100%", top + 14, row.shown, "value", anchor="end"),
            _element("rect", class_="track", x="0", y=top + 19, width="100%", height=12, rx=2),
            _element("rect", class_="bar", x="0", y=top + 19, width=value, height=12, rx=2),
            _line(low, middle, high, middle, "whisker"),
            _line(low, middle - 5, low, middle + 5, "whisker"),
            _line(high, middle - 5, high, middle + 5, "whisker"),
        ]
    return _plot(key, title, described, len(rows) * _ROW_PX, parts)


def shifts(key: str, title: str, rows: Sequence[Bar], reach: float) -> Markup:
    """Return each difference as a dot with a whisker over its interval, 0 in the middle and `reach` at the edges.

    Args:
        key: Tells this plot's elements from those of others on the page.
        title: What is plotted.
        rows: From the top.
        reach: The largest difference that fits; > 0.
    """
    described = "; ".join(f"{row.label}: {row.shown}" for row in rows)
    height = len(rows) * _ROW_PX + 18
    parts = [
        _line("50%", 16, "50%", height - 16, "axis"),
        _text("0", height - 3, f"-{reach:.3f}", "tick"),
        _text("50%", height - 3, "0", "tick", anchor="middle"),
        _text("100%", height - 3, f"+{reach:.3f}", "tick", anchor="end"),
    ]
    for number, row in enumerate(rows):
        top = number * _ROW_PX
        low, value, high = (_percent(part + reach, 2 * reach) for part in (row.low, row.value, row.high))
        middle = top + 25
        parts += [
            _text("0", top + 14, _short(row.label), "label"),
            _text("100%", top + 14, row.shown, "value", anchor="end"),
            _line(low, middle, high, middle, "whisker"),
            _line(low, middle - 5, low, middle + 5, "whisker"),
            _line(high, middle - 5, high, middle + 5, "whisker"),
            _element("circle", class_="point", cx=value, cy=middle, r=5),
        ]
    return _plot(key, title, described, height, parts)


def histogram(key: str, title: str, columns: Sequence[Column], unit: str) -> Markup:
    """Return columns of equal width over ranges of `unit`; the highest one fills the plot."""
    most = max((column.turns for column in columns), default=0) or 1
    described = "; ".join(f"{range_of(column)} {unit}: {column.turns}" for column in columns if column.turns)
    width = 100 / max(1, len(columns))
    base = _HEIGHT_PX - 20
    parts = [_line("0%", base, "100%", base, "axis")]
    for number, column in enumerate(columns):
        height = (base - _TOP_PX) * column.turns / most
        shown = f"{range_of(column)} {unit}: {column.turns}"
        left = f"{number * width + width * 0.08:.2f}%"
        title_of_column = _element("title", shown)
        parts.append(
            _element(
                "rect", title_of_column, class_="bar", x=left, y=round(base - height, 1), width=f"{width * 0.84:.2f}%",
                height=round(height, 1),
            )
        )  # fmt: skip
    if columns:
        parts.append(_text("0", _HEIGHT_PX - 4, f"{columns[0].low:g}", "tick"))
        parts.append(_text("100%", _HEIGHT_PX - 4, f"{range_of(columns[-1])} {unit}", "tick", anchor="end"))
        parts.append(_text("0", 12, f"{most} turns in the highest column", "tick"))
    return _plot(key, title, described, _HEIGHT_PX, parts)


def lines(key: str, title: str, points: Sequence[Point], ends: tuple[str, str], *, diagonal: bool = False) -> Markup:
    """Return points joined in order, both axes from 0 to 1; hollow ones are drawn as rings.

    Args:
        key: Tells this plot's elements from those of others on the page.
        title: What is plotted.
        points: From left to right.
        ends: What stands under the left and the right end.
        diagonal: Also draw where both axes are equal.
    """
    base = _HEIGHT_PX - 20
    parts: list[Markup] = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        down = _down(share, base)
        parts += [
            _line("0%", down, "100%", down, "grid"),
            _text("0", down - 3, f"{share:.0%}".replace("%", " %"), "tick"),
        ]
    parts.append(_text(_inset(0), _HEIGHT_PX - 4, ends[0], "tick"))
    parts.append(_text("100%", _HEIGHT_PX - 4, ends[1], "tick", anchor="end"))
    if diagonal:
        parts.append(_line(_inset(0), _down(0, base), _inset(1), _down(1, base), "ideal"))
    for left, right in pairwise(points):
        parts.append(
            _line(_inset(left.across), _down(left.up, base), _inset(right.across), _down(right.up, base), "curve")
        )
    for point in points:
        label = _element("title", point.shown)
        style = "point hollow" if point.hollow else "point"
        parts.append(_element("circle", label, class_=style, cx=_inset(point.across), cy=_down(point.up, base), r=4.5))
    return _plot(key, title, "; ".join(point.shown for point in points), _HEIGHT_PX, parts)


def range_of(column: Column) -> str:
    """Return the bounds as a person reads them, such as `20 to 40` or `400 and more`."""
    return f"{column.low:g} and more" if column.high is None else f"{column.low:g} to {column.high:g}"


def _plot(key: str, title: str, described: str, height: int, parts: Iterable[Markup]) -> Markup:
    names = (f"{key}-title", f"{key}-desc")
    inner = Markup("").join((_element("title", title, id=names[0]), _element("desc", described, id=names[1]), *parts))
    return _element(
        "svg", inner, class_="plot", role="img", width="100%", height=height, aria_labelledby=" ".join(names)
    )


def _element(name: str, content: str | Markup = "", **attributes: object) -> Markup:
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(visible(str(value)))}"' for key, value in attributes.items()
    )
    inner = content if isinstance(content, Markup) else escape(visible(content))
    return Markup(f"<{name}{written}>{inner}</{name}>")


def _text(across: str, down: float, content: str, style: str, anchor: str = "start") -> Markup:
    return _element("text", content, class_=style, x=across, y=down, text_anchor=anchor)


def _line(x1: str, y1: float, x2: str, y2: float, style: str) -> Markup:
    return _element("line", class_=style, x1=x1, y1=y1, x2=x2, y2=y2)


def _percent(value: float, most: float) -> str:
    return f"{100 * min(max(value / most, 0.0), 1.0):.2f}%"


def _inset(across: float) -> str:
    """Keep whole circles inside the plot, and right of the labels of the upward axis."""
    return f"{13 + 84 * min(max(across, 0.0), 1.0):.2f}%"


def _down(share: float, base: int) -> float:
    return round(base - (base - _TOP_PX) * min(max(share, 0.0), 1.0), 1)


def _short(label: str) -> str:
    return label if len(label) <= _LABEL_CHARS else label[: _LABEL_CHARS - 1] + "…"
