"""From the rules in force to the dates and the basis an order keeps."""

from datetime import datetime, timedelta
from typing import Any

from phaodai.core import clock, policy
from phaodai.core.policy import PolicyValue
from phaodai.response.quarantine import rules
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.rules import Plan


def plan_dates(*, kind: str, vaccination: str, setting: str, starts_at: datetime) -> tuple[Plan, PolicyValue]:
    """The dates by the schedule in force now, and the version it came from."""
    now = clock.now()
    schedule = policy.get("quarantine.schedule", now)
    plan = rules.make_plan(
        schedule.value,
        kind=kind,
        vaccination=vaccination,
        setting=setting,
        last_exposed_on=clock.local_day(starts_at),
        ordered_on=clock.local_day(now),
    )
    return plan, schedule


def basis_of(plan: Plan, schedule: PolicyValue) -> dict[str, Any]:
    """What the order rests on, kept with it for good."""
    return {
        "code": schedule.code,
        "version": schedule.version,
        "document": schedule.document,
        "effective_from": schedule.effective_from.isoformat(),
        "confirmed": schedule.confirmed,
        "row": plan.row,
        "days": plan.days,
        "after_days": plan.after_days,
        "after_tests": [day.isoformat() for day in plan.after_tests],
        "computed_at": clock.now().isoformat(),
    }


def set_dates(order: QuarantineOrder) -> QuarantineOrder:
    """Put the dates and the basis into the order (not saved)."""
    plan, schedule = plan_dates(
        kind=order.kind, vaccination=order.vaccination, setting=order.setting, starts_at=order.starts_at
    )
    order.ends_on = plan.ends_on
    order.test_days = [day.isoformat() for day in plan.test_days]
    order.basis = basis_of(plan, schedule)
    return order


def hours_from_now(step: str) -> datetime:
    """When ``step`` ("confirm" or "sign") is due, by the policy in force."""
    now = clock.now()
    return now + timedelta(hours=float(policy.get("quarantine.deadline_hours", now).value[step]))
