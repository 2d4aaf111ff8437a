"""The page of open steps, and the chain of a case."""

from datetime import timedelta

import pytest
from django.urls import reverse

from phaodai.command.playbook.queries import chain_of_case, step_counts
from phaodai.command.playbook.templatetags.playbook import span
from phaodai.command.playbook.tests.story import case_of, result, visits
from phaodai.core.events.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    visits(cast)
    result(cast, [cast.an])
    return case_of(cast.an)


@pytest.fixture
def stuck(case):
    row = Delivery.objects.order_by("pk").first()
    Delivery.objects.filter(pk=row.pk).update(
        state="stuck", attempts=5, last_error="OperationalError: mất kết nối"
    )
    return row


def test_stuck_steps_show_their_error_and_are_retried(cast, client_as, stuck):
    client = client_as(cast.admin)
    page = client.get(reverse("playbook:steps")).content.decode()
    assert "mất kết nối" in page
    assert "Chạy lại" in page
    assert step_counts() == {"stuck": 1, "failing": 0, "waiting": 0}
    assert cast.an.full_name not in page
    client.post(reverse("playbook:retry", args=[stuck.pk]))
    assert step_counts() == {"stuck": 0, "failing": 0, "waiting": 1}
    assert client.get(reverse("playbook:steps"), {"state": "stuck"}).status_code == 200


def test_only_those_who_may_retry(cast, client_as, stuck):
    viewer = client_as(cast.health_officer)
    assert "Chạy lại" not in viewer.get(reverse("playbook:steps")).content.decode()
    assert viewer.post(reverse("playbook:retry", args=[stuck.pk])).status_code == 404
    assert client_as(cast.lab).get(reverse("playbook:steps")).status_code == 404


def test_the_chain_says_what_led_to_what(cast, client_as, case):
    page = client_as(cast.investigator).get(reverse("playbook:case", args=[case.uuid])).content.decode()
    assert "Có kết quả xét nghiệm" in page
    assert "do: Xác định F0" in page
    chain = chain_of_case(cast.investigator, case.uuid)
    types = [line.event.type for line in chain.lines]
    assert types[0] == "result_recorded"
    assert {"case_reported", "case_confirmed", "contacts_listed"} <= set(types)
    assert chain.result_to_list == timedelta(0)
    assert client_as(cast.ward_clerk_b).get(reverse("playbook:case", args=[case.uuid])).status_code == 404
    assert (
        client_as(cast.investigator).get(reverse("playbook:case_panel", args=[case.uuid])).status_code == 200
    )


def test_the_chain_costs_little(cast, client_as, django_assert_max_num_queries, case):
    client = client_as(cast.investigator)
    client.get(reverse("playbook:case", args=[case.uuid]))
    with django_assert_max_num_queries(26):
        client.get(reverse("playbook:case", args=[case.uuid]))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        (timedelta(seconds=42), "42 giây"),
        (timedelta(minutes=7, seconds=30), "7 phút"),
        (timedelta(hours=1, minutes=42), "1 giờ 42 phút"),
        (timedelta(days=3, hours=2), "3 ngày 2 giờ 0 phút"),
    ],
)
def test_spans_in_words(value, words):
    assert span(value) == words
