"""The two clocks.

`real_now()` is the world's; the database stamps ``recorded_at`` with its own. `now()` is the clock of the
scenario: events, deadlines and "today" follow it. It differs from the world's only in a demo or drill database.
"""

from phaodai.core.clock.time import (
    TZ,
    at_local,
    day_bounds,
    forget,
    frozen,
    is_scenario,
    local_day,
    now,
    real_now,
    to_local,
    today,
)

__all__ = [
    "TZ",
    "at_local",
    "day_bounds",
    "forget",
    "frozen",
    "is_scenario",
    "local_day",
    "now",
    "real_now",
    "to_local",
    "today",
]
