"""Messages: to whom, what in them, signed, tried again, given up, sent again by hand, and never to a private address."""

import json
import time
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from phaodai.city.clients import services
from phaodai.city.clients.models import SendAttempt, Webhook, WebhookMessage
from phaodai.city.clients.services.messages import send_due
from phaodai.city.clients.services.signing import secret_of
from phaodai.city.clients.tests.factories import made_key, made_webhook
from phaodai.core import clock
from phaodai.core.events.models import Delivery
from phaodai.core.events.services import publish, run_pending_steps
from phaodai.core.gateway.rules.signature import is_genuine
from phaodai.core.worklists.queries import items_for
from phaodai.response.cases.events import CaseConfirmed
from phaodai.response.cases.models import Case
from phaodai.response.testing.events import ResultRecorded
from phaodai.response.testing.models import Tube, TubeMember
from phaodai.response.testing.services import record_result
from tests.cast import at
from tests.connections.receiver import receiving


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


def tube(cast, number, laboratory):
    found = Tube.objects.create(
        code=f"M-00000{number}-{number}", method="pcr", area=cast.ward_b, laboratory=laboratory, state="received",
        taken_at=at(14, 8), received_at=at(14, 10), due_at=at(14, 22),
    )  # fmt: skip
    TubeMember.objects.create(tube=found, person=cast.chi)
    return found


@pytest.fixture
def hook(cast, receiver):
    key, _secret = made_key(cast.cdc, "tests.view")
    return made_webhook(key, receiver.url, "result_recorded")


def happened(cast, number=1, laboratory=None):
    """A tube gets its result; steps run."""
    found = tube(cast, number, laboratory or cast.cdc)
    by = cast.lab if laboratory in (None, cast.cdc) else cast.other_lab_user
    record_result(tube=found, value="negative", by=by)
    run_pending_steps()
    return found


def again_now(hook):
    """The pause is over."""
    hook.messages.exclude(next_at=None).update(next_at=clock.real_now())
    return send_due(hook.pk)


def test_a_receiver_is_told_of_what_its_key_may_see_by_kind_and_number_only(cast, receiver, hook):
    mine = happened(cast, 1)
    happened(cast, 2, cast.other_lab)
    assert send_due(hook.pk) == 1
    headers, body = receiver.got[0]
    message = WebhookMessage.objects.get()
    document = json.loads(body)
    assert document == {
        "id": str(message.uuid),
        "type": "result_recorded",
        "version": 1,
        "sequence": 1,
        "occurred_at": "2021-09-14T16:00:00+07:00",
        "subject": {"kind": "tube", "id": str(mine.uuid), "url": f"/api/v1/tests/tubes/{mine.uuid}"},
    }
    assert not any(word in body.decode() for word in ("negative", "Chi", "pcr", mine.code))
    assert headers["Phaodai-Message-Id"] == str(message.uuid)
    assert is_genuine(headers["Phaodai-Signature"], secret_of(hook), body, time.time())
    assert not is_genuine(headers["Phaodai-Signature"], "pdw_other", body, time.time())
    assert (message.state, message.attempts, message.last_status) == ("delivered", 1, 200)
    hook.refresh_from_db()
    assert hook.last_success_at is not None


def test_an_event_told_twice_is_one_message(cast, hook):
    happened(cast)
    delivery = Delivery.objects.get(step="result_recorded:webhooks")
    Delivery.objects.filter(pk=delivery.pk).update(state="waiting")
    run_pending_steps()
    assert WebhookMessage.objects.count() == 1


def test_nothing_is_queued_where_nobody_listens(cast):
    happened(cast)
    assert not Delivery.objects.filter(step__endswith=":webhooks").exists()


def test_the_key_says_which_events_may_be_asked_for(cast, receiver):
    key, _secret = made_key(cast.cdc, "tests.view")
    for events in ((), ("case_confirmed",), ("nonsense",)):
        with pytest.raises(ValidationError):
            made_webhook(key, receiver.url, *events)
    with pytest.raises(PermissionDenied):
        services.add_webhook(key=key, name="x", url=receiver.url, events=["result_recorded"], by=cast.lab)
    wide, _secret = made_key(cast.health_centre, "cases.view", area=cast.ward_a)
    made_webhook(wide, receiver.url, "case_confirmed")
    for ward, person, code in ((cast.ward_a, cast.an, "A"), (cast.ward_b, cast.chi, "B")):
        case = Case.objects.create(
            code=code,
            person=person,
            area=ward,
            status="confirmed",
            definition_version="x",
            reported_at=at(12),
        )
        publish(CaseConfirmed(case_id=case.uuid))
        Delivery.objects.exclude(step__endswith=":webhooks").update(state="done")
        run_pending_steps()
    assert WebhookMessage.objects.count() == 1


def test_a_failing_receiver_is_tried_again_with_the_same_id(cast, receiver, hook):
    receiver.answers = [500, 302, 204]
    happened(cast)
    send_due(hook.pk)
    message = WebhookMessage.objects.get()
    assert (message.state, message.last_fault, message.last_status) == ("retrying", "status", 500)
    assert timedelta(seconds=25) < message.next_at - clock.real_now() <= timedelta(seconds=60)
    assert send_due(hook.pk) == 0  # not before its time
    again_now(hook)
    message.refresh_from_db()
    assert message.last_fault == "redirect"
    assert len(receiver.got) == 2  # the redirect was not followed
    hook.refresh_from_db()
    assert hook.failing_since is not None
    again_now(hook)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("delivered", 3)
    assert len({headers["Phaodai-Message-Id"] for headers, _body in receiver.got}) == 1
    assert len({body for _headers, body in receiver.got}) == 1
    assert list(SendAttempt.objects.order_by("pk").values_list("status", flat=True)) == [500, 302, 204]
    hook.refresh_from_db()
    assert hook.failing_since is None


