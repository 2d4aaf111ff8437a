"""Targets against what came."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Outcome:
    """A unit's figure against its target. ``actual`` None is unknown, never zero."""

    goal: Decimal
    upper: Decimal | None
    actual: Decimal | None
    base: Decimal | None
    """What is divided by, where the target is a share."""

    @property
    def measured(self) -> Decimal | None:
        """The figure in the target's own unit: a per cent where there is a base."""
        if self.actual is None or (self.base is not None and self.base <= 0):
            return None
        return self.actual if self.base is None else self.actual * 100 / self.base

    @property
    def is_met(self) -> bool | None:
        """None where nothing was measured. A range is met from its lower end on."""
        return None if self.measured is None else self.measured >= self.goal

    @property
    def percent(self) -> int | None:
        """How much of the goal is reached, for the bar."""
        if self.measured is None or self.goal <= 0:
            return None
        return int(min(self.measured * 100 / self.goal, Decimal(999)))


def needs_reason(outcomes: list[Outcome]) -> bool:
    """Whether "done" needs a written reason: a target is missed, or nobody knows."""
    return any(outcome.is_met is not True for outcome in outcomes)
