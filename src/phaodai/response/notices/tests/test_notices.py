"""From a draft to what the public reads, and back."""

import json
from xml.etree import ElementTree as Xml

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from phaodai.core import clock
from phaodai.core.audit.models import ActionLog
from phaodai.response.notices import services
from phaodai.response.notices.models import PlaceNotice
from phaodai.response.notices.queries.notices import milestones, public_notices
from phaodai.response.notices.rules import read_windows
from phaodai.response.tracing.services import trace_case
from phaodai.response.tracing.tests.factories import ten_september, visit
from tests.cast import Cast, at, make_person

pytestmark = pytest.mark.django_db
HOURS = "10/9/2021 07:00-08:30"


def windows(text: str = HOURS):
    return read_windows(text)


def some_guests(cast: Cast, count: int = 25) -> None:
    for number in range(count):
        visit(make_person(f"Khách {number}", cast.ward_b), cast.canteen, at(10, 7), at(10, 8))


def published(cast: Cast) -> PlaceNotice:
    some_guests(cast)
    draft = services.draft_notice(place=cast.canteen, windows=windows(), by=cast.health_officer)
    return services.approve_notice(notice=draft, by=cast.commander)


def test_two_people_publish_and_the_content_is_frozen(cast: Cast):
    some_guests(cast)
    draft = services.draft_notice(place=cast.canteen, windows=windows(), by=cast.cdc_officer)
    assert (draft.number, draft.warnings) == ("MDT21-001", [])
    assert public_notices(clock.now()) == [], "nothing follows from a draft"
    with pytest.raises(ValidationError) as refused:
        services.approve_notice(notice=draft, by=cast.cdc_officer)
    assert refused.value.code == "own"
    with pytest.raises(PermissionDenied):
        services.approve_notice(notice=draft, by=cast.health_officer)
    done = services.approve_notice(notice=draft, by=cast.commander)
    cast.canteen.name = "Tên mới"
    cast.canteen.save()
    (one,) = public_notices(clock.now())
    assert one.content["place"] == "Quán bún số 12"
    assert ActionLog.objects.filter(subject_id=done.uuid).count() == 2


def test_homes_and_places_of_one_household_are_refused(cast: Cast):
    with pytest.raises(ValidationError) as refused:
        services.draft_notice(place=cast.home_a, windows=windows(), by=cast.health_officer)
    assert "place" in refused.value.message_dict
    visit(cast.an, cast.canteen, at(10, 7), at(10, 8))
    visit(cast.binh, cast.canteen, at(10, 7), at(10, 8))
    with pytest.raises(ValidationError) as refused:
        services.draft_notice(place=cast.canteen, windows=windows(), by=cast.health_officer)
    assert "place" in refused.value.message_dict
    visit(cast.chi, cast.canteen, at(10, 8), at(10, 9))
    draft = services.draft_notice(place=cast.canteen, windows=windows(), by=cast.health_officer)
    assert draft.warnings == ["small"]
    other = services.draft_notice(place=cast.market, windows=windows(), by=cast.health_officer)
    assert other.warnings == ["no_scans"]


def test_the_place_is_checked_again_when_it_is_approved(cast: Cast):
    draft = services.draft_notice(place=cast.canteen, windows=windows(), by=cast.health_officer)
    visit(cast.an, cast.canteen, at(10, 7), at(10, 8))
    with pytest.raises(ValidationError):
        services.approve_notice(notice=draft, by=cast.commander)


def test_a_next_version_replaces_the_published_one(cast: Cast):
    first = published(cast)
    later = services.draft_update(notice=first, windows=windows("10/9/2021 06:00-08:30"), by=cast.commander)
    assert [one.version for one in public_notices(clock.now())] == [1], "the old one stays until then"
    with pytest.raises(ValidationError):
        services.draft_update(notice=first, windows=windows(), by=cast.cdc_officer)
    services.edit_draft(notice=later, windows=windows("10/9/2021 05:00-08:30"), by=cast.health_officer)
    services.approve_notice(notice=later, by=cast.commander)
    (one,) = public_notices(clock.now())
    assert (one.version, one.content["number"]) == (2, first.number)
    cap = Client().get(f"/notices/public/{later.uuid}.xml").content.decode()
    assert "<msgType>Update</msgType>" in cap
    assert f"phaodai.{first.number}.1," in cap


def test_withdrawn_the_public_reads_so_and_cap_cancels(cast: Cast):
    notice = published(cast)
    with pytest.raises(ValidationError):
        services.withdraw_notice(notice=notice, reason="", by=cast.commander)
    services.withdraw_notice(
        notice=notice, reason="Sai địa điểm, do bệnh nhân An nhớ nhầm", by=cast.commander
    )
    (one,) = public_notices(clock.now())
    assert one.is_withdrawn
    visitor = Client()
    page = visitor.get("/notices/public/").content.decode()
    assert "07:00" not in page
    assert "bệnh nhân An" not in page
    assert "<msgType>Cancel</msgType>" in visitor.get(f"/notices/public/{notice.uuid}.xml").content.decode()
    with clock.frozen(at(25)):
        assert public_notices(clock.now()) == []


def test_it_expires_by_itself(cast: Cast):
    notice = published(cast)
    with clock.frozen(at(29)):
        assert public_notices(clock.now()) == []
        assert Client().get(f"/notices/public/{notice.uuid}.txt").status_code == 404


