"""Geometry of the charts drawn by the server: plain arithmetic over values, in SVG units (pixels).

They print, need no script and have the same figures in a table beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from math import ceil, floor, log10

from phaodai.core.ui.values import Marker, Pin, Series, Span

SPARK_WIDTH, SPARK_HEIGHT = 64, 20
_drawn = count(1)
"""Numbers the drawings of a process, so that the ids of their patterns differ on a page."""


def spark_points(values: Sequence[int | float | None]) -> tuple[str, tuple[float, float] | None]:
    """Path of a 64 × 20 sparkline and its last known point; unknown values interrupt the line."""
    known = [v for v in values if v is not None]
    if not known:
        return "", None
    low, high = min(0, *known), max(1, *known)
    step = (SPARK_WIDTH - 6) / max(len(values) - 1, 1)
    path, last, pen = [], None, "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        last = (round(2 + index * step, 1), round(17 - 14 * (value - low) / (high - low), 1))
        path.append(f"{pen}{last[0]} {last[1]}")
        pen = "L"
    return "".join(path), last


def nice_step(highest: float, lines: int = 4) -> int:
    """Distance of the grid lines (1, 2, 5, 10 times a power of ten), so that about ``lines`` are needed."""
    raw = max(highest, 1) / lines
    power = 10 ** floor(log10(raw)) if raw >= 1 else 1
    return next(int(power * k) for k in (1, 2, 5, 10) if power * k >= raw)


def moving_average(values: Sequence[int | float | None], days: int = 7) -> list[float | None]:
    """Mean of the last ``days`` known values up to each day; None until half of them are known."""
    means: list[float | None] = []
    for index in range(len(values)):
        window = [v for v in values[max(0, index - days + 1) : index + 1] if v is not None]
        means.append(
            sum(window) / len(window) if len(window) * 2 >= min(days, index + 1) and window else None
        )
    return means


@dataclass(frozen=True)
class Block:
    """One piece of a stacked bar."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


@dataclass(frozen=True)
class Tick:
    """A mark of an axis with its words."""

    at: float
    text: str
    strong: bool = False


@dataclass(frozen=True)
class BarChart:
    """Everything the template of the stacked bars draws."""

    width: int
    height: int
    left: int
    right: float
    floor: float
    top: int
    blocks: tuple[Block, ...]
    line: str
    levels: tuple[Tick, ...]
    days: tuple[Tick, ...]
    markers: tuple[Tick, ...]
    css: str
    number: int = field(default_factory=lambda: next(_drawn))


def _label_days(days: Sequence[date], room: int) -> set[int]:
    """Indices of the days that carry a date: one a week at most, the last always, none crowding it."""
    every = 7 if len(days) > 10 else max(1, ceil(len(days) * 44 / room))
    last = len(days) - 1
    gap = ceil(48 * len(days) / room)
    return {i for i in range(0, len(days), every) if last - i >= gap} | {last}


def _day(day: date) -> str:
    return f"{day.day}/{day.month}"


def stacked_bars(
    days: Sequence[date],
    series: Sequence[Series],
    *,
    width: int = 1080,
    height: int = 230,
    markers: Sequence[Marker] = (),
    css: str = "",
) -> BarChart:
    """Daily counts as stacked bars, the first series at the bottom, with the 7-day average of their sum."""
    left, top, foot = 36, 22, 26
    sums = [sum(s.values[i] or 0 for s in series) for i in range(len(days))]
    step_value = nice_step(max(sums, default=1))
    highest = step_value * max(1, ceil(max(sums, default=1) / step_value))
    floor_y, scale = height - foot, (height - foot - top) / highest
    step = (width - left) / max(len(days), 1)
    blocks = tuple(_blocks(days, series, left, step, floor_y, scale))
    marked = _label_days(days, width - left)
    return BarChart(
        width=width, height=height, left=left, right=width, floor=floor_y, top=top, blocks=blocks, css=css,
        line=_average_line(sums, left, step, floor_y, scale),
        levels=tuple(Tick(round(floor_y - v * scale, 1), str(v)) for v in range(0, highest + 1, step_value)),
        days=tuple(
            Tick(round(left + (i + 0.5) * step, 1), _day(d), i == len(days) - 1)
            for i, d in enumerate(days) if i in marked
        ),
        markers=tuple(
            Tick(round(left + days.index(m.day) * step, 1), m.label) for m in markers if m.day in days
        ),
    )  # fmt: skip


