"""Small values templates draw. Dictionaries with the same keys do as well."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class PathNode:
    """One step of the path that explains a link: a person, a place, the hours.

    ``strong`` is what weighs in the reason (the overlap), set in bold after the plain ``time``.
    """

    label: str = ""
    icon: str = ""
    time: str = ""
    strong: str = ""
    url: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a timeline; ``done`` fills its dot."""

    at: datetime | date | None
    title: str
    detail: str = ""
    url: str = ""
    done: bool = True


@dataclass(frozen=True)
class Series:
    """Figures of one kind by day, in the order of the days; None is unknown, not zero."""

    label: str
    values: tuple[int | float | None, ...]


@dataclass(frozen=True)
class Marker:
    """A dashed line on a day with its words."""

    day: date
    label: str


@dataclass(frozen=True)
class Span:
    """A stretch of time on a band; ``main`` is drawn filled, others dashed."""

    start: datetime
    end: datetime
    label: str
    main: bool = False


@dataclass(frozen=True)
class Pin:
    """A moment on a band: above as a pin with a head, or below as a place visited.

    A ``minor`` one gives way with its words where there is no room on a phone.
    """

    at: datetime
    label: str
    below: bool = False
    minor: bool = False


@dataclass(frozen=True)
class MapLayer:
    """Points that a map shows by choice.

    ``url`` answers ``{"points": [{"at": [longitude, latitude], "name", "note", "url"}], "more": bool}``; ``list_url`` is
    the page that lists them; ``sign`` one letter that stands on a single point.
    """

    label: str
    url: str
    sign: str = "•"
    list_url: str = ""
    is_shown: bool = False


@dataclass(frozen=True)
class NavItem:
    """One line of the navigation; ``count`` is what waits there, None where nothing is counted."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: str | int | None = None


@dataclass(frozen=True)
class NavSection:
    """A floor of the navigation; the first has no label."""

    label: str = ""
    items: tuple[NavItem, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class AreaOption:
    """An entry of the area switcher; following ``url`` makes it the current one."""

    name: str
    url: str
    current: bool = False
