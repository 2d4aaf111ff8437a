"""Who may read /metrics, and what it says."""

import re
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client, override_settings

from phaodai.site import metrics
from phaodai.site.tests.test_health import beat, take_job

pytestmark = pytest.mark.django_db


def page_of(answer: Any) -> bytes:
    """The page without the form's own token."""
    return re.sub(rb'value="\w{64}"|"X-CSRFToken": "\w+"', b"", answer.content)


def test_this_machine_reads_counters_and_gauges(client: Client) -> None:
    take_job(beat(seconds_ago=60))
    client.get("/people/?q=0912345678")
    client.get("/nowhere/0912345678")
    client.generic("SECRET", "/healthz")
    client.get("/static/no-such.css")
    answer = client.get("/metrics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")
    assert 'phaodai_http_request_seconds_count{method="GET",route="people/",status="302"}' in text
    assert 'route="unmatched",status="404"' in text
    assert 'method="OTHER"' in text
    assert 'route="static",status="404"' in text
    assert 'phaodai_jobs{status="doing"} 1.0' in text
    assert "phaodai_jobs_stalled 1.0" in text
    for name in (
        "playbook_steps",
        "playbook_delay_p95_seconds",
        "database_connections",
        "visits_recorded",
        "workers",
    ):
        assert f"phaodai_{name}" in text
    assert "0912345678" not in text


@pytest.mark.parametrize(
    "sent",
    [
        {"REMOTE_ADDR": "203.0.113.5"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.5"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_to_everybody_else_it_does_not_exist(client: Client, sent: dict[str, str]) -> None:
    hidden, missing = client.get("/metrics", **sent), client.get("/no-such-page", **sent)
    assert hidden.status_code == missing.status_code == 404
    assert page_of(hidden).replace(b"metrics", b"no-such-page") == page_of(missing)


@override_settings(PHAODAI_METRICS_TOKEN="a-long-token")
def test_with_a_token_set_only_the_token_opens(client: Client) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer wrong").status_code == 404
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer à").status_code == 404
    far = {"HTTP_AUTHORIZATION": "Bearer a-long-token", "REMOTE_ADDR": "203.0.113.5"}
    assert client.get("/metrics", **far).status_code == 200


def test_without_a_database_the_counters_remain(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> bytes:
        raise DatabaseError("gone")

    monkeypatch.setattr(metrics, "city_exposition", fail)
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    assert "phaodai_http_request_seconds" in text
    assert "phaodai_jobs" not in text