def test_given_up_it_waits_for_somebody_who_sends_it_again(cast, receiver, hook, client_as):
    receiver.usual = 503
    happened(cast)
    WebhookMessage.objects.update(attempts=11)
    send_due(hook.pk)
    message = WebhookMessage.objects.get()
    assert message.state == "dead"
    waiting = [item for item in items_for(cast.admin) if item.worklist.code == "clients.unreached"]
    assert [item.ref for item in waiting] == [str(hook.uuid)]
    page = client_as(cast.admin).get(reverse("clients:webhook", args=[hook.uuid])).content.decode()
    assert str(message.uuid) in page
    receiver.usual = 200
    client_as(cast.admin).post(reverse("clients:settle_dead", args=[hook.uuid]), {"deed": "again"})
    send_due(hook.pk)
    message.refresh_from_db()
    assert message.state == "delivered"
    assert not [item for item in items_for(cast.admin) if item.worklist.code == "clients.unreached"]
    assert client_as(cast.admin).post(reverse("clients:send_again", args=[message.uuid])).status_code == 302
    send_due(hook.pk)
    assert len({headers["Phaodai-Message-Id"] for headers, _body in receiver.got}) == 1
    receiver.usual = 500
    WebhookMessage.objects.update(state="dead")
    assert services.drop_dead(webhook=hook, by=cast.admin, reason="") == 1


def test_after_long_failing_nothing_more_is_sent_until_resumed(cast, receiver, hook):
    receiver.usual = 500
    happened(cast, 1)
    Webhook.objects.update(failing_since=clock.real_now() - timedelta(hours=73))
    send_due(hook.pk)
    hook.refresh_from_db()
    assert hook.state == "disabled"
    assert again_now(hook) == 0
    with pytest.raises(ValidationError):
        services.send_ping(webhook=hook, by=cast.admin)
    receiver.usual = 200
    services.resume_webhook(webhook=hook, by=cast.admin)
    assert again_now(hook) == 1
    assert WebhookMessage.objects.get().state == "delivered"


def test_paused_it_waits_and_a_revoked_key_ends_it(cast, receiver, hook):
    services.pause_webhook(webhook=hook, by=cast.admin, reason="Bảo trì")
    happened(cast, 1)
    assert send_due(hook.pk) == 0
    services.resume_webhook(webhook=hook, by=cast.admin)
    assert send_due(hook.pk) == 1
    services.revoke_key(key=hook.key, by=cast.admin, reason="x")
    happened(cast, 2)
    assert WebhookMessage.objects.count() == 1
    services.send_again(message=WebhookMessage.objects.get(), by=cast.admin)
    assert send_due(hook.pk) == 0
    hook.refresh_from_db()
    assert hook.state == "disabled"
    assert len(receiver.got) == 1


def test_a_new_secret_signs_beside_the_old_one_for_a_while(cast, receiver, hook):
    old = secret_of(hook)
    hook = services.replace_secret(webhook=hook, by=cast.admin)
    services.send_ping(webhook=hook, by=cast.admin)
    send_due(hook.pk)
    headers, body = receiver.got[0]
    assert all(
        is_genuine(headers["Phaodai-Signature"], one, body, time.time()) for one in (old, secret_of(hook))
    )
    assert json.loads(body)["subject"] is None
    Webhook.objects.update(old_until=clock.real_now())
    services.send_ping(webhook=hook, by=cast.admin)
    send_due(hook.pk)
    headers, body = receiver.got[1]
    assert not is_genuine(headers["Phaodai-Signature"], old, body, time.time())
    assert json.loads(body)["sequence"] == 2


def test_no_secret_lies_in_the_database(cast, hook):
    assert secret_of(hook) not in str(Webhook.objects.values_list().get())


def test_the_pages_of_a_receiver(cast, receiver, hook, client_as):
    client = client_as(cast.admin)
    key = hook.key
    assert client.get(reverse("clients:add_webhook")).status_code == 200
    refused = client.post(
        f"{reverse('clients:add_webhook')}?key={key.uuid}",
        {"name": "x", "url": "https://10.0.0.7/x", "events": ["result_recorded"]},
    )
    assert refused.status_code == 422
    assert "10.0.0.7" in refused.content.decode()  # what was typed stays
    made = client.post(
        f"{reverse('clients:add_webhook')}?key={key.uuid}",
        {"name": "Mới", "url": receiver.url, "events": ["result_recorded"]},
    )
    assert made.context["shown_secret"] in made.content.decode()
    page = reverse("clients:webhook", args=[hook.uuid])
    assert client.post(reverse("clients:ping_webhook", args=[hook.uuid])).status_code == 302
    send_due(hook.pk)
    assert "ping" in client.get(page).content.decode()
    assert b"ping" in b"".join(client.get(page + "?format=csv").streaming_content)
    changed = {"name": "Khác", "url": receiver.url, "events": ["result_corrected"]}
    assert client.post(reverse("clients:edit_webhook", args=[hook.uuid]), changed).status_code == 302
    hook.refresh_from_db()
    assert hook.event_types == ["result_corrected"]
    assert client.post(reverse("clients:pause_webhook", args=[hook.uuid]), {"reason": "x"}).status_code == 302
    assert client.post(reverse("clients:resume_webhook", args=[hook.uuid])).status_code == 302
    assert client.post(reverse("clients:replace_secret", args=[hook.uuid])).context["shown_secret"]
    assert ResultRecorded.event_name == "result_recorded"
