"""Pages: who sees what, what they say, what they cost."""

import pytest
from django.urls import reverse

from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.core.disclosures.models import Told
from phaodai.response.quarantine.models import Appeal, QuarantineOrder, Stay
from phaodai.response.quarantine.services import (
    confirm_order,
    mark_printed,
    open_stay,
    sign_order,
    withdraw_order,
)
from phaodai.response.quarantine.tests.factories import make_case, make_contact, make_order, make_site

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"quarantine:{name}", args=args)


@pytest.fixture
def draft(cast):
    return make_order(cast.binh, case=make_case(cast.an))


@pytest.fixture
def signed(cast):
    return make_order(cast.chi, state="signed", case=make_case(cast.an))


@pytest.mark.parametrize(
    "name", ["ward_clerk_a", "investigator", "health_officer", "authority", "commander", "cdc_officer"]
)
def test_those_in_reach_open_the_order(cast, client_as, draft, name):
    answer = client_as(getattr(cast, name)).get(url("order", draft.uuid))
    assert answer.status_code == 200
    assert cast.binh.full_name in answer.content.decode()
    assert ReadLog.objects.filter(subject_type="order", subject_id=draft.uuid).count() == 1


@pytest.mark.parametrize(
    "name",
    ["ward_clerk_b", "ward_clerk_c", "lab", "sampler", "site_manager", "checkpoint", "data_officer", "admin"],
)
def test_missing_and_forbidden_answer_alike(cast, client_as, draft, name):
    client = client_as(getattr(cast, name))
    for page in ("order", "print"):
        assert client.get(url(page, draft.uuid)).status_code == 404
        assert client.get(url(page, cast.an.uuid)).status_code == 404
    for deed in ("confirm", "sign", "withdraw", "end", "serve", "appeal", "admit", "undo_confirm"):
        assert client.post(url(deed, draft.uuid)).status_code == 404
    assert not ReadLog.objects.filter(subject_id=draft.uuid).exists()


def test_the_list_filters_sorts_and_exports(cast, client_as, draft, signed):
    client = client_as(cast.health_officer)
    page = client.get(url("list"), {"state": "signed", "sort": "-person"}).content.decode()
    assert cast.chi.full_name in page
    assert cast.binh.full_name not in page
    assert cast.binh.full_name in client.get(url("list"), {"q": "tran thi b"}).content.decode()
    assert client.get(url("list"), {"sort": "'; drop", "kind": "x", "under": "y"}).status_code == 200
    sheet = client.get(url("list"), {"format": "xlsx"})
    assert b"".join(sheet.streaming_content)[:2] == b"PK"
    assert ActionLog.objects.filter(action="order_export").count() == 1


def test_the_list_costs_the_same_for_many(cast, client_as, django_assert_max_num_queries, draft, signed):
    client = client_as(cast.health_officer)
    client.get(url("list"))
    with django_assert_max_num_queries(16):
        client.get(url("list"))


def test_the_order_page_costs_little(cast, client_as, django_assert_max_num_queries, draft):
    client = client_as(cast.health_officer)
    client.get(url("order", draft.uuid))
    with django_assert_max_num_queries(32):
        client.get(url("order", draft.uuid))


def test_confirm_with_a_site_then_undo_then_sign(cast, client_as, draft):
    site = make_site(cast.site)
    officer, authority = client_as(cast.health_officer), client_as(cast.authority)
    settled = {"setting": "site", "site": site.pk, "address": "", "vaccination": "any"}
    assert officer.post(url("confirm", draft.uuid), settled).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.site) == ("confirmed", site)
    officer.post(url("undo_confirm", draft.uuid))
    draft.refresh_from_db()
    assert draft.state == "draft"
    officer.post(url("confirm", draft.uuid), settled)
    assert authority.post(url("sign", draft.uuid)).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.number) == ("signed", "01/QĐ-CLYT")


def test_a_blocked_draft_says_why(cast, client_as):
    order = make_order(cast.binh, contact=make_contact(cast.binh, state="candidate"))
    page = client_as(cast.health_officer).get(url("order", order.uuid)).content.decode()
    assert "chưa được xác minh là F1" in page
    assert 'data-open="confirm"' not in page


def test_bulk_lists_take_only_what_is_in_reach(cast, client_as, draft):
    far = make_order(cast.giang)
    client = client_as(cast.health_officer)
    assert cast.binh.full_name in client.get(url("to_confirm")).content.decode()
    client.post(url("to_confirm"), {"ids": [str(draft.uuid), str(far.uuid), "nonsense"]})
    assert set(QuarantineOrder.objects.values_list("person__full_name", "state")) == {
        (cast.binh.full_name, "confirmed"),
        (cast.giang.full_name, "draft"),
    }
    signer = client_as(cast.authority)
    signer.post(url("to_sign"), {"ids": [str(draft.uuid)]})
    draft.refresh_from_db()
    assert draft.state == "signed"


def test_an_objection_is_taken_in_and_granted(cast, client_as, signed):
    clerk, authority = client_as(cast.ward_clerk_b), client_as(cast.authority)
    clerk.post(url("appeal", signed.uuid), {"filed_by": "", "text": "Tôi không ở đó hôm ấy."})
    appeal = Appeal.objects.get()
    assert "Tôi không ở đó hôm ấy." in authority.get(url("order", signed.uuid)).content.decode()
    answer = {"decision": "granted", "answer": "Đã kiểm tra, đúng như trình bày."}
    authority.post(url("decide", signed.uuid, appeal.uuid), answer)
    signed.refresh_from_db()
    assert signed.state == "withdrawn"


