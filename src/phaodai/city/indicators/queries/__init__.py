"""Reading numbers: as they stand now (`live`), by day (`rolled`), as units told them (`reported`)."""

from phaodai.city.indicators.queries.live import Figure, Period, child_areas, daily, daily_by_area, figures
from phaodai.city.indicators.queries.reported import Told, told_days, told_figures
from phaodai.city.indicators.queries.rolled import flow_days, stock_days

__all__ = [
    "Figure",
    "Period",
    "Told",
    "child_areas",
    "daily",
    "daily_by_area",
    "figures",
    "flow_days",
    "stock_days",
    "told_days",
    "told_figures",
]
