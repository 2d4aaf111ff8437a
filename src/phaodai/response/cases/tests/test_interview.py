"""The interview: saved twice is saved once, and the ledger says what the interview says."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from phaodai.core.events.models import Event
from phaodai.response.cases import queries, services
from phaodai.response.cases.models import DeclaredContact, InterviewStop
from phaodai.response.cases.tests.factories import confirmed_case, moment
from phaodai.response.movement.models import Visit

TENTH = date(2021, 9, 10)


def saved() -> int:
    return Event.objects.filter(type="interview_saved").count()


def at_the_canteen(cast: Any, **changes: Any) -> services.Stop:
    facts = {"start_at": moment(10, 7, 10), "end_at": moment(10, 7, 40), "place": cast.canteen, **changes}
    return services.Stop(day=TENTH, **facts)


def test_a_stop_at_a_known_place_is_a_visit_and_tells_tracing_once(cast: Any) -> None:
    case, uuid = confirmed_case(cast.an), uuid4()
    for _twice in range(2):
        services.save_stop(case=case, uuid=uuid, stop=at_the_canteen(cast), by=cast.investigator)
    visit = Visit.objects.get()
    assert (visit.client_id, visit.source, visit.person_id) == (uuid, "interview", cast.an.pk)
    assert (InterviewStop.objects.count(), saved()) == (1, 1)


def test_a_corrected_stop_corrects_its_visit(cast: Any) -> None:
    case, uuid = confirmed_case(cast.an), uuid4()
    services.save_stop(case=case, uuid=uuid, stop=at_the_canteen(cast), by=cast.investigator)
    moved = at_the_canteen(cast, place=cast.market, end_at=moment(10, 8))
    services.save_stop(case=case, uuid=uuid, stop=moved, by=cast.investigator)
    visit = Visit.objects.get()
    assert (visit.place_id, visit.end_at) == (cast.market.pk, moment(10, 8))


def test_a_removed_stop_leaves_the_ledger_and_comes_back(cast: Any) -> None:
    case, uuid = confirmed_case(cast.an), uuid4()
    services.save_stop(case=case, uuid=uuid, stop=at_the_canteen(cast), by=cast.investigator)
    for _twice in range(2):
        services.remove_stop(case=case, uuid=uuid, by=cast.investigator)
    assert not Visit.objects.exists()
    services.restore_stop(case=case, uuid=uuid, by=cast.investigator)
    assert Visit.objects.count() == 1
    assert services.remove_stop(case=case, uuid=uuid4(), by=cast.investigator) is None


def test_words_alone_are_kept_without_a_visit(cast: Any) -> None:
    case = confirmed_case(cast.an)
    told = services.Stop(day=TENTH, place_text="tiệm cắt tóc đầu ngõ")
    line = services.save_stop(case=case, uuid=uuid4(), stop=told, by=cast.investigator)
    assert line.place_text == "tiệm cắt tóc đầu ngõ"
    assert not Visit.objects.exists()
    assert saved() == 0


def test_a_stop_older_than_the_ledger_stays_with_the_interview(cast: Any) -> None:
    case, day = confirmed_case(cast.an), date(2021, 6, 1)
    start = moment(1, 8, month=6)
    told = services.Stop(day=day, start_at=start, end_at=start, place=cast.market)
    services.save_stop(case=case, uuid=uuid4(), stop=told, by=cast.investigator)
    assert InterviewStop.objects.count() == 1
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"place": None},
        {"end_at": moment(10, 7)},
        {"end_at": moment(11, 8)},
        {"start_at": moment(11, 7), "end_at": None},
        {"start_at": None},
    ],
)
def test_what_cannot_be_is_refused(cast: Any, changes: dict[str, Any]) -> None:
    case = confirmed_case(cast.an)
    with pytest.raises(ValidationError):
        services.save_stop(
            case=case, uuid=uuid4(), stop=at_the_canteen(cast, **changes), by=cast.investigator
        )


def test_the_future_is_refused(cast: Any) -> None:
    case = confirmed_case(cast.an)
    late = services.Stop(day=date(2021, 9, 14), start_at=moment(14, 23), place=cast.market)
    tomorrow = services.Stop(day=date(2021, 9, 15), place=cast.market)
    for told in (late, tomorrow):
        with pytest.raises(ValidationError):
            services.save_stop(case=case, uuid=uuid4(), stop=told, by=cast.investigator)


def test_an_id_of_another_case_is_refused(cast: Any) -> None:
    uuid = uuid4()
    services.save_stop(
        case=confirmed_case(cast.an), uuid=uuid, stop=at_the_canteen(cast), by=cast.investigator
    )
    with pytest.raises(ValidationError):
        services.save_stop(
            case=confirmed_case(cast.chi), uuid=uuid, stop=at_the_canteen(cast), by=cast.investigator
        )


def test_only_who_investigates_here_may(cast: Any) -> None:
    case = confirmed_case(cast.an)
    with pytest.raises(PermissionDenied):
        services.save_stop(case=case, uuid=uuid4(), stop=at_the_canteen(cast), by=cast.ward_clerk_a)


def test_somebody_named_with_a_ward_is_registered_once(cast: Any) -> None:
    case, uuid = confirmed_case(cast.an), uuid4()
    named = services.Named("Vũ Thị Mận", "0900000777", area=cast.ward_b, relation="friend")
    for _twice in range(2):
        line = services.declare_contact(case=case, uuid=uuid, named=named, by=cast.investigator)
    assert line.person is not None
    assert line.person.area == cast.ward_b
    assert saved() == 1
    services.remove_declared_contact(case=case, uuid=uuid, by=cast.investigator)
    assert DeclaredContact.objects.get().removed_at is not None
    services.restore_declared_contact(case=case, uuid=uuid, by=cast.investigator)
    assert DeclaredContact.objects.get().removed_at is None


def test_who_is_meant_is_found_by_name_and_telephone(cast: Any) -> None:
    assert queries.person_meant(cast.investigator, "Thị Bình", "0900 000 102") == cast.binh
    assert queries.person_meant(cast.investigator, "Bình", "") is None
    assert queries.place_meant(cast.investigator, "cho mo") == cast.market
    assert queries.place_meant(cast.investigator, cast.market.code.lower()) == cast.market
    assert queries.place_meant(cast.investigator, "chợ nào đó") is None


def test_the_form_fills_as_the_days_are_told(cast: Any) -> None:
    case = confirmed_case(cast.an)
    before = case.completeness
    services.mark_quiet_day(case=case, day=TENTH, is_quiet=True, by=cast.investigator)
    case.refresh_from_db()
    assert case.completeness > before
    interview = queries.interview_of(cast.investigator, case.uuid)
    assert (len(interview.days), interview.days_told) == (14, 1)
    services.mark_quiet_day(case=case, day=TENTH, is_quiet=False, by=cast.investigator)
    case.refresh_from_db()
    assert case.completeness == before
