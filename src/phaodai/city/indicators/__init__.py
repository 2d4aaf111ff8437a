"""Numbers, defined once.

A module's ``indicators.py`` registers `Indicator`s; each is a queryset of *facts* (``area_id``, ``at``, ``weight``).
`queries` groups them by the area tree and by day: one query for all indicators of a page. The number does not
depend on who looks; the rows behind it do.
"""

from phaodai.city.indicators.registry import Indicator, all_indicators, find, register

__all__ = ["Indicator", "all_indicators", "find", "register"]
