"""Numbers, defined once.

A module's ``indicators.py`` registers `Indicator`s. A computed one is a queryset of *facts* (``area_id``, ``at``,
``weight``); a reported one is told by units on sheets (`Observation`). `queries` groups them by the area tree and by
day: one query for all indicators of a page. The number does not depend on who looks; the rows behind it do.
"""

from phaodai.city.indicators.registry import Indicator, Watch, all_indicators, find, known, register

__all__ = ["Indicator", "Watch", "all_indicators", "find", "known", "register"]
