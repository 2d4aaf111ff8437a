"""What quarantine tells the whole: worklists, timeline, indicators, API, jobs, policy."""

from datetime import date, timedelta

import pytest

from phaodai.city.indicators import find
from phaodai.city.indicators.queries import Period, figures
from phaodai.core import clock, policy
from phaodai.core.timeline import entries_of
from phaodai.core.worklists.queries import items_for
from phaodai.response.quarantine import jobs, rules, services
from phaodai.response.quarantine.models import Stay
from phaodai.response.quarantine.terms import OrderSetting
from phaodai.response.quarantine.tests.factories import make_case, make_contact, make_order, make_site
from tests.cast import at

pytestmark = pytest.mark.django_db


def waiting(user) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in items_for(user):
        found.setdefault(item.worklist.code, []).append(item.subject)
    return found


def test_each_decision_waits_for_the_one_who_decides(cast):
    make_order(cast.binh)
    make_order(cast.hoa, contact=make_contact(cast.hoa, state="candidate"))
    make_order(cast.chi, state="confirmed")
    signed = make_order(cast.dung, state="signed", setting="site", site=make_site(cast.site))
    services.file_appeal(order=signed, text="Không tiếp xúc", filed_by="", by=cast.ward_clerk_b)
    assert waiting(cast.health_officer)["orders_to_confirm"] == [cast.binh.full_name]
    authority = waiting(cast.authority)
    assert authority["orders_to_sign"] == [cast.chi.full_name]
    assert authority["appeals_open"] == [cast.dung.full_name]
    assert waiting(cast.site_manager)["people_arriving"] == [cast.dung.full_name]
    assert "orders_to_confirm" not in waiting(cast.ward_clerk_a)
    with clock.frozen(at(27, 8)):
        assert waiting(cast.health_officer)["orders_to_end"] == [cast.dung.full_name]


def test_the_timeline_tells_orders_and_stays_to_who_may_know(cast):
    site = make_site(cast.site)
    order = make_order(cast.chi, setting="site", site=site, case=make_case(cast.an))
    services.confirm_order(order=order, by=cast.health_officer)
    order = services.sign_order(order=order, by=cast.authority)
    services.open_stay(order=order, by=cast.site_manager)
    texts = [entry.text for entry in entries_of(cast.chi.pk, cast.health_officer)]
    assert any(order.number in text for text in texts)
    assert any("giường" in text for text in texts)
    assert not [e for e in entries_of(cast.chi.pk, cast.ward_clerk_a) if order.number in e.text]


def test_the_indicators_count_what_they_say(cast):
    site = make_site(cast.site, beds=(3, 2))
    make_site(cast.committee, is_accepted=False)
    make_contact(cast.binh)
    make_contact(cast.hoa, isolated_at=cast.now)
    order = make_order(cast.chi, state="signed", setting="site", site=site)
    services.open_stay(order=order, by=cast.site_manager)
    wanted = [find("contacts.not_isolated"), find("orders_signed"), find("places_free")]
    found = figures(wanted, [cast.hbt.pk], Period(at(14), at(15)))
    values = {code: figure.value for (code, _area), figure in found.items()}
    assert values == {"contacts.not_isolated": 2, "orders_signed": 1, "places_free": 4}


def test_the_hourly_job_writes_the_rooms(cast):
    site = make_site(cast.site)
    services.open_stay(
        order=make_order(cast.chi, state="signed", setting="site", site=site), by=cast.site_manager
    )
    with clock.frozen(cast.now + timedelta(hours=1)):
        jobs.write_room_visits(timestamp=0)
    assert Stay.objects.get().visited_until == cast.now + timedelta(hours=1)


@pytest.mark.parametrize("setting", OrderSetting.values)
@pytest.mark.parametrize("kind", [rules.QUARANTINE, rules.ISOLATION])
@pytest.mark.parametrize("month", ["2020-06-01", "2021-06-01", "2021-09-14", "2021-12-20", "2022-03-01"])
def test_every_version_of_the_schedule_answers_every_question(month, kind, setting):
    moment = clock.at_local(date.fromisoformat(month))
    table = policy.get("quarantine.schedule", moment).value
    for vaccination in ("any", "full"):
        key = rules.schedule_key(table, kind, vaccination, setting)
        assert set(table[key]) == {"days", "tests", "after_days", "after_tests"}


def test_the_api_lists_confirms_and_signs(cast, client_as):
    order = make_order(cast.binh)
    officer, authority = client_as(cast.health_officer), client_as(cast.authority)
    base = "/api/v1/quarantine"
    assert [row["uuid"] for row in officer.get(base).json()] == [str(order.uuid)]
    assert officer.get(f"{base}/{order.uuid}").json()["state"] == "draft"
    assert authority.post(f"{base}/{order.uuid}/sign").status_code == 409
    assert officer.post(f"{base}/{order.uuid}/confirm").json()["state"] == "confirmed"
    assert authority.post(f"{base}/{order.uuid}/sign").json()["number"] == "01/QĐ-CLYT"
    assert client_as(cast.ward_clerk_b).get(f"{base}/{order.uuid}").status_code == 404
    assert client_as(cast.ward_clerk_a).post(f"{base}/{order.uuid}/confirm").status_code == 404
