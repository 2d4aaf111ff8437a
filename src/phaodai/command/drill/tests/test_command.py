"""``phaodai demo``: refusals in one sentence."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from phaodai.city.people.models import Person
from phaodai.command.drill.models import DrillRun
from phaodai.command.drill.wiping import is_half_loaded, wipe
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        call_command("demo", *words)
    return int(stopped.value.code or 0)


def test_status_of_an_empty_database(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo", "status", "--json")
    assert json.loads(capsys.readouterr().out) == {"loaded": False}
    assert run("status") == 1


def test_a_load_that_was_interrupted_counts_as_none(capsys: pytest.CaptureFixture[str], cast: Cast) -> None:
    DrillRun.objects.create(seed=1, people=1000, scenario_at=cast.now)
    call_command("demo", "status", "--json")
    assert not json.loads(capsys.readouterr().out)["loaded"]


def test_a_half_loaded_city_is_taken_back(cast: Cast) -> None:
    DrillRun.objects.create(seed=1, people=1000, scenario_at=cast.now)
    assert is_half_loaded()
    wipe()
    assert not Person.objects.exists()
    assert not DrillRun.objects.exists()


def test_a_whole_city_is_never_wiped(cast: Cast) -> None:
    DrillRun.objects.create(seed=1, people=1000, scenario_at=cast.now, finished_at=cast.now)
    with pytest.raises(RuntimeError):
        wipe()
    assert Person.objects.exists()


def test_a_database_with_people_is_refused(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("load", "--people", "600") == 2
    assert "holds other data" in capsys.readouterr().err
    assert not DrillRun.objects.exists()


def test_no_demo_where_none_is_wanted(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.PHAODAI_DEMO = False
    assert run("load") == 2
    assert "PHAODAI_DEMO=0" in capsys.readouterr().err


@pytest.mark.parametrize("people", ["10", "9999999"])
def test_a_city_of_an_impossible_size_is_refused(people: str) -> None:
    assert run("load", "--people", people) == 2


def test_there_is_no_truth_without_a_city() -> None:
    assert run("truth") == 2
