"""Loading a city. A run without an end was interrupted: the next load takes it back and begins anew."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.apps import apps
from django.db import connection, transaction
from django.utils import translation

from phaodai.city.accounts.models import User
from phaodai.city.areas.models import Area
from phaodai.city.areas.services import load_facts
from phaodai.city.people.models import Person
from phaodai.city.succession.services import load_changes
from phaodai.command.drill.generator import GeneratedCity, generate_city
from phaodai.command.drill.generator.assumptions import SCENARIO_AT
from phaodai.command.drill.loading.logins import Accounts, Login, make_accounts
from phaodai.command.drill.loading.organizations import Organizations, appoint, load_organizations
from phaodai.command.drill.loading.people import LoadedPeople, load_people
from phaodai.command.drill.loading.visits import load_truth, load_visits
from phaodai.command.drill.models import DrillRun
from phaodai.command.drill.past.play import play_past
from phaodai.command.drill.wiping import is_half_loaded, wipe
from phaodai.core import clock
from phaodai.core.clock.services import set_scenario
from phaodai.core.events.models import DeliveryState

LOADED = ("areas", "organizations", "places", "movement", "accounts")  # people were analysed as they came
PLAYED = (
    "clients",
    "gateway",
    "indicators",
    "cases",
    "tracing",
    "outbreaks",
    "notices",
    "investigations",
    "testing",
    "quarantine",
    "events",
    "audit",
    "disclosures",
    "papers",
    "procrastinate",
)
Progress = Callable[[str, float], None]


class HoldsOtherData(Exception):
    """The database holds people that no demo put there."""


@dataclass(frozen=True)
class LoadedCity:
    """A loaded city: its run, how to sign in, what was generated, and which deeds were refused."""

    run: DrillRun
    logins: list[Login]
    city: GeneratedCity
    refused: list[str]


def finished_run() -> DrillRun | None:
    """The city of this database, when it is complete."""
    return DrillRun.objects.filter(finished_at__isnull=False).order_by("-pk").first()


def refuse_other_data() -> None:
    """Raise HoldsOtherData when the database is somebody's real one."""
    if Person.objects.exists() or User.objects.exists():
        raise HoldsOtherData


def load_city(
    people: int = 30_000,
    seed: int = 1,
    *,
    scenario_at: datetime = SCENARIO_AT,
    with_past: bool = True,
    progress: Progress = lambda stage, share: None,
) -> LoadedCity:
    """Generate a city and write it, with its past, its accounts and the scenario's clock.

    Raises:
        HoldsOtherData: the database already holds people or accounts.
    """
    progress("generate", 0.0)
    city = generate_city(people, seed)
    with translation.override("vi"):
        if is_half_loaded():
            wipe()
        return _write(city, scenario_at, with_past, progress)


@dataclass(frozen=True)
class Ground:
    """What the first transaction left for the past to be played on."""

    run: DrillRun
    areas: dict[str, Area]
    wards: list[Area]
    organizations: Organizations
    ids: LoadedPeople
    accounts: Accounts
    holders: int


def _write(city: GeneratedCity, scenario_at: datetime, with_past: bool, progress: Progress) -> LoadedCity:
    ground = _write_ground(city, scenario_at, progress)
    refused = _play(city, ground, scenario_at, progress) if with_past else []
    with transaction.atomic():
        _forget_done_jobs()
        set_scenario(purpose="demo", scenario_at=scenario_at)
        _finish(ground.run, city, ground.holders, refused)
        _analyze(*PLAYED)
    return LoadedCity(ground.run, ground.accounts.logins, city, refused)


@transaction.atomic
def _write_ground(city: GeneratedCity, scenario_at: datetime, progress: Progress) -> Ground:
    """Everything but the past, all or nothing."""
    refuse_other_data()
    run = DrillRun.objects.create(seed=city.seed, people=len(city.people), scenario_at=scenario_at)
    set_scenario(purpose="demo", scenario_at=scenario_at)
    progress("people", 0.05)
    load_facts()
    load_changes()
    today = Area.objects.in_force(scenario_at.date())
    areas = {area.code: area for area in today.select_related("parent")}
    wards = [areas[fact.code] for fact in city.ground.wards]
    organizations = load_organizations(areas, wards)
    ids = load_people(city, wards, organizations)
    rng = np.random.default_rng([city.seed, 3])
    holders = appoint(organizations, city, ids.persons, [ward.pk for ward in wards], rng)
    progress("visits", 0.30)
    load_visits(city, ids)
    load_truth(run, city, ids)
    progress("accounts", 0.42)
    accounts = make_accounts(areas, organizations)
    _analyze(*LOADED)
    return Ground(run, areas, wards, organizations, ids, accounts, len(holders))


def _play(city: GeneratedCity, ground: Ground, scenario_at: datetime, progress: Progress) -> list[str]:
    """The past, each deed in a transaction of its own.

    One transaction for all would grow slower with every row: a history trigger opens a sub-transaction each.
    """
    with _rarely_collecting():
        player = play_past(
            city=city,
            ids=ground.ids,
            areas=ground.areas,
            wards=ground.wards,
            organizations=ground.organizations,
            accounts=ground.accounts,
            now=scenario_at,
            progress=lambda played, planned: progress(
                "past", 0.45 + 0.52 * played / max(played + planned, 1)
            ),
        )
    return player.refused


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """The generated city stays, and queries leave few cycles: searching both for garbage takes a third of the
    time.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _finish(run: DrillRun, city: GeneratedCity, holders: int, refused: list[str]) -> None:
    run.finished_at = clock.real_now()
    run.counts = {
        "people": len(city.people),
        "homes": len(city.people.home_address),
        "places": len(city.ground.places),
        "posts_held": holders,
        "visits": len(city.visits),
        "visits_recorded": len(city.records),
        "infections": len(city.truth.infections),
        "infections_found": sum(one.is_found for one in city.truth.infections),
        "deeds_refused": len(refused),
    }
    run.save()


def _analyze(*labels: str) -> None:
    """Tell the planner what these modules hold now; before the past, so that it is played with good plans."""
    tables = [model._meta.db_table for label in labels for model in apps.get_app_config(label).get_models()]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(sorted(set(tables)))}")


def _forget_done_jobs() -> None:
    """Steps played here were queued as well; the worker need not look at each again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j USING events_delivery d WHERE j.status = 'todo' "
            "AND j.task_name LIKE %s AND (j.args->>'delivery_id')::bigint = d.id AND d.state = %s",
            ["%run_delivery", DeliveryState.DONE.value],
        )


def summary(run: DrillRun) -> dict[str, Any]:
    """The run as a document."""
    return {
        "loaded": run.finished_at is not None,
        "seed": run.seed,
        "scenario_at": clock.to_local(run.scenario_at).isoformat(),
        **run.counts,
    }
