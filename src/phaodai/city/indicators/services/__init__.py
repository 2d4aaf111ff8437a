"""Writing numbers: sheets, what units report on them, the daily table."""

from phaodai.city.indicators.services.observations import Sheet, decide_held, submit_sheet
from phaodai.city.indicators.services.sheets import close_sheet, make_sheet, set_units

__all__ = ["Sheet", "close_sheet", "decide_held", "make_sheet", "set_units", "submit_sheet"]
