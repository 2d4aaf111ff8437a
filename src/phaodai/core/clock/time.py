"""Reading the clock. The setting is cached for two seconds per process: a page costs no query for it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from django.apps import apps
from django.utils import timezone

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
CACHE_SECONDS = 2.0

_frozen_at: ContextVar[datetime | None] = ContextVar("frozen_at", default=None)
_cache: dict[str, tuple[float, timedelta | None]] = {}


def real_now() -> datetime:
    """The world's time, aware."""
    return timezone.now()


def _read_shift() -> timedelta | None:
    # Asked of the registry: this package is imported before models may be.
    setting = apps.get_model("clock", "ClockSetting").objects.filter(pk=1).first()
    return None if setting is None else setting.scenario_at - setting.anchored_at


def _shift() -> timedelta | None:
    cached = _cache.get("shift")
    if cached is None or time.monotonic() - cached[0] > CACHE_SECONDS:
        cached = _cache["shift"] = (time.monotonic(), _read_shift())
    return cached[1]


def forget() -> None:
    """Drop the cached setting (after it was changed)."""
    _cache.clear()


def now() -> datetime:
    """The scenario's time, aware: what "now" means for every rule, deadline and screen."""
    fixed = _frozen_at.get()
    return fixed if fixed is not None else real_now() + (_shift() or timedelta(0))


def is_scenario() -> bool:
    """Whether the database runs on a scenario clock."""
    return _shift() is not None


def to_local(moment: datetime) -> datetime:
    """The moment in Vietnam's time zone."""
    return moment.astimezone(TZ)


def local_day(moment: datetime) -> date:
    """The local calendar day of a moment."""
    return to_local(moment).date()


def today() -> date:
    """The scenario's local day."""
    return local_day(now())


def at_local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The moment of a local wall-clock time."""
    return datetime.combine(day, time_of_day(hour, minute), TZ)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The half-open interval of a local day."""
    return at_local(day), at_local(day + timedelta(days=1))


@contextmanager
def frozen(moment: datetime) -> Iterator[datetime]:
    """Hold the scenario clock still, for tests and for the demo's past."""
    token = _frozen_at.set(moment)
    try:
        yield moment
    finally:
        _frozen_at.reset(token)
