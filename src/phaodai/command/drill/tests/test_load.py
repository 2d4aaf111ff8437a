"""The city of a thousand in the database: whole, connected, signed in to, and with every kind of work on it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from phaodai.city.accounts.models import User
from phaodai.city.accounts.permissions import Role
from phaodai.city.areas.models import AreaStatus
from phaodai.city.people.models import Household, Person, PostHolding
from phaodai.city.places.models import Place
from phaodai.command.drill.load import HoldsOtherData, LoadedCity, finished_run, load_city
from phaodai.command.drill.loading.logins import logins_file, write_logins
from phaodai.command.drill.models import DrillRun, TrueContact, TrueInfection
from phaodai.command.drill.truth import as_table, measure
from phaodai.core import clock
from phaodai.core.codes import is_valid
from phaodai.core.events.models import Delivery, DeliveryState
from phaodai.core.events.services import run_pending_steps
from phaodai.response.cases.models import Case
from phaodai.response.movement.models import Visit, VisitClock
from phaodai.response.quarantine.models import Appeal, QuarantineOrder, Stay
from phaodai.response.testing.models import Tube
from phaodai.response.testing.services import record_result
from phaodai.response.tracing.models import Contact, Exposure, Handover

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("city"),  # loaded once, in one process
    pytest.mark.usefixtures("loaded"),
]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[LoadedCity]:
    """One city for the whole file, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_city(people=1000, seed=7)
        transaction.set_rollback(True)
    clock.forget()


def test_everybody_and_everything_is_there(loaded: LoadedCity) -> None:
    assert Person.objects.count() == 1000
    assert Household.objects.count() == len(loaded.city.people.home_address)
    of_devices = VisitClock.objects.count()  # the visits of a phone whose clock is wrong came on top
    assert Visit.objects.filter(source__in=["scan", "typed"]).count() == len(loaded.city.records) + of_devices
    assert TrueInfection.objects.count() == len(loaded.city.truth.infections)
    assert TrueContact.objects.count() == len(loaded.city.truth.meetings)


def test_no_deed_was_refused_and_no_step_failed(loaded: LoadedCity) -> None:
    assert loaded.refused == []
    assert not Delivery.objects.exclude(state=DeliveryState.DONE).exists()


def test_history_was_written_for_what_was_copied() -> None:
    person = Person.objects.order_by("pk").first()
    assert person is not None
    assert person.events.filter(pgh_label="insert").count() == 1  # type: ignore[attr-defined]


def test_places_have_codes_and_people_posts() -> None:
    assert all(is_valid(code) for code in Place.objects.values_list("code", flat=True)[:50])
    assert PostHolding.objects.filter(post__area__level="ward").exists()


def test_the_clock_stands_at_the_scenario() -> None:
    assert clock.is_scenario()
    assert clock.local_day(clock.now()).isoformat() == "2021-09-14"


def test_one_account_for_each_role_can_sign_in(loaded: LoadedCity) -> None:
    assert {login.role for login in loaded.logins} == set(Role.values)
    for login in loaded.logins:
        user = User.objects.get(username=login.user)
        assert user.check_password(login.password)
        assert user.needs_second_factor == (login.totp_secret is not None)


def test_the_file_of_accounts_is_for_its_owner_only(
    loaded: LoadedCity, settings: Any, tmp_path: Path
) -> None:
    settings.PHAODAI_HOME = tmp_path
    path = write_logins(loaded.logins)
    assert path == logins_file()
    assert path.stat().st_mode & 0o777 == 0o600
    first = json.loads(path.read_text(encoding="utf-8"))[0]
    assert set(first) == {"role", "user", "password", "totp_secret", "token", "area", "title"}


@pytest.mark.parametrize("status", ["confirmed", "suspected", "discarded", "recovered"])
def test_there_are_cases_of_every_kind(status: str) -> None:
    assert Case.objects.filter(status=status).exists()


@pytest.mark.parametrize("state", ["candidate", "verified", "rejected", "withdrawn"])
def test_there_are_contacts_of_every_kind(state: str) -> None:
    assert Contact.objects.filter(state=state).exists()


def test_there_is_work_of_every_kind() -> None:
    now = clock.now()
    assert {"draft", "signed", "withdrawn"} <= set(QuarantineOrder.objects.values_list("state", flat=True))
    assert Appeal.objects.filter(state="open").exists()
    assert Handover.objects.filter(state="sent").exists()
    assert Handover.objects.filter(state="acknowledged").exists()
    assert Stay.objects.exists()
    assert Tube.objects.filter(state="received", due_at__lt=now).exists()
    assert Tube.objects.filter(method="pcr_pool", results__value="positive").exists()
    assert Contact.objects.filter(state="candidate", due_at__lt=now).exists()


def waiting_singles() -> list[Tube]:
    """What the login ``lab`` may read next: received single tubes of its laboratory."""
    lab = User.objects.get(username="lab")
    return list(Tube.objects.visible_to(lab).filter(method="pcr", state="received").order_by("pk"))


def test_singles_wait_at_the_laboratory_of_the_login() -> None:
    tubes = waiting_singles()
    assert len(tubes) >= 3
    assert all(tube.laboratory is not None and tube.laboratory.code == "CDC-HN" for tube in tubes)


def test_a_positive_one_has_a_family_colleagues_and_others_beside_it() -> None:
    tube = waiting_singles()[0]
    person = Person.objects.get(tube_members__tube=tube)
    at = Visit.objects.filter(person_id=person.pk).latest("start_at").start_at
    with clock.frozen(clock.now()):
        record_result(tube=tube, value="positive", by=User.objects.get(username="lab"))
        run_pending_steps()
    case = Case.objects.get(person=person, status="confirmed")
    found = Exposure.objects.filter(case=case, via=None)
    kinds = {kind: found.filter(kind=kind).count() for kind in ("copresence", "household", "workplace")}
    assert at > clock.now() - timedelta(days=2)
    assert kinds["copresence"] >= 3
    assert kinds["household"] >= 2
    assert kinds["workplace"] >= 1


def test_wards_have_levels_computed_and_decided() -> None:
    live = AreaStatus.objects.filter(valid__contains=clock.now())
    assert live.exclude(computed="").count() >= 18
    assert 0 < live.exclude(level="").count() < live.count()


def test_candidates_are_measured_against_the_truth(loaded: LoadedCity) -> None:
    document = measure(loaded.run)
    row = document["rows"][0]
    assert document["cases_traced"] > 3
    assert 0.5 < row["recall"] <= 1.0
    assert 0.0 < row["precision"] <= 1.0
    assert row["found"] <= min(row["true_contacts"], row["candidates"])
    assert "recall" in as_table(document)


def test_status_says_that_it_is_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo", "status", json=True)
    document = json.loads(capsys.readouterr().out)
    assert document["loaded"]
    assert document["people"] == 1000


def test_loading_again_changes_nothing(
    capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path
) -> None:
    settings.PHAODAI_HOME = tmp_path
    call_command("demo", "load", json=True)
    assert DrillRun.objects.count() == 1
    assert not logins_file().exists()


def test_a_city_is_not_loaded_over_other_people(loaded: LoadedCity) -> None:
    with pytest.raises(HoldsOtherData):
        load_city(people=1000, seed=8)
    assert finished_run() == loaded.run
