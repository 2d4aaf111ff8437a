"""Geometry of line charts drawn by the server: one line a series, told apart by dash and marker, not by colour."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from math import ceil

from phaodai.core.ui.charts import Tick, nice_step
from phaodai.core.ui.values import Series

MARKS = ("circle", "square", "triangle", "diamond", "cross", "ring")
_drawn = count(1)


@dataclass(frozen=True)
class Mark:
    """A marker on a known value, with its words."""

    x: float
    y: float
    title: str


@dataclass(frozen=True)
class Line:
    """One series: its path, interrupted where a value is unknown, and its markers."""

    number: int
    label: str
    path: str
    marks: tuple[Mark, ...]
    shape: str


@dataclass(frozen=True)
class LineChart:
    """Everything the template draws."""

    width: int
    height: int
    left: int
    lines: tuple[Line, ...]
    levels: tuple[Tick, ...]
    days: tuple[Tick, ...]
    css: str
    number: int = field(default_factory=lambda: next(_drawn))


def line_chart(
    days: Sequence[date],
    series: Sequence[Series],
    *,
    width: int = 1080,
    height: int = 260,
    css: str = "",
) -> LineChart:
    """Values by day as lines over one scale that begins at zero."""
    left, top, foot = 52, 14, 26
    highest_value = max((v for s in series for v in s.values if v is not None), default=1)
    step = nice_step(float(highest_value))
    highest = step * max(1, ceil(highest_value / step))
    floor_y, scale = height - foot, (height - foot - top) / highest
    gap = (width - left - 8) / max(len(days) - 1, 1)
    every = max(1, ceil(len(days) * 52 / (width - left)))
    return LineChart(
        width=width, height=height, left=left, css=css,
        lines=tuple(_line(n, s, days, left, gap, floor_y, scale) for n, s in enumerate(series, 1)),
        levels=tuple(Tick(round(floor_y - v * scale, 1), str(v)) for v in range(0, highest + 1, step)),
        days=tuple(
            Tick(round(left + i * gap, 1), f"{d.day}/{d.month}", i == len(days) - 1)
            for i, d in enumerate(days) if (len(days) - 1 - i) % every == 0
        ),
    )  # fmt: skip


def _line(
    number: int, series: Series, days: Sequence[date], left: int, gap: float, floor_y: float, scale: float
) -> Line:
    path, pen, marks = [], "M", []
    every = max(1, len(days) // 15)
    for index, value in enumerate(series.values):
        if value is None:
            pen = "M"
            continue
        x, y = round(left + index * gap, 1), round(floor_y - value * scale, 1)
        path.append(f"{pen}{x} {y}")
        if pen == "M" or (index + number) % every == 0 or index == len(days) - 1:
            marks.append(Mark(x, y, f"{days[index].day}/{days[index].month} · {series.label}: {value:g}"))
        pen = "L"
    return Line(number, series.label, "".join(path), tuple(marks), MARKS[(number - 1) % len(MARKS)])
