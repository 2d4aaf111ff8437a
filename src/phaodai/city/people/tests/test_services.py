from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from phaodai.city.organizations.models import Post
from phaodai.city.people import queries, services
from phaodai.city.people.models import Household, Identifier, Person, PostHolding
from phaodai.city.people.services.register import Home
from phaodai.city.people.terms import AffiliationKind, IdentifierKind, Look, ResidenceKind, Sex
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.queries import actions_on, reads_of
from tests.cast import Cast, at

REASON = "Gọi lại xác minh"


def register(cast: Cast, **facts: Any) -> Person:
    given = {"full_name": "ĐỖ THỊ LAN", "area": cast.ward_a, "birth_year": 1990, "sex": Sex.FEMALE}
    return services.register_person(**{"by": cast.ward_clerk_a, **given, **facts})


def test_registering_composes_names_and_writes_keys_and_residence(cast: Cast) -> None:
    person = register(cast, phone="0168 999 0000", address=" Ngõ 9 ", further_phones=["024 3825 3536", ""])
    assert (person.full_name, person.search_key, person.phone) == ("Đỗ Thị Lan", "do thi lan", "+84389990000")
    assert [phone.number for phone in person.phones.all()] == ["+842438253536"]
    home = person.residences.get()
    assert (home.kind, home.area, home.address) == (ResidenceKind.CURRENT, cast.ward_a, "Ngõ 9")
    assert home.valid.lower == clock.today()
    assert actions_on("person", person.uuid).get().action == "person.registered"
    assert isinstance(person.subject_no, int)


def test_residences_of_the_three_kinds_are_kept_apart(cast: Cast) -> None:
    homes = {
        ResidenceKind.PERMANENT: Home(cast.ward_c, "Số 1 Láng Hạ"),
        ResidenceKind.TEMPORARY: Home(None, "Nhà trọ"),
    }
    person = register(cast, residences=homes)
    kinds = {row.kind: row.area for row in person.residences.all()}
    assert kinds == {"current": cast.ward_a, "permanent": cast.ward_c, "temporary": None}
    assert person.area == cast.ward_a


def test_a_code_that_does_not_fit_is_kept_with_a_warning(cast: Cast) -> None:
    person = register(cast, identifiers={"citizen": "001 090 123 456"})
    assert person.identifiers.get().warnings == ["code_sex"]


def test_a_citizen_code_taken_is_named_with_its_holder(cast: Cast) -> None:
    with pytest.raises(ValidationError) as caught:
        register(cast, identifiers={"citizen": "001074000011"})
    assert list(caught.value.message_dict) == ["citizen_code"]
    assert "Nguyễn Văn An" in caught.value.message_dict["citizen_code"][0]
    assert caught.value.error_dict["citizen_code"][0].code == "duplicate"


def test_a_holder_out_of_reach_is_not_named(cast: Cast) -> None:
    with pytest.raises(ValidationError) as caught:
        register(cast, identifiers={"citizen": "001074000011"}, area=cast.ward_b, by=cast.ward_clerk_b)
    assert "Nguyễn" not in caught.value.message_dict["citizen_code"][0]


