"""Writing areas and what is concluded about them."""

from phaodai.city.areas.services.register import (
    LoadOutcome,
    add_area,
    close_area,
    end_areas,
    load_areas,
    load_facts,
)
from phaodai.city.areas.services.status import compute_level, decide_level, may_decide

__all__ = [
    "LoadOutcome",
    "add_area",
    "close_area",
    "compute_level",
    "decide_level",
    "end_areas",
    "load_areas",
    "load_facts",
    "may_decide",
]