def _blocks(
    days: Sequence[date], series: Sequence[Series], left: int, step: float, floor_y: float, scale: float
) -> list[Block]:
    pieces = []
    for index, day in enumerate(days):
        base = floor_y
        for order, one in enumerate(series, start=1):
            amount = one.values[index] or 0
            if amount:
                base -= amount * scale
                title = f"{_day(day)} · {one.label}: {amount}"
                x = left + index * step + step * 0.05
                pieces.append(
                    Block(
                        round(x, 1),
                        round(base, 1),
                        round(step * 0.9, 1),
                        round(amount * scale, 1),
                        order,
                        title,
                    )
                )
    return pieces


def _average_line(sums: Sequence[float], left: int, step: float, floor_y: float, scale: float) -> str:
    points = [
        f"{left + (index + 0.5) * step:.1f} {floor_y - mean * scale:.1f}"
        for index, mean in enumerate(moving_average(sums))
        if mean is not None
    ]
    return "M" + "L".join(points) if points else ""


@dataclass(frozen=True)
class BandSpan:
    """A stretch of the band with its words, which stay inside or are left out."""

    x: float
    width: float
    text: str
    main: bool


@dataclass(frozen=True)
class BandPin:
    """A pin or a place: its x, its words and how they are anchored so that they stay on the drawing."""

    x: float
    text: str
    anchor: str
    below: bool
    row: int


@dataclass(frozen=True)
class Band:
    """Everything the template of the band draws."""

    width: int
    height: int
    spans: tuple[BandSpan, ...]
    days: tuple[Tick, ...]
    edges: tuple[float, ...]
    pins: tuple[BandPin, ...]
    css: str


LETTER = 6.8  # mean width of a letter at 12 px


def _place(x: float, text: str, width: int) -> tuple[str, float, float]:
    """How words at x are anchored so that they stay on the drawing, and from where to where they reach."""
    length = len(text) * LETTER
    if x < length / 2:
        return "start", x, x + length
    if x > width - length / 2:
        return "end", x - length, x
    return "middle", x - length / 2, x + length / 2


def _free_row(
    taken: dict[tuple[bool, int], list[tuple[float, float]]], below: bool, reach: tuple[float, float]
) -> int:
    row = 0
    while any(reach[0] < end + 6 and start < reach[1] + 6 for start, end in taken.get((below, row), ())):
        row += 1
    taken.setdefault((below, row), []).append(reach)
    return row


def _pins(pins: Sequence[Pin], at: "_Scale", width: int, rows: int) -> tuple[BandPin, ...]:
    """Pins with the row of their words; words that would need more than ``rows`` are left out."""
    placed = []
    taken: dict[tuple[bool, int], list[tuple[float, float]]] = {}
    for pin in sorted(pins, key=lambda p: (p.minor, p.at)):
        x = at(pin.at)
        anchor, start, end = _place(x, pin.label, width)
        row = _free_row(taken, pin.below, (start, end))
        text = pin.label if row < rows else ""
        placed.append(BandPin(round(x, 1), text, anchor, pin.below, row if text else 0))
    return tuple(placed)


@dataclass(frozen=True)
class _Scale:
    """Moments to x."""

    start: datetime
    end: datetime
    width: int

    def __call__(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.end - self.start)
        return round(min(max(share, 0), 1) * self.width, 1)


def timeline_band(
    start: datetime,
    end: datetime,
    *,
    spans: Sequence[Span] = (),
    pins: Sequence[Pin] = (),
    width: int = 1080,
    rows: int = 3,
    css: str = "",
) -> Band:
    """Days from ``start`` (a local midnight) to ``end`` as a ruler, with stretches and moments on it.

    Words that would overlap move to a further row, of at most ``rows``; the height grows with them.
    """
    at = _Scale(start, end, width)
    midnights = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    every = max(1, ceil(44 * len(midnights) / width))
    half_a_day = width / max(len(midnights) - 1, 1) / 2
    placed = _pins(pins, at, width, rows)
    lowest = max((p.row for p in placed if p.below), default=-1)
    return Band(
        width=width, height=96 + 18 * (lowest + 1), css=css, pins=placed,
        spans=tuple(_band_span(s, at) for s in spans if s.end > start and s.start < end),
        days=tuple(Tick(round(at(m) + half_a_day, 1), _day(m)) for m in midnights[:-1:every]),
        edges=tuple(at(m) for m in midnights),
    )  # fmt: skip


def _band_span(span: Span, at: _Scale) -> BandSpan:
    x, right = at(span.start), at(span.end)
    fits = [text for text in (span.label, span.label.split(":")[0]) if len(text) * 6.9 + 14 <= right - x]
    return BandSpan(x, round(right - x, 1), fits[0] if fits else "", span.main)
