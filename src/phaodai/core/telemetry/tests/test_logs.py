"""What a log line holds, and what it must never hold."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest
from django.test import Client

from phaodai.core.telemetry.logs import JsonLines

pytestmark = pytest.mark.django_db
SECRETS = (
    "Trần Thị Bí Mật",
    "B%C3%AD",
    "0912345678",
    "+84912345678",
    "079201001234",
    "q=",
    "mat-khau-sai",
    "M-004396-X",
)


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def written() -> Iterator[list[str]]:
    """Every line that anything would write, down to INFO."""
    handler, loggers = (
        Lines(),
        [logging.getLogger(name) for name in ("", "django", "axes", "phaodai", "phaodai.core.telemetry")],
    )
    levels = [one.level for one in loggers]
    loggers[0].addHandler(handler)
    for one in loggers:
        one.setLevel(logging.INFO)
    yield handler.lines
    loggers[0].removeHandler(handler)
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)


def test_a_request_is_one_line_of_json_with_ids_and_a_template(cast, client_as, written: list[str]) -> None:
    answer = client_as(cast.cdc_officer).get("/cases/", {"q": "Trần Thị Bí Mật"})
    line = next(found for found in map(json.loads, written) if found.get("route"))
    assert line["route"] == "cases/"
    assert line["method"] == "GET"
    assert line["status"] == answer.status_code == 200
    assert line["user"] == cast.cdc_officer.pk
    assert line["ms"] > 0
    assert line["request"] == answer["X-Request-ID"]


def test_no_name_phone_code_or_question_reaches_the_log(
    cast, client_as, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_as(cast.cdc_officer)
    client.raise_request_exception = False
    client.get("/search", {"q": "Trần Thị Bí Mật 0912345678"})
    client.get(
        "/people/", {"q": "079201001234"}, HTTP_X_REQUEST_ID="0912345678", HTTP_REFERER="/?q=M-004396-X"
    )
    client.get("/tests/M-004396-X/0912345678")
    client.post("/people/add", {"full_name": "Trần Thị Bí Mật", "phone": "0912345678"})
    client.get("/api/v1/people?q=0912345678")
    Client().post("/account/login/", {"login": "0912345678", "password": "mat-khau-sai"})

    def fail(*_: object, **__: object) -> None:
        raise ValueError("DETAIL: Key (phone)=(+84912345678) of Trần Thị Bí Mật")

    monkeypatch.setattr("phaodai.site.home.render", fail)
    assert client.get("/").status_code == 500
    assert len(written) >= 6
    text = "\n".join(written) + "\n".join(str(json.loads(line)) for line in written)
    assert not [secret for secret in SECRETS if secret in text]
    assert cast.cdc_officer.username not in text


def test_an_exception_is_its_type_and_its_places() -> None:
    try:
        raise ValueError("Key (phone)=(+84912345678) already exists")
    except ValueError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Failed: %s", ("/p?q=1",), sys.exc_info()
        )
    line = json.loads(JsonLines().format(record))
    assert line["exception"]["type"] == "builtins.ValueError"
    assert line["exception"]["at"][-1].endswith("test_an_exception_is_its_type_and_its_places")
    assert "84912345678" not in str(line)
    assert line["message"] == "Failed: %s"


def test_our_own_words_are_filled_in() -> None:
    record = logging.LogRecord("phaodai.core", logging.INFO, __file__, 1, "%d jobs", (3,), None)
    assert json.loads(JsonLines().format(record))["message"] == "3 jobs"
