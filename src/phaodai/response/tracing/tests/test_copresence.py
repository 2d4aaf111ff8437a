"""Generated cases: the query over the ledger gives the rows of the reference."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from phaodai.city.places.models import Place
from phaodai.core import clock
from phaodai.response.movement.models import Visit as LedgerVisit
from phaodai.response.movement.partitions import ensure_partitions
from phaodai.response.movement.services import INSERT
from phaodai.response.movement.terms import VisitSource
from phaodai.response.tracing.copresence import Period, meetings_of, visits_of
from tests.cast import Cast, at
from tests.tracegraph.generated import PEOPLE, case_periods, moments, policies, visit_lists
from tracegraph import CasePeriod, LingerPolicy, Visit, first_tier_contact, ranked, trace

pytestmark = pytest.mark.django_db

PLACES = {"cho": "market", "quan": "restaurant", "cong vien": "outdoor"}
FAR = 2_000_000_000


def as_time(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


class Ledger:
    """Writes generated visits into the real table, under small invented ids."""

    def __init__(self, cast: Cast) -> None:
        kinds = {"cho": cast.market, "quan": cast.canteen, "cong vien": cast.far_shop}
        Place.objects.filter(pk=cast.far_shop.pk).update(kind="outdoor")
        self.places = {name: str(place.pk) for name, place in kinds.items()}
        self.people = {name: number for number, name in enumerate(PEOPLE, start=10_001)}
        ensure_partitions([at(9).date(), at(10).date()])

    def of(self, visits: list[Visit]) -> list[Visit]:
        """The visits as the reference is to see them: ids as text, kinds of the register."""
        return [
            Visit(str(self.people[v.person]), self.places[v.place], PLACES[v.place], v.start, v.end)
            for v in visits
        ]

    def write(self, visits: list[Visit]) -> None:
        rows = [(uuid.uuid4(), int(v.person), int(v.place), as_time(v.start), v.end) for v in visits]
        ids, people, places, starts, ends = zip(*rows, strict=True) if rows else ([],) * 5
        with connection.cursor() as cursor:
            cursor.execute(
                INSERT,
                {
                    "client_id": list(ids), "person_id": list(people), "place_id": list(places),
                    "start_at": list(starts), "end_at": [end and as_time(end) for end in ends],
                    "day": [clock.local_day(start) for start in starts],
                    "source": VisitSource.SCAN, "by": None,
                },
            )  # fmt: skip


@pytest.fixture
def ledger(cast: Cast) -> Ledger:
    return Ledger(cast)


many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(visits=visit_lists(), case=case_periods(), policy=policies())
def test_the_query_agrees_with_the_reference(
    ledger: Ledger, visits: list[Visit], case: CasePeriod, policy: LingerPolicy
) -> None:
    person = str(ledger.people[case.person])
    reference = trace(
        ledger.of(visits), [CasePeriod("1", person, case.infectious_from, case.infectious_to)], policy
    )
    with transaction.atomic():
        ledger.write(ledger.of(visits))
        period = Period(1, int(person), as_time(case.infectious_from), as_time(case.infectious_to or FAR))
        found = meetings_of([period], policy).get(1, {})
        transaction.set_rollback(True)
    rows = ranked(first_tier_contact("1", str(who), met, policy.weights) for who, met in found.items())
    assert rows == reference


@many
@given(visits=visit_lists(), policy=policies(), from_at=moments)
def test_many_periods_in_one_statement_are_each_as_alone(
    ledger: Ledger, visits: list[Visit], policy: LingerPolicy, from_at: int
) -> None:
    with transaction.atomic():
        ledger.write(ledger.of(visits))
        periods = [
            Period(number, number, as_time(from_at), as_time(FAR)) for number in ledger.people.values()
        ]
        together = meetings_of(periods, policy)
        alone = [meetings_of([period], policy) for period in periods]
        transaction.set_rollback(True)
    apart = {key: people for one in alone for key, people in one.items()}
    assert in_order(together) == in_order(apart)


def in_order(found):
    return {key: {who: sorted(map(str, met)) for who, met in people.items()} for key, people in found.items()}


def test_no_visits_of_the_case_are_counted_as_none(ledger: Ledger, cast: Cast) -> None:
    period = Period(1, cast.an.pk, at(7), at(14))
    assert visits_of(period) == 0
    ledger.write([Visit(str(cast.an.pk), str(cast.market.pk), "market", int(at(10).timestamp()), None)])
    assert visits_of(period) == 1
    assert LedgerVisit.objects.count() == 1


def test_no_period_asks_nothing(django_assert_num_queries, ledger: Ledger) -> None:
    with django_assert_num_queries(0):
        assert meetings_of([], LingerPolicy()) == {}


def test_a_visit_a_day_long_that_began_two_days_before_is_seen(ledger: Ledger, cast: Cast) -> None:
    """The case came a day before the period began, the other a day before the case."""
    case, other, place = str(cast.an.pk), str(cast.binh.pk), str(cast.market.pk)
    start = int((at(10) + timedelta(seconds=1)).timestamp())
    day = 86_400
    visits = [
        Visit(case, place, "market", start - day, start),
        Visit(other, place, "market", start - 2 * day + 2, start - day + 1),
        Visit(other, place, "market", start - 1, start + 5),
    ]
    ensure_partitions([at(8).date()])
    ledger.write(visits)
    period = Period(1, cast.an.pk, as_time(start - day), at(14))
    policy = LingerPolicy()
    reference = trace(visits, [CasePeriod("1", case, start - day, None)], policy)
    (found,) = meetings_of([period], policy)[1].items()
    assert first_tier_contact("1", str(found[0]), found[1], policy.weights) == reference[0]
    assert reference[0].visits == 2
