"""From a positive tube to signed orders, and all the way back."""

import pytest

from phaodai.command.playbook.tests.story import case_of, contact_of, order_of, result, visits
from phaodai.core.disclosures.queries import still_misinformed
from phaodai.core.events.models import Delivery, Event
from phaodai.core.events.services import deliver, run_pending_steps
from phaodai.core.worklists.queries import items_for
from phaodai.response.cases.models import Case
from phaodai.response.quarantine.models import OrderEntry, QuarantineOrder
from phaodai.response.quarantine.services import confirm_order, mark_printed, serve_order, sign_order
from phaodai.response.testing.models import TestOrder
from phaodai.response.testing.services import correct_result
from phaodai.response.tracing.models import Exposure
from phaodai.response.tracing.services import reject_contacts, verify_contacts

pytestmark = pytest.mark.django_db


def codes(user) -> set[str]:
    return {item.worklist.code for item in items_for(user)}


@pytest.fixture
def positive(cast):
    """An's PCR is positive."""
    visits(cast)
    return result(cast, [cast.an])


def test_a_positive_pcr_becomes_a_case_with_candidates_drafts_and_work(cast, positive):
    case = case_of(cast.an)
    assert case.status == "confirmed"
    assert contact_of(cast.binh).exposures.filter(kind="household").exists()
    assert contact_of(cast.chi).exposures.filter(kind="copresence").exists()
    assert contact_of(cast.dung) is not None
    assert contact_of(cast.hoa) is None
    assert order_of(cast.an, "isolation").state == "draft"
    assert order_of(cast.binh).state == "draft"
    assert order_of(cast.dung) is None, "ten minutes in a canteen wait for verification"
    assert "orders_to_confirm" in codes(cast.health_officer)
    assert case.contacts_listed_at is not None


def test_a_draft_of_a_candidate_waits_for_verification(cast, positive):
    assert order_of(cast.binh).due_at is None
    with pytest.raises(Exception, match="F1"):
        confirm_order(order=order_of(cast.binh), by=cast.health_officer)
    verify_contacts(contacts=[contact_of(cast.binh)], reason="", by=cast.investigator)
    run_pending_steps()
    assert order_of(cast.binh).due_at is not None
    assert confirm_order(order=order_of(cast.binh), by=cast.health_officer).state == "confirmed"


def signed_order_of(cast, person):
    verify_contacts(contacts=[contact_of(person)], reason="", by=cast.investigator)
    run_pending_steps()
    confirm_order(order=order_of(person), by=cast.health_officer)
    order = sign_order(order=order_of(person), by=cast.authority)
    run_pending_steps()
    return order


def test_verified_confirmed_signed_printed(cast, positive):
    order = signed_order_of(cast, cast.dung)
    assert (order.state, order.number) == ("signed", "01/QĐ-CLYT")
    assert contact_of(cast.dung).isolated_at == cast.now
    tests = TestOrder.objects.filter(person=cast.dung, reason="quarantine")
    assert tests.count() == len(order.test_days) > 0
    mark_printed(order=order, by=cast.ward_clerk_b)
    serve_order(order=order, by=cast.ward_clerk_b)
    assert not still_misinformed("order", order.uuid).exists()


def test_a_signed_isolation_ends_the_infectious_period(cast, positive):
    confirm_order(order=order_of(cast.an, "isolation"), by=cast.health_officer)
    sign_order(order=order_of(cast.an, "isolation"), by=cast.authority)
    run_pending_steps()
    assert case_of(cast.an).isolated_at == cast.now


def test_a_correction_withdraws_everything_and_lists_who_had_been_told(cast, positive):
    order = signed_order_of(cast, cast.dung)
    serve_order(order=order, by=cast.ward_clerk_b)
    correct_result(result=positive, value="negative", reason="Nhầm ống", by=cast.lab)
    run_pending_steps()
    assert case_of(cast.an).status == "discarded"
    assert not Exposure.objects.filter(withdrawn_at__isnull=True).exists()
    assert {contact_of(p).state for p in (cast.binh, cast.chi, cast.dung)} == {"withdrawn"}
    assert set(QuarantineOrder.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert not TestOrder.objects.filter(state="open").exists()
    told = still_misinformed("order", order.uuid)
    assert [row.audience for row in told] == [cast.dung.full_name]
    assert order_of(cast.dung).close_reason


def test_ruled_out_means_no_order(cast, positive):
    reject_contacts(contacts=[contact_of(cast.binh)], reason="Đi vắng cả tuần", by=cast.investigator)
    run_pending_steps()
    assert order_of(cast.binh).state == "withdrawn"


def test_a_positive_pool_makes_nobody_positive(cast):
    visits(cast)
    result(cast, [cast.an, cast.binh], method="pcr_pool")
    assert not Case.objects.exists()
    assert not QuarantineOrder.objects.exists()
    waiting = TestOrder.objects.filter(reason="unpool", method="pcr", state="open")
    assert {order.person for order in waiting} == {cast.an, cast.binh}


def test_a_positive_antigen_test_makes_a_suspicion(cast):
    visits(cast)
    result(cast, [cast.an], method="antigen")
    assert case_of(cast.an).status == "suspected"
    assert TestOrder.objects.filter(person=cast.an, reason="confirm_antigen", state="open").count() == 1
    assert contact_of(cast.binh) is None, "contacts are searched once the case is confirmed"
    assert order_of(cast.an, "isolation").state == "draft"


def test_a_negative_result_follows_nothing(cast):
    result(cast, [cast.an], value="negative")
    assert not Case.objects.exists()
    assert not TestOrder.objects.filter(state="open").exists()


def test_every_step_run_twice_changes_nothing(cast, positive):
    order = signed_order_of(cast, cast.dung)
    correct_result(result=positive, value="indeterminate", reason="Nhầm ống", by=cast.lab)
    run_pending_steps()
    before = counts()
    Delivery.objects.update(state="waiting")
    run_pending_steps()
    assert {**counts(), "events": 0, "entries": 0} == {**before, "events": 0, "entries": 0}
    assert OrderEntry.objects.count() == before["entries"]
    assert order_of(cast.dung).pk == order.pk


def test_done_is_done(cast, positive):
    done = Delivery.objects.filter(state="done").first()
    assert deliver(done.pk) is False


def counts() -> dict[str, int]:
    return {
        "cases": Case.objects.count(),
        "orders": QuarantineOrder.objects.count(),
        "live orders": QuarantineOrder.objects.filter(state__in=["draft", "confirmed", "signed"]).count(),
        "entries": OrderEntry.objects.count(),
        "exposures": Exposure.objects.filter(withdrawn_at__isnull=True).count(),
        "open tests": TestOrder.objects.filter(state="open").count(),
        "tests": TestOrder.objects.count(),
        "events": Event.objects.count(),
    }
