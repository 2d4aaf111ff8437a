"""Writing how areas became others."""

from phaodai.city.succession.services.apply import Change, Outcome, apply_changes
from phaodai.city.succession.services.decide import confirm_change, decide_succession, undo_change
from phaodai.city.succession.services.facts import load_changes
from phaodai.city.succession.services.renew import renew_areas

__all__ = [
    "Change",
    "Outcome",
    "apply_changes",
    "confirm_change",
    "decide_succession",
    "load_changes",
    "renew_areas",
    "undo_change",
]