PUBLIC = ("/notices/public/", "/notices/public/?q=ban", "/notices/public/feed.xml", "/api/v1/notices")


def test_nothing_of_anybody_reaches_the_public(cast: Cast):
    """Names, codes, telephones, addresses of people, codes of cases, numbers of visitors, who drafted and why."""
    case = ten_september(cast)
    some_guests(cast)
    trace_case(case=case, by=cast.health_officer)
    draft = services.draft_notice(place=cast.canteen, windows=windows(), by=cast.health_officer, cases=[case])
    notice = services.approve_notice(notice=draft, by=cast.commander)
    visitor = Client()
    one = (f"/notices/public/{notice.uuid}.txt", f"/notices/public/{notice.uuid}.xml")
    bodies = [visitor.get(path) for path in (*PUBLIC, *one, f"{one[0]}?lang=en")]
    text = "\n".join(answer.content.decode() for answer in bodies)
    text += json.dumps(visitor.get("/api/v1/notices").json(), ensure_ascii=False)
    assert "Quán bún số 12" in text
    people = [*cast.people.values(), *cast.users.values()]
    secrets = {person.full_name for person in people}
    secrets |= {person.phone for person in cast.people.values()} | {
        case.code,
        str(case.uuid),
        "Khách 3",
        "Ngõ 12",
    }
    secrets |= {person.phone.replace("+84", "0") for person in cast.people.values()}
    secrets |= {str(person.uuid) for person in cast.people.values()} | {
        "001074000011",
        notice.drafted_by_name,
    }
    assert {secret for secret in secrets if secret and secret in text} == set()
    allowed = {"number", "place", "address", "ward", "district", "windows", "sender", "advice", "position"}
    assert set(notice.content) == allowed
    fields = {"uuid", "number", "version", "status", "place", "address", "ward", "district", "hours", "published_at",
              "expires_at", "text_vi", "text_en"}  # fmt: skip
    assert set(visitor.get("/api/v1/notices").json()[0]) == fields


def test_drafts_are_nowhere_public(cast: Cast):
    draft = services.draft_notice(place=cast.canteen, windows=windows(), by=cast.health_officer)
    visitor = Client()
    assert all("Quán" not in visitor.get(path).content.decode() for path in PUBLIC)
    assert visitor.get(f"/notices/public/{draft.uuid}.xml").status_code == 404
    services.refuse_notice(notice=draft, reason="Đã gọi hết", by=cast.health_officer)
    assert visitor.get(f"/notices/public/{draft.uuid}.txt").status_code == 404


def test_the_feed_is_atom_and_points_to_cap(cast: Cast):
    notice = published(cast)
    root = Xml.fromstring(Client().get("/notices/public/feed.xml").content)
    name = "{http://www.w3.org/2005/Atom}"
    (entry,) = root.findall(f"{name}entry")
    assert entry.find(f"{name}link").get("href").endswith(f"/notices/public/{notice.uuid}.xml")


def test_the_places_of_a_case_are_offered_without_homes(cast: Cast):
    case = ten_september(cast)
    trace_case(case=case, by=cast.health_officer)
    found = milestones(cast.health_officer, case, 30)
    assert [one.place.name for one in found] == ["Chợ Mơ", "Quán bún số 12"]
    assert found[1].windows[0][0].minute in (0, 30)


def test_the_office_drafts_approves_and_withdraws_on_screen(cast: Cast, client_as):
    case = ten_september(cast)
    trace_case(case=case, by=cast.health_officer)
    some_guests(cast)
    officer, commander = client_as(cast.health_officer), client_as(cast.commander)
    assert "Quán bún số 12" in officer.get(f"/notices/draft?case={case.uuid}").content.decode()
    assert officer.post("/notices/draft", {"place": "nowhere", "windows": HOURS}).status_code == 422
    assert officer.post("/notices/draft", {"place": "Quán bún số 12", "windows": "mai"}).status_code == 422
    assert officer.post("/notices/draft", {"place": "Ngõ 12, số 7", "windows": HOURS}).status_code == 422
    made = officer.post(
        "/notices/draft", {"place": "Quán bún số 12", "windows": HOURS, "case": str(case.uuid)}
    )
    assert made.status_code == 302
    notice = PlaceNotice.objects.get()
    assert list(notice.cases.all()) == [case]
    assert officer.post(f"{made.url}/approve").status_code == 404
    commander.post(f"{made.url}/approve")
    notice.refresh_from_db()
    assert notice.state == "published"
    assert commander.get(made.url).status_code == 200
    assert commander.post(f"{made.url}/hours", {"windows": "x"}).status_code == 422
    assert commander.post(f"{made.url}/hours", {"windows": "10/9/2021 06:00-08:00"}).status_code == 302
    for address in ("/notices/?state=draft", "/notices/?state=expired&sort=-place", "/notices/?q=bun"):
        assert officer.get(address).status_code == 200
    assert "MDT21-001" in b"".join(officer.get("/notices/?format=csv").streaming_content).decode()
    commander.post(f"{made.url}/withdraw", {"reason": "Nhầm quán"})
    notice.refresh_from_db()
    assert (notice.state, notice.end_reason) == ("withdrawn", "Nhầm quán")