def test_withdrawal_lists_who_must_hear_of_it(cast, client_as, signed):
    mark_printed(order=signed, by=cast.ward_clerk_b)
    withdraw_order(order=signed, reason="Nhầm người", by=cast.authority)
    page = client_as(cast.ward_clerk_b).get(url("order", signed.uuid)).content.decode()
    assert "Phải báo" in page
    told = Told.objects.get()
    client_as(cast.ward_clerk_b).post(url("retracted", signed.uuid, told.uuid))
    told.refresh_from_db()
    assert told.retraction_told_at
    panel = client_as(cast.investigator).get(url("case_panel", signed.case.uuid))
    assert told.audience in panel.content.decode()


def test_panels_show_nothing_out_of_reach(cast, client_as, draft):
    assert client_as(cast.ward_clerk_a).get(url("person_panel", cast.binh.uuid)).status_code == 200
    assert client_as(cast.ward_clerk_b).get(url("person_panel", cast.binh.uuid)).status_code == 404
    assert client_as(cast.ward_clerk_b).get(url("case_panel", draft.case.uuid)).status_code == 404


def test_the_paper_prints_and_is_put_on_record_once(cast, client_as, signed):
    clerk, printed = (
        client_as(cast.ward_clerk_b),
        Told.objects.filter(subject_id=signed.uuid, channel="print"),
    )
    for _again in range(2):
        answer = clerk.get(url("print", signed.uuid))
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content[:5] == b"%PDF-"
    assert not printed.exists()
    assert url("printed", signed.uuid) in clerk.get(url("order", signed.uuid)).content.decode()
    for number in (1, 2):
        address = clerk.post(url("printed", signed.uuid))["Location"]
        assert address.endswith(f"/copies/{number}/")
        assert clerk.get(address).content[:5] == b"%PDF-"
        assert client_as(cast.ward_clerk_a).get(address).status_code == 404
    assert printed.count() == 1
    client_as(cast.authority).post(url("printed", signed.uuid))
    assert printed.count() == 2
    assert client_as(cast.ward_clerk_a).post(url("printed", signed.uuid)).status_code == 404


def test_the_draft_and_the_numbered_order_are_two_papers(cast, draft):
    mark_printed(order=draft, by=cast.health_officer)
    confirm_order(order=draft, by=cast.health_officer)
    sign_order(order=draft, by=cast.authority)
    mark_printed(order=draft, by=cast.health_officer)
    assert Told.objects.filter(subject_id=draft.uuid, channel="print").count() == 2


def test_the_site_manager_gives_beds_and_releases(cast, client_as):
    site = make_site(cast.site)
    order = make_order(cast.chi, state="signed", setting="site", site=site, case=make_case(cast.an))
    client = client_as(cast.site_manager)
    assert cast.chi.full_name in client.get(url("site", site.uuid)).content.decode()
    assert 'data-open="admit"' in client.get(url("order", order.uuid)).content.decode()
    client.post(url("admit", order.uuid), {"room": "", "reason": ""})
    stay = Stay.objects.get()
    assert 'data-open="move"' in client.get(url("order", order.uuid)).content.decode()
    other = site.rooms.exclude(pk=stay.room_id).get()
    client.post(url("move", site.uuid, stay.uuid), {"room": other.pk, "reason": "Ồn"})
    now = Stay.objects.get(during__endswith__isnull=True)
    assert now.room == other
    client.post(url("leave", site.uuid, now.uuid))
    assert not Stay.objects.filter(during__endswith__isnull=True).exists()
    assert client_as(cast.ward_clerk_c).get(url("site", site.uuid)).status_code == 404


def test_the_site_page_costs_the_same_for_many(cast, client_as, django_assert_max_num_queries):
    site = make_site(cast.site, beds=(4, 4, 4))
    case = make_case(cast.an)
    for person in (cast.binh, cast.chi, cast.dung, cast.hoa):
        order = make_order(person, state="signed", setting="site", site=site, case=case)
        open_stay(order=order, by=cast.site_manager)
    client = client_as(cast.site_manager)
    client.get(url("site", site.uuid))
    with django_assert_max_num_queries(19):
        client.get(url("site", site.uuid))


def test_sites_show_free_places(cast, client_as):
    make_site(cast.site, beds=(3, 2))
    page = client_as(cast.health_officer).get(url("sites")).content.decode()
    assert "5 / 5" in page or "Còn 5 trên 5" in page


def test_a_term_to_review_is_drafted_anew_by_one_click(cast, client_as, signed):
    officer = client_as(cast.health_officer)
    assert url("new_term", signed.uuid) not in officer.get(url("order", signed.uuid)).content.decode()
    signed.contact.last_exposed_at = cast.now
    signed.contact.save()
    assert url("new_term", signed.uuid) in officer.get(url("order", signed.uuid)).content.decode()
    answer = officer.post(url("new_term", signed.uuid), follow=True)
    assert signed.number in answer.content.decode()
    assert signed.extensions.get().state == "draft"
    assert client_as(cast.ward_clerk_b).post(url("new_term", signed.uuid)).status_code == 404


def test_a_dialog_with_a_mistake_comes_back_with_what_was_typed(cast, client_as, signed, draft):
    authority, officer = client_as(cast.authority), client_as(cast.health_officer)
    refused = authority.post(url("withdraw", signed.uuid), {"reason": " "})
    assert refused.status_code == 422
    assert "data-reopen" in refused.content.decode()
    refused = officer.post(url("confirm", draft.uuid), {"setting": "home", "address": "Ngõ 5, nhà bà Tư"})
    assert refused.status_code == 422
    assert "Ngõ 5, nhà bà Tư" in refused.content.decode()
    refused = officer.post(url("end", signed.uuid), {"override_reason": ""})
    assert refused.status_code == 422
    assert "data-reopen" in refused.content.decode()
    signed.refresh_from_db()
    assert signed.state == "signed"