def test_old_cards_may_be_shared(cast: Cast) -> None:
    for name in ("Lê Văn Một", "Lê Văn Hai"):
        register(cast, full_name=name, identifiers=[("old_card", "271460000")])
    assert Identifier.objects.filter(value="271460000").count() == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"full_name": " "}, "full_name"),
        ({"full_name": "Lan | 9"}, "full_name"),
        ({"phone": "115"}, "phone"),
        ({"birth_year": 1700}, "birth_year"),
        ({"birth_year": 2022}, "birth_year"),
        ({"birth_on": date(1991, 5, 5)}, "birth_year"),
        ({"identifiers": {"citizen": "123"}}, "citizen_code"),
        ({"identifiers": {"old_card": "123"}}, "old_card"),
    ],
)
def test_a_slip_is_named_by_its_field(cast: Cast, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        register(cast, **facts)
    assert list(caught.value.message_dict) == [field]
    assert not Person.objects.filter(full_name="Đỗ Thị Lan").exists()


def test_who_may_report_a_case_may_register_and_nobody_else(cast: Cast) -> None:
    assert register(cast, by=cast.sampler)
    for user in (cast.lab, cast.checkpoint, cast.admin):
        with pytest.raises(PermissionDenied):
            register(cast, by=user)


def test_a_report_may_be_about_somebody_elsewhere(cast: Cast) -> None:
    person = register(cast, area=cast.ward_c)
    assert not queries.visible_people(cast.ward_clerk_a).filter(pk=person.pk).exists()
    assert queries.visible_people(cast.ward_clerk_c).filter(pk=person.pk).exists()


def test_editing_needs_a_reason_and_keeps_it(cast: Cast) -> None:
    with pytest.raises(ValidationError) as caught:
        services.edit_person(person=cast.an, by=cast.ward_clerk_a, reason=" ", full_name="Nguyễn Văn Ân")
    assert list(caught.value.message_dict) == ["reason"]
    person = services.edit_person(
        person=cast.an, by=cast.ward_clerk_a, reason=REASON, full_name="nguyễn văn ân"
    )
    assert (person.full_name, person.search_key) == ("Nguyễn Văn Ân", "nguyen van an")
    deed = actions_on("person", cast.an.uuid).get()
    assert (deed.action, deed.reason, deed.data) == ("person.edited", REASON, {"fields": ["full_name"]})


def test_nothing_changed_leaves_no_trace(cast: Cast) -> None:
    services.edit_person(person=cast.an, by=cast.ward_clerk_a, reason=REASON, full_name=cast.an.full_name)
    assert not actions_on("person", cast.an.uuid).exists()


def test_a_new_year_of_birth_renews_the_warnings(cast: Cast) -> None:
    services.edit_person(person=cast.an, by=cast.ward_clerk_a, reason=REASON, birth_year=1975)
    assert cast.an.identifiers.get().warnings == ["code_year"]


def test_what_is_not_editable_is_a_mistake_of_the_caller(cast: Cast) -> None:
    with pytest.raises(TypeError):
        services.edit_person(person=cast.an, by=cast.ward_clerk_a, reason=REASON, area=cast.ward_b)


def test_people_out_of_reach_cannot_be_edited(cast: Cast) -> None:
    for user in (cast.ward_clerk_b, cast.commander, cast.lab):
        with pytest.raises(PermissionDenied):
            services.edit_person(person=cast.an, by=user, reason=REASON, birth_year=1975)
        with pytest.raises(PermissionDenied):
            services.move_person(person=cast.an, area=cast.ward_b, by=user)


def test_history_carries_user_and_reason(cast: Cast) -> None:
    services.edit_person(person=cast.an, by=cast.ward_clerk_a, reason=REASON, occupation="Thợ in")
    event = cast.an.events.order_by("-pgh_id").select_related("pgh_context").first()
    assert event.pgh_context.metadata["user"] == cast.ward_clerk_a.pk
    assert event.pgh_context.metadata["reason"] == REASON


def test_moving_closes_one_residence_and_opens_another(cast: Cast) -> None:
    with clock.frozen(at(1)):
        person = register(cast, address="Ngõ 9")
    services.move_person(
        person=person, area=cast.ward_b, address="Số 5", by=cast.ward_clerk_a, on=date(2021, 9, 10)
    )
    rows = [(row.area, row.valid.lower.day, row.valid.upper) for row in person.residences.order_by("valid")]
    assert rows == [(cast.ward_a, 1, date(2021, 9, 10)), (cast.ward_b, 10, None)]
    person.refresh_from_db()
    assert (person.area, person.address) == (cast.ward_b, "Số 5")
    assert not queries.visible_people(cast.ward_clerk_a).filter(pk=person.pk).exists()


def test_moving_twice_a_day_keeps_the_last(cast: Cast) -> None:
    person = register(cast)
    services.move_person(person=person, area=cast.ward_a, address="Số 6", by=cast.ward_clerk_a)
    assert [row.address for row in person.residences.all()] == ["Số 6"]


def test_a_registered_residence_moves_nobody(cast: Cast) -> None:
    kind = ResidenceKind.PERMANENT
    services.move_person(person=cast.an, area=cast.ward_c, address="Quê", kind=kind, by=cast.ward_clerk_a)
    cast.an.refresh_from_db()
    assert cast.an.area == cast.ward_a


@pytest.mark.parametrize("day", [date(2021, 9, 15), date(2021, 8, 1)])
def test_a_move_lies_between_the_open_residence_and_today(cast: Cast, day: date) -> None:
    with clock.frozen(at(1)):
        person = register(cast)
    with pytest.raises(ValidationError):
        services.move_person(person=person, area=cast.ward_b, by=cast.ward_clerk_a, on=day)


def test_households_are_opened_joined_and_left(cast: Cast) -> None:
    home = services.create_household(area=cast.ward_a, address="Ngõ 3, số 1", by=cast.ward_clerk_a)
    services.join_household(person=cast.hoa, household=home, by=cast.ward_clerk_a)
    cast.hoa.refresh_from_db()
    assert (cast.hoa.household, cast.hoa.address) == (home, "Ngõ 3, số 1")
    assert list(queries.members_of(cast.ward_clerk_a, home)) == [cast.hoa]
    services.leave_household(person=cast.hoa, by=cast.ward_clerk_a)
    cast.hoa.refresh_from_db()
    assert cast.hoa.household is None
    assert Household.objects.exclude(pk=home.pk).get().code != home.code


def test_households_elsewhere_are_not_ours_to_open_or_fill(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        services.create_household(area=cast.ward_b, address="Số 1", by=cast.ward_clerk_a)
    home = services.create_household(area=cast.ward_b, address="Số 1", by=cast.ward_clerk_b)
    with pytest.raises(PermissionDenied):
        services.join_household(person=cast.an, household=home, by=cast.ward_clerk_a)
    with pytest.raises(ValidationError):
        services.create_household(area=cast.ward_b, address=" ", by=SYSTEM_ACTOR)


def test_further_numbers_and_telephones_come_and_go(cast: Cast) -> None:
    number = services.add_identifier(
        person=cast.an, kind=IdentifierKind.PASSPORT, value="b1234567", by=cast.ward_clerk_a, reason=REASON
    )
    services.remove_identifier(identifier=number, by=cast.ward_clerk_a, reason=REASON)
    phone = services.add_phone(person=cast.an, number="0900 111 222", by=cast.ward_clerk_a)
    assert services.add_phone(person=cast.an, number="+84900111222", by=cast.ward_clerk_a) == phone
    services.remove_phone(phone=phone, by=cast.ward_clerk_a)
    actions = [deed.action for deed in actions_on("person", cast.an.uuid)]
    assert actions == ["phone.removed", "phone.added", "identifier.removed", "identifier.added"]


def test_a_full_number_is_shown_for_a_reason_that_is_kept(cast: Cast) -> None:
    number = cast.an.identifiers.get()
    facts = {"uuid": cast.an.uuid, "identifier_id": number.pk}
    assert services.reveal_identifier(**facts, by=cast.ward_clerk_a, reason=REASON) == number
    assert reads_of("person", cast.an.uuid).get().purpose.endswith(REASON)
    with pytest.raises(ValidationError):
        services.reveal_identifier(**facts, by=cast.ward_clerk_a, reason="")
    with pytest.raises(PermissionDenied):
        services.reveal_identifier(**facts, by=cast.commander, reason=REASON)
    with pytest.raises(Http404):
        services.reveal_identifier(**facts, by=cast.ward_clerk_b, reason=REASON)
    with pytest.raises(Http404):
        services.reveal_identifier(
            uuid=cast.hoa.uuid, identifier_id=number.pk, by=cast.ward_clerk_a, reason=REASON
        )


def test_looking_leaves_a_row(cast: Cast) -> None:
    assert services.open_person(uuid=cast.an.uuid, by=cast.investigator, look=Look.PERSON) == cast.an
    row = reads_of("person", cast.an.uuid).get()
    assert (row.actor_name, row.purpose) == (cast.investigator.full_name, "Xem hồ sơ")
    with pytest.raises(Http404):
        services.open_person(uuid=cast.an.uuid, by=cast.ward_clerk_b, look=Look.PERSON)


def test_custody_lets_another_area_see_for_its_time(cast: Cast) -> None:
    reference = uuid4()
    given = {"person": cast.an, "reason": "handover", "reference": reference, "valid": (at(14), None)}
    first = services.give_custody(**given, area=cast.ward_b, by=cast.ward_clerk_a)
    assert services.give_custody(**given, area=cast.ward_b, by=cast.ward_clerk_a) == first
    assert queries.person_for(cast.ward_clerk_b, cast.an.uuid) == cast.an
    assert services.end_custody(reference=reference, at=at(14, 15)) == 1
    assert services.end_custody(reference=reference, at=at(14, 15)) == 0
    with pytest.raises(Http404):
        queries.person_for(cast.ward_clerk_b, cast.an.uuid)


def test_work_and_school_are_from_to(cast: Cast) -> None:
    given = {"person": cast.an, "kind": AffiliationKind.WORK, "place": cast.workshop, "by": cast.ward_clerk_a}
    with clock.frozen(at(1)):
        work = services.start_affiliation(**given, group="Ca sáng")
    assert services.start_affiliation(**given, group="Ca sáng") == work
    assert list(queries.affiliates_of(cast.ward_clerk_a, cast.workshop.pk)) == [cast.an]
    services.end_affiliation(affiliation=work, by=cast.ward_clerk_a)
    assert not queries.affiliations_of(cast.an).exists()


def test_a_post_has_one_holder_at_a_time(cast: Cast) -> None:
    post = Post.objects.create(organization=cast.committee, title="Chủ tịch")
    with clock.frozen(at(1)):
        services.appoint_holder(post=post, person=cast.an, by=cast.admin)
    services.appoint_holder(post=post, person=cast.binh, by=cast.admin)
    holders = PostHolding.objects.order_by("valid").values_list("person", flat=True)
    assert list(holders) == [cast.an.pk, cast.binh.pk]
    with pytest.raises(PermissionDenied):
        services.appoint_holder(post=post, person=cast.an, by=cast.commander)
