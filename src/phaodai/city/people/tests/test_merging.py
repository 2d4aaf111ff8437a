"""Two records of one human being: proposed, looked at again, read as one everywhere, taken apart without loss."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from phaodai.city.people import aliases, queries, services
from phaodai.city.people.models import Identifier, PersonAlias
from tests.cast import Cast, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(cast: Cast):
    """An, registered once more in the next ward, with another paper."""
    return make_person(
        "Nguyễn Văn An", cast.ward_b, birth_year=1974, phone="+84900000199", citizen_code="001074000099"
    )


def merged(cast: Cast, twice) -> PersonAlias:
    merge = services.propose_merge(
        person=twice, means=cast.an, reason="Trùng tên, năm sinh", by=cast.cdc_officer
    )
    return services.approve_merge(merge=merge, by=cast.health_officer)


def test_two_people_merge_and_either_may_not_stand_in_another(cast: Cast, twice):
    assert queries.duplicates_of(cast.health_officer, cast.an) == [twice]
    with pytest.raises(ValidationError):
        services.propose_merge(person=twice, means=cast.an, reason=" ", by=cast.cdc_officer)
    with pytest.raises(PermissionDenied):
        services.propose_merge(person=twice, means=cast.an, reason="x", by=cast.ward_clerk_a)
    merge = services.propose_merge(person=twice, means=cast.an, reason="x", by=cast.cdc_officer)
    assert aliases.records_of(cast.an.pk) == [cast.an.pk], "nothing follows from a proposal"
    with pytest.raises(ValidationError) as refused:
        services.approve_merge(merge=merge, by=cast.cdc_officer)
    assert refused.value.code == "own"
    for person, means in ((twice, cast.hoa), (cast.an, cast.hoa), (cast.hoa, twice)):
        with pytest.raises(ValidationError) as refused:
            services.propose_merge(person=person, means=means, reason="x", by=cast.cdc_officer)
        assert refused.value.code == "merged"
    services.refuse_merge(merge=merge, reason="Hai anh em họ", by=cast.health_officer)
    with pytest.raises(ValidationError):
        services.approve_merge(merge=merge, by=cast.health_officer)


def test_lists_show_a_human_being_once_and_every_number_finds_them(cast: Cast, twice):
    merged(cast, twice)
    by = cast.health_officer
    assert list(queries.list_people(by, text="Văn An")) == [cast.an]
    assert queries.search_people(by, "Văn An") == [cast.an]
    for number in ("0900000199", "001074000099", "0900000101"):
        assert queries.search_people(by, number) == [cast.an], number
    papers = set(queries.identifiers_of(cast.an).values_list("value", flat=True))
    assert papers == {"001074000011", "001074000099"}
    assert aliases.subject_numbers_merged() == {twice.subject_no: cast.an.subject_no}


def test_who_saw_the_other_record_sees_the_one_that_counts(cast: Cast, twice, client_as):
    merged(cast, twice)
    clerk = client_as(cast.ward_clerk_b)
    answer = clerk.get(f"/people/{twice.uuid}/")
    assert (answer.status_code, answer.url) == (302, f"/people/{cast.an.uuid}/")
    assert clerk.get(answer.url).status_code == 200
    assert client_as(cast.ward_clerk_c).get(answer.url).status_code == 404


def test_taken_apart_each_has_what_it_always_had(cast: Cast, twice, client_as):
    merge = merged(cast, twice)
    services.undo_merge(merge=merge, reason="Khác ngày sinh", by=cast.cdc_officer)
    assert aliases.records_of(cast.an.pk) == [cast.an.pk]
    assert {row.value for row in queries.identifiers_of(twice)} == {"001074000099"}
    assert Identifier.objects.count() == len(set(Identifier.objects.values_list("value", flat=True)))
    assert client_as(cast.ward_clerk_b).get(f"/people/{cast.an.uuid}/").status_code == 404
    assert client_as(cast.ward_clerk_b).get(f"/people/{twice.uuid}/").status_code == 200


def test_the_screen_proposes_approves_and_takes_apart(cast: Cast, twice, client_as):
    first, second = client_as(cast.cdc_officer), client_as(cast.health_officer)
    address = f"/people/{cast.an.uuid}/merges"
    assert "Nguyễn Văn An" in first.get(address).content.decode()
    first.post(f"{address}/propose", {"other": "nonsense", "reason": "x"})
    first.post(f"{address}/propose", {"other": str(twice.uuid), "reason": "Trùng giấy tờ"})
    merge = PersonAlias.objects.get()
    assert "Trùng giấy tờ" in second.get(address).content.decode()
    decide = f"{address}/{merge.uuid}"
    first.post(decide, {"deed": "approve"})
    merge.refresh_from_db()
    assert merge.state == "proposed"
    second.post(decide, {"deed": "approve"})
    merge.refresh_from_db()
    assert merge.state == "active"
    assert second.get(address).status_code == 200
    second.post(decide, {"deed": "undo", "reason": "Nhầm"})
    merge.refresh_from_db()
    assert merge.state == "undone"
    assert client_as(cast.ward_clerk_c).get(address).status_code == 404
