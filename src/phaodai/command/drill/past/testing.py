"""Samples, results and what people are told of them."""

from datetime import datetime, timedelta

from phaodai.command.drill.generator.outbreak import Infection
from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock
from phaodai.response.testing.models import TestResult, Tube
from phaodai.response.testing.services import (
    correct_result,
    label_tube,
    notify_tubes,
    receive_tubes,
    record_result,
    send_tubes,
    take_sample,
)
from phaodai.response.testing.terms import Method, ResultValue

HOUR = timedelta(hours=1)


def plan_sample(
    stage: Stage,
    people: list[int],
    *,
    taken_at: datetime,
    resulted_at: datetime | None,
    value: str = ResultValue.POSITIVE,
    method: str = Method.PCR,
    tell: bool = True,
) -> None:
    """One tube from the swab to the result; without ``resulted_at`` it is still waiting at the laboratory."""
    stage.player.at(taken_at, _take, stage, people, method, resulted_at, value, tell)


def _take(
    stage: Stage, people: list[int], method: str, resulted_at: datetime | None, value: str, tell: bool
) -> None:
    lab, user = stage.lab_for(people[0])
    persons = [stage.person(index) for index in people]
    by = stage.accounts.health_officer
    area = persons[0].area
    if area is None:
        return
    tube = label_tube(area=area, by=by, method=method, laboratory=stage.organizations.by_code[lab])
    take_sample(tube=tube, people=persons, by=by, method=method)
    if method == Method.ANTIGEN:
        stage.player.at(clock.now() + HOUR / 4, _result, stage, tube.pk, "health_officer", value, tell)
        return
    taken_at = clock.now()
    limit = resulted_at or taken_at + 12 * HOUR
    stage.player.at(min(taken_at + HOUR, limit), _send, stage, tube.pk)
    stage.player.at(min(taken_at + 2.5 * HOUR, limit), _receive, stage, tube.pk, user)
    if resulted_at is not None:
        stage.player.at(resulted_at, _result, stage, tube.pk, user, value, tell)


def _send(stage: Stage, tube: int) -> None:
    send_tubes(tubes=[Tube.objects.get(pk=tube)], by=stage.accounts.health_officer)


def _receive(stage: Stage, tube: int, user: str) -> None:
    receive_tubes(tubes=[Tube.objects.get(pk=tube)], by=stage.accounts.users[user])


def _result(stage: Stage, tube: int, user: str, value: str, tell: bool) -> None:
    row = Tube.objects.get(pk=tube)
    ct = round(float(stage.rng.uniform(16, 31)), 1) if value == ResultValue.POSITIVE else None
    record_result(tube=row, value=value, by=stage.accounts.users[user], ct=ct)
    says_nothing = value == ResultValue.INVALID or (
        value == ResultValue.POSITIVE and row.method == Method.PCR_POOL
    )
    if tell and not says_nothing:
        stage.player.at(clock.now() + HOUR / 2, _tell, stage, tube)


def _tell(stage: Stage, tube: int) -> None:
    notify_tubes(tubes=[Tube.objects.get(pk=tube)], by=stage.accounts.health_officer)


def plan_correction(stage: Stage, index: int, at: datetime, reason: str) -> None:
    """The laboratory finds that it mixed up a tube."""
    stage.player.at(at, _correct, stage, index, reason)


def _correct(stage: Stage, index: int, reason: str) -> None:
    _lab, user = stage.lab_for(index)
    result = TestResult.objects.filter(
        tube__members__person=int(stage.ids.persons[index]), value=ResultValue.POSITIVE, is_current=True
    ).latest("pk")
    correct_result(result=result, value=ResultValue.NEGATIVE, reason=reason, by=stage.accounts.users[user])


def sample_of(stage: Stage, infection: Infection) -> None:
    """The sample by which an infection was found."""
    taken_at, resulted_at = stage.hours_of(infection)
    plan_sample(stage, [infection.person], taken_at=taken_at, resulted_at=resulted_at)
