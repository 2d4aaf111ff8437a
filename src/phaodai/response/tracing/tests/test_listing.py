"""Searching and keeping the contacts of a case."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from phaodai.city.people.models import Affiliation
from phaodai.city.people.terms import AffiliationKind
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.models import ActionLog
from phaodai.core.events.models import Event
from phaodai.response.cases.models import DeclaredContact
from phaodai.response.cases.terms import CaseStatus
from phaodai.response.tracing.models import Contact, Exposure, Trace
from phaodai.response.tracing.services import (
    isolate_contact,
    reject_contacts,
    trace_case,
    trace_second_tier,
    verify_contacts,
    withdraw_exposures,
)
from phaodai.response.tracing.terms import ContactState, ExposureKind
from phaodai.response.tracing.tests.factories import contact_of, make_case, ten_september, visit
from tests.cast import FOREVER, Cast, at, make_person

pytestmark = pytest.mark.django_db


def reasons() -> dict[str, set[str]]:
    rows = Exposure.objects.filter(withdrawn_at__isnull=True).select_related("contact__person")
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.contact.person.full_name.split()[-1], set()).add(row.kind)
    return found


def test_shared_places_and_the_household_are_listed_with_the_reason(cast: Cast) -> None:
    case = ten_september(cast)
    trace = trace_case(case=case, by=cast.investigator)
    assert reasons() == {
        "Chi": {"copresence"},
        "Hoa": {"copresence"},
        "Dũng": {"copresence"},
        "Bình": {"household"},
    }
    chi = Exposure.objects.get(contact__person=cast.chi)
    assert (chi.visits, chi.direct_s, chi.linger_s) == (1, 1200, 600)
    assert chi.first_at == at(10, 7, 10)
    assert chi.path[0]["place"] == "Quán bún số 12"
    assert chi.path[0]["place_uuid"] == str(cast.canteen.uuid)
    assert chi.path[0]["start"] == "2021-09-10T07:10:00+07:00"
    assert (trace.candidates, trace.case_visits) == (4, 2)
    assert set(trace.policy_versions) >= {"place_kinds"}
    assert Event.objects.filter(type="contacts_listed", data__case_id=str(case.uuid)).count() == 1
    case.refresh_from_db()
    assert case.contacts_listed_at == cast.now


def test_a_contact_lives_where_the_person_lives_and_waits_for_a_call(cast: Cast) -> None:
    trace_case(case=ten_september(cast), by=cast.investigator)
    contact = contact_of(cast.chi)
    assert (contact.area, contact.state, contact.tier) == (cast.ward_b, ContactState.CANDIDATE, 1)
    assert contact.due_at == at(14, 22)
    assert contact.last_exposed_at == at(10, 7, 40)


def test_tracing_again_changes_nothing(cast: Cast) -> None:
    case = ten_september(cast)
    trace_case(case=case, by=SYSTEM_ACTOR)
    before = list(Exposure.objects.order_by("pk").values("pk", "score", "path", "withdrawn_at"))
    reject_contacts(contacts=[contact_of(cast.chi)], reason="khác phòng", by=cast.investigator)
    trace_case(case=case, by=SYSTEM_ACTOR)
    assert list(Exposure.objects.order_by("pk").values("pk", "score", "path", "withdrawn_at")) == before
    assert contact_of(cast.chi).state == ContactState.REJECTED
    assert Trace.objects.count() == 2


def test_a_shorter_period_withdraws_who_is_no_longer_found(cast: Cast) -> None:
    case = ten_september(cast)
    trace_case(case=case, by=SYSTEM_ACTOR)
    case.infectious_from = at(9)
    case.save()
    trace_case(case=case, by=SYSTEM_ACTOR)
    assert contact_of(cast.dung).state == ContactState.WITHDRAWN
    assert Event.objects.filter(type="contact_withdrawn").count() == 1
    case.infectious_from = at(7)
    case.save()
    trace_case(case=case, by=SYSTEM_ACTOR)
    assert contact_of(cast.dung).state == ContactState.CANDIDATE


def test_a_later_exposure_brings_back_somebody_ruled_out(cast: Cast) -> None:
    case = ten_september(cast)
    trace_case(case=case, by=SYSTEM_ACTOR)
    reject_contacts(contacts=[contact_of(cast.chi)], reason="khác phòng", by=cast.investigator)
    visit(cast.an, cast.canteen, at(12, 7), at(12, 8))
    visit(cast.chi, cast.canteen, at(12, 7), at(12, 8))
    trace_case(case=case, by=SYSTEM_ACTOR)
    assert contact_of(cast.chi).state == ContactState.CANDIDATE
    assert contact_of(cast.chi).last_exposed_at >= at(12, 8)


def test_one_contact_of_two_cases_is_one_record_and_the_latest_exposure_counts(cast: Cast) -> None:
    first = ten_september(cast)
    second = make_case(cast.giang, "DDA-0001")
    visit(cast.giang, cast.workshop, at(12, 8), at(12, 11))
    visit(cast.chi, cast.workshop, at(12, 8), at(12, 11))
    trace_case(case=first, by=SYSTEM_ACTOR)
    trace_case(case=second, by=SYSTEM_ACTOR)
    contact = contact_of(cast.chi)
    assert contact.exposures.count() == 2
    assert (contact.first_exposed_at, contact.last_exposed_at) == (at(10, 7, 10), at(12, 11))

    withdraw_exposures(case=second, by=SYSTEM_ACTOR)
    contact.refresh_from_db()
    assert (contact.state, contact.last_exposed_at) == (ContactState.CANDIDATE, at(10, 7, 40))
    gone = withdraw_exposures(case=first, by=SYSTEM_ACTOR)
    contact.refresh_from_db()
    assert contact.state == ContactState.WITHDRAWN
    assert contact in gone


def test_colleagues_of_the_same_team_and_people_the_patient_named(cast: Cast) -> None:
    for person, group in ((cast.an, "Ca A"), (cast.hoa, "Ca A"), (cast.dung, "Ca B")):
        Affiliation.objects.create(
            person=person, place=cast.workshop, kind=AffiliationKind.WORK, group=group, valid=FOREVER
        )
    case = make_case(cast.an)
    DeclaredContact.objects.create(case=case, person=cast.giang, name="Giang", last_contact_on=at(9).date())
    DeclaredContact.objects.create(case=case, name="Người lạ")
    trace_case(case=case, by=SYSTEM_ACTOR)
    assert reasons() == {"Hoa": {"workplace"}, "Giang": {"declared"}, "Bình": {"household"}}
    assert contact_of(cast.giang).last_exposed_at == at(10)


def test_a_large_workplace_without_teams_is_not_listed_whole(cast: Cast) -> None:
    people = [make_person(f"Thợ {number}", cast.ward_a) for number in range(52)]
    for person in [cast.an, *people]:
        Affiliation.objects.create(person=person, place=cast.workshop, kind="work", valid=FOREVER)
    trace_case(case=make_case(cast.an), by=SYSTEM_ACTOR)
    assert reasons() == {"Bình": {"household"}}


def test_the_second_tier_hangs_on_verified_contacts_and_ends_with_their_isolation(cast: Cast) -> None:
    case = ten_september(cast)
    visit(cast.chi, cast.far_shop, at(11, 9), at(11, 10))
    visit(cast.giang, cast.far_shop, at(11, 9), at(11, 10))
    visit(cast.chi, cast.far_shop, at(9, 9), at(9, 10))
    earlier = make_person("Đến Trước", cast.ward_c)
    visit(earlier, cast.far_shop, at(9, 9), at(9, 10))
    trace_case(case=case, by=SYSTEM_ACTOR)
    assert not Contact.objects.filter(person=cast.giang).exists()

    verify_contacts(contacts=[contact_of(cast.chi)], by=cast.investigator)
    giang = contact_of(cast.giang)
    assert (giang.tier, giang.exposures.get().via) == (2, contact_of(cast.chi))
    assert not Contact.objects.filter(person=earlier).exists()

    isolate_contact(contact=contact_of(cast.chi), at=at(11, 8), by=cast.investigator)
    giang.refresh_from_db()
    assert giang.state == ContactState.WITHDRAWN

    isolate_contact(contact=contact_of(cast.chi), at=None, by=cast.investigator)
    giang.refresh_from_db()
    assert giang.state == ContactState.CANDIDATE
    reject_contacts(contacts=[contact_of(cast.chi)], reason="nhầm người", by=cast.investigator)
    giang.refresh_from_db()
    assert giang.state == ContactState.WITHDRAWN


def test_the_second_tier_is_listed_once_for_many_conclusions(cast: Cast) -> None:
    case = ten_september(cast)
    trace_case(case=case, by=SYSTEM_ACTOR)
    verify_contacts(contacts=[contact_of(cast.chi), contact_of(cast.dung)], by=cast.investigator)
    listed = ActionLog.objects.filter(action="second_tier_listed", subject_id=case.uuid).count()
    for person in (cast.chi, cast.dung):
        trace_second_tier(contact=contact_of(person), by=SYSTEM_ACTOR)
    assert ActionLog.objects.filter(action="second_tier_listed", subject_id=case.uuid).count() == listed


def test_the_household_of_a_verified_contact_is_its_second_tier(cast: Cast) -> None:
    case = make_case(cast.chi)
    visit(cast.chi, cast.market, at(10, 7), at(10, 8))
    visit(cast.an, cast.market, at(10, 7), at(10, 8))
    trace_case(case=case, by=SYSTEM_ACTOR)
    verify_contacts(contacts=[contact_of(cast.an)], by=cast.investigator)
    exposure = contact_of(cast.binh).exposures.get()
    assert (exposure.kind, exposure.path[0]["place"]) == (ExposureKind.VIA_CONTACT, "Ngõ 12, số 7")
    assert exposure.score < contact_of(cast.an).exposures.get().score * 1.01


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"status": CaseStatus.DISCARDED, "closed_at": at(14)}, "closed"),
        ({"infectious_from": None, "infectious_to": None}, "no_period"),
    ],
)
def test_what_cannot_be_traced_says_so(cast: Cast, facts: dict, code: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        trace_case(case=make_case(cast.an, **facts), by=cast.investigator)
    assert wrong.value.code == code


def test_only_who_works_for_the_area_traces(cast: Cast) -> None:
    case = make_case(cast.an)
    for stranger in (cast.ward_clerk_b, cast.lab, cast.commander):
        with pytest.raises(PermissionDenied):
            trace_case(case=case, by=stranger)


def test_no_scan_data_is_written_down_as_none(cast: Cast) -> None:
    trace = trace_case(case=make_case(cast.giang), by=SYSTEM_ACTOR)
    assert (trace.case_visits, trace.candidates) == (0, 0)


def test_the_number_of_queries_does_not_grow_with_the_crowd(
    cast: Cast, django_assert_max_num_queries
) -> None:
    case = ten_september(cast)
    for number in range(60):
        visit(make_person(f"Khách {number}", cast.ward_b), cast.market, at(8, 6, number), at(8, 7))
    with django_assert_max_num_queries(52):
        trace = trace_case(case=case, by=SYSTEM_ACTOR)
    assert trace.candidates == 64
