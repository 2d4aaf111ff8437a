"""Who answers for what: one owner by database, inheritance, gaps, roster, pages and API."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from phaodai.city.accounts.permissions import Role
from phaodai.city.accounts.services import issue_token
from phaodai.city.duties import queries, services
from phaodai.city.duties.models import Responsibility
from phaodai.city.duties.terms import REQUIRED, Job
from tests.cast import at, make_user

DAY = date(2021, 9, 14)


@pytest.fixture
def clerk(cast):
    return make_user("duty_clerk", Role.OFFICE, organization=cast.committee)


def name(cast, clerk, area, person, **more):
    return services.name_responsible(
        area=area, job=more.pop("job", Job.TRACING), person=person, by=clerk, **more
    )


def line(area, job=Job.TRACING, day=DAY):
    return next(row for row in queries.responsible_here(area, day) if row.job == job)


def test_a_new_owner_takes_over(cast, clerk):
    first = name(cast, clerk, cast.ward_a, cast.an, since=date(2021, 9, 1))
    name(cast, clerk, cast.ward_a, cast.chi)
    first.refresh_from_db()
    assert first.valid.upper == DAY
    assert line(cast.ward_a).owner.person == cast.chi
    assert line(cast.ward_a, day=date(2021, 9, 5)).owner.person == cast.an


def test_the_database_knows_one_owner_only(cast, clerk):
    row = name(cast, clerk, cast.ward_a, cast.an)
    with pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.create(area=cast.ward_a, job=row.job, person=cast.chi, valid=(DAY, None))
    Responsibility.objects.create(
        area=cast.ward_a, job=row.job, part="deputy", person=cast.chi, valid=(DAY, None)
    )


def test_where_nobody_is_named_the_area_around_answers(cast, clerk):
    name(cast, clerk, cast.hbt, cast.an, phone="0900")
    name(cast, clerk, cast.hbt, cast.chi, part="deputy")
    found = line(cast.ward_a)
    assert found.owner.person == cast.an
    assert found.is_inherited
    assert [row.person for row in found.deputies] == [cast.chi]
    assert line(cast.ward_c).owner is None


def test_gaps_are_the_required_jobs_without_an_own_owner(cast, clerk):
    for job in REQUIRED:
        name(cast, clerk, cast.ward_a, cast.an, job=job)
    areas = {gap.area for gap in queries.gaps(cast.hbt, DAY)}
    assert areas == {cast.hbt, cast.ward_b}


def test_nobody_names_people_for_another_district(cast, clerk):
    with pytest.raises(PermissionDenied):
        name(cast, clerk, cast.ward_c, cast.an)
    with pytest.raises(PermissionDenied):
        name(cast, cast.commander, cast.ward_a, cast.an)


def test_relieving_leaves_a_gap(cast, clerk):
    row = name(cast, clerk, cast.ward_a, cast.an, since=date(2021, 9, 1))
    services.relieve_responsible(responsibility=row, by=clerk)
    assert line(cast.ward_a).owner is None
    with pytest.raises(ValidationError):
        services.relieve_responsible(responsibility=row, by=clerk)


def test_one_on_duty_and_nobody_twice(cast, clerk):
    plan = {"organization": cast.committee, "person": cast.an, "by": clerk}
    services.plan_shift(**plan, start=at(14, 7), end=at(14, 19))
    services.plan_shift(**plan, start=at(14, 19), end=at(15, 7))
    with pytest.raises(ValidationError):
        services.plan_shift(**plan | {"person": cast.chi}, start=at(14, 18), end=at(14, 20))
    with pytest.raises(ValidationError):
        services.plan_shift(**plan | {"organization": cast.health_centre}, start=at(14, 8), end=at(14, 9))
    assert [row.person for row in queries.on_duty(at(14, 16))] == [cast.an]


def test_the_pages(cast, clerk, client_as):
    desk = client_as(clerk)
    post = {"job": "tracing", "part": "owner", "person": "001074000011", "office": "Phó Chủ tịch"}
    desk.post(reverse("duties:name", args=[cast.ward_a.uuid]), post)
    for page in ("area", "area_panel"):
        assert (
            "Nguyễn Văn An" in desk.get(reverse(f"duties:{page}", args=[cast.ward_a.uuid])).content.decode()
        )
    assert "Phường Bạch Mai" in desk.get(reverse("duties:gaps")).content.decode()
    start = {"person": "Lê Thị Chi", "start": "2021-09-14T07:00", "end": "2021-09-14T19:00"}
    desk.post(reverse("duties:plan", args=[cast.committee.uuid]), start)
    assert "Lê Thị Chi" in desk.get(reverse("duties:roster")).content.decode()
    row = Responsibility.objects.get()
    Responsibility.objects.update(valid=(DAY - timedelta(days=3), None))
    desk.post(reverse("duties:relieve", args=[row.uuid]))
    assert Responsibility.objects.get().valid.upper == DAY
    outside = client_as(cast.ward_clerk_a)
    assert outside.post(reverse("duties:name", args=[cast.ward_a.uuid]), post).status_code == 404
    far = desk.post(reverse("duties:name", args=[cast.ward_c.uuid]), post)
    assert far.status_code == 404


def test_the_roster_lists_the_hours_nobody_is_put_down_for(cast, clerk, client_as):
    for person, start, end in ((cast.an, 6, 14), (cast.binh, 16, 22)):
        services.plan_shift(
            organization=cast.committee, person=person, start=at(14, start), end=at(14, end), by=clerk
        )
    shifts = queries.roster(at(14), at(15))
    holes = [(hole.start, hole.end) for hole in queries.uncovered(shifts, at(14, 8), at(15))]
    assert holes == [(at(14, 14), at(14, 16)), (at(14, 22), at(15))]
    assert queries.uncovered(shifts, at(14, 16), at(14, 22)) == []
    assert queries.uncovered([], at(14), at(15)) == []
    assert (
        "Hours nobody is put down for"
        in client_as(clerk).get(reverse("duties:roster"), headers={"accept-language": "en"}).content.decode()
    )


def test_gaps_in_reach_come_first(cast, clerk, client_as):
    page = client_as(clerk).get(reverse("duties:gaps")).context["page"]
    assert {gap.area for gap in page.object_list[:3]} == {cast.hbt, cast.ward_a, cast.ward_b}
    ward = client_as(cast.ward_clerk_c).get(reverse("duties:gaps")).context["page"]
    assert ward.object_list[0].area == cast.ward_c


def test_who_is_responsible_here_by_api(cast, clerk, client):
    name(cast, clerk, cast.hbt, cast.an, phone="0900")
    token = issue_token(user=cast.ward_clerk_a, name="x", by=cast.ward_clerk_a)
    answer = client.get(
        f"/api/v1/duties/areas/{cast.ward_a.uuid}", headers={"Authorization": f"Bearer {token}"}
    )
    found = {row["job"]: row for row in answer.json()}
    assert found["tracing"]["owner"] == {"name": "Nguyễn Văn An", "office": "", "phone": "0900"}
    assert found["tracing"]["from_area"] == str(cast.hbt.uuid)
    assert found["welfare"]["owner"] is None
