"""Aliases and rankings: the query over the ledger, the segments and the reference say the same."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phaodai.city.people.models import Person, PersonAlias
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.tracing import copresence, sealed
from phaodai.response.tracing.backward import clusters, place_days
from phaodai.response.tracing.copresence import Period, meetings_of
from phaodai.response.tracing.services import seal_ledger, trace_case, verify_contacts
from phaodai.response.tracing.services.sealing import segments_store
from phaodai.response.tracing.tests.factories import contact_of, ten_september, visit
from phaodai.response.tracing.tests.test_copresence import FAR, Ledger, as_time, in_order
from tests.cast import Cast, at, make_person
from tests.tracegraph.generated import PEOPLE, case_periods, policies, visit_lists
from tracegraph import CasePeriod, LingerPolicy, Visit, first_tier_contact, ranked, trace
from tracegraph.excess import excess
from tracegraph.segments.backward import place_days as sealed_place_days
from tracegraph.segments.queries import SubjectPeriod

pytestmark = pytest.mark.django_db
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def ledger(cast: Cast, settings, tmp_path) -> Ledger:
    """Real people, so that the segments know their numbers."""
    settings.PHAODAI_TRACE_ENGINE, settings.PHAODAI_HOME = "segments", tmp_path
    sealed._reader.cache_clear()
    sealed._engines.clear()
    made = Ledger(cast)
    made.people = {name: make_person(name, cast.ward_a).pk for name in PEOPLE}
    return made


def begin_anew() -> None:
    store = segments_store()
    for day in store.manifest().days:
        store.drop_day(day)


@few
@given(
    visits=visit_lists(),
    case=case_periods(),
    policy=policies(),
    pairs=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=2),
)
def test_reference_ledger_and_segments_agree_on_people_registered_twice(
    ledger: Ledger, visits: list[Visit], case: CasePeriod, policy: LingerPolicy, pairs: list[tuple[str, str]]
) -> None:
    means: dict[str, str] = {}
    for one, head in pairs:
        if one != head and one not in means and head not in means and one not in means.values():
            means[one] = head
    heads = {str(ledger.people[one]): str(ledger.people[head]) for one, head in means.items()}
    rows = ledger.of(visits)
    whole = [Visit(heads.get(v.person, v.person), v.place, v.kind, v.start, v.end) for v in rows]
    person = str(ledger.people[case.person])
    expected = trace(
        whole, [CasePeriod("1", heads.get(person, person), case.infectious_from, case.infectious_to)], policy
    )
    with transaction.atomic():
        ledger.write(rows)
        for one, head in heads.items():
            PersonAlias.objects.create(
                person_id=int(one), means_id=int(head), state="active", reason="x", proposed_at=clock.now(),
                proposed_by_name="x",
            )  # fmt: skip
        period = Period(1, int(person), as_time(case.infectious_from), as_time(case.infectious_to or FAR))
        by_ledger = meetings_of([period], policy)
        seal_ledger(by=SYSTEM_ACTOR)
        by_segments = sealed.meetings_of([period], policy)
        transaction.set_rollback(True)
    begin_anew()
    assert in_order(by_ledger) == in_order(by_segments)
    found = by_ledger.get(1, {})
    assert (
        ranked(first_tier_contact("1", str(who), met, policy.weights) for who, met in found.items())
        == expected
    )


@few
@given(visits=visit_lists(), policy=policies())
def test_place_days_of_ledger_and_segments_agree(
    ledger: Ledger, visits: list[Visit], policy: LingerPolicy
) -> None:
    numbers = dict(Person.objects.filter(pk__in=ledger.people.values()).values_list("pk", "subject_no"))
    begin, until = at(8), at(13)
    people = list(ledger.people.values())[:3]
    with transaction.atomic():
        ledger.write(ledger.of(visits))
        periods = [Period(key, person, begin, until) for key, person in enumerate(people)]
        by_ledger = place_days(periods, policy)
        seal_ledger(by=SYSTEM_ACTOR)
        snapshot = sealed._reader(sealed.folder(), sealed.ledger_name()).refresh()
        places = sealed.Places.of(sealed._kinds([int(pk) for pk in ledger.places.values()]))
        engine = sealed.Engine(snapshot, policy, places)
        asked = [
            SubjectPeriod(numbers[one], int(begin.timestamp()), int(until.timestamp())) for one in people
        ]
        by_segments = sealed_place_days(engine, asked, limit=10_000)
        transaction.set_rollback(True)
    begin_anew()
    plain = {
        (row.place_id, row.day): (len(row.cases), row.visits, round(row.expected, 6), row.llr)
        for row in by_ledger
    }
    same = {
        (row.place, row.day): (row.cases, row.visits, round(row.expected, 6), row.llr) for row in by_segments
    }
    assert plain.keys() == same.keys()
    for key, values in plain.items():
        assert values == pytest.approx(same[key], abs=1e-6), key


def test_no_more_than_expected_is_no_excess():
    assert excess(2, 2.0) == excess(0, 1.0) == excess(3, 0.0) == 0.0
    assert excess(5, 1.0) > excess(3, 1.0) > 0


def test_nobody_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert copresence.days_of([], LingerPolicy()) == []
    assert clusters([], LingerPolicy(), at_least=3, within_days=7) == []


def test_a_contact_listed_before_a_merge_keeps_its_conclusion(cast: Cast) -> None:
    case = ten_september(cast)
    trace_case(case=case, by=SYSTEM_ACTOR)
    before = contact_of(cast.chi)
    verify_contacts(contacts=[before], reason="x", by=cast.investigator)
    head = make_person("Lê Thị Chi", cast.ward_a, birth_year=1992)
    visit(head, cast.canteen, at(10, 7, 30), at(10, 7, 50))
    PersonAlias.objects.create(
        person=cast.chi, means=head, state="active", reason="x", proposed_at=clock.now(), proposed_by_name="x"
    )
    trace_case(case=case, by=SYSTEM_ACTOR)
    before.refresh_from_db()
    assert before.state == "verified"
    assert before.exposures.get(kind="copresence").visits >= 2, "the visits of both records count"
    assert not type(before).objects.filter(person=head).exists(), "one contact for one human being"
