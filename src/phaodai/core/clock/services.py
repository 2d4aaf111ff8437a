"""Setting the scenario clock; only a demo or drill database may."""

from datetime import datetime

from phaodai.core.clock.models import ClockSetting
from phaodai.core.clock.time import forget, real_now


def set_scenario(*, purpose: str, scenario_at: datetime) -> ClockSetting:
    """Mark this database as a demo or drill and set its time. Refuses to relabel an existing one.

    Raises:
        ValueError: the database already serves another purpose.
    """
    moment = real_now()
    existing = ClockSetting.objects.filter(pk=1).first()
    if existing and existing.purpose != purpose:
        raise ValueError(f"This database is a {existing.purpose}, not a {purpose}.")
    setting, _ = ClockSetting.objects.update_or_create(
        pk=1,
        defaults={"purpose": purpose, "scenario_at": scenario_at, "anchored_at": moment, "ticked_at": moment},
    )
    forget()
    return setting


def tick() -> None:
    """Note that the system is running (the worker calls this every minute)."""
    ClockSetting.objects.filter(pk=1).update(ticked_at=real_now())


def resume_scenario() -> None:
    """Take up the scenario where it stopped: the time the system was off does not count."""
    setting = ClockSetting.objects.filter(pk=1).first()
    if setting is None:
        return
    ran_for = max(setting.ticked_at - setting.anchored_at, setting.anchored_at - setting.anchored_at)
    set_scenario(purpose=setting.purpose, scenario_at=setting.scenario_at + ran_for)
