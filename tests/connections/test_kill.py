"""kill -9 of the worker between sending a message and writing it down: it is sent again, with the same id."""

import json
import os
import signal
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.db import connection

from phaodai.city.clients import services
from phaodai.city.clients.services.messages import send_due
from phaodai.city.clients.tests.factories import made_key, made_webhook
from tests.connections.receiver import receiving

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults"), pytest.mark.django_db(transaction=True)]

WORKER = """
import sys, django
django.setup()
from phaodai.city.clients.services.messages import send_due
send_due(int(sys.argv[1]))
"""


def environment() -> dict[str, str]:
    """That of a process which works on the database of the tests."""
    facts = connection.settings_dict
    user = f"{quote(facts['USER'])}:{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else quote(facts["USER"])
    host = facts["HOST"] if not facts["HOST"].startswith("/") else ""
    address = f"postgresql://{user}@{host}:{facts['PORT']}/{facts['NAME']}"
    if facts["HOST"].startswith("/"):
        address += f"?host={quote(facts['HOST'], safe='')}"
    return os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test"}


def test_what_was_sent_and_not_written_down_is_sent_again_with_the_same_id(cast):
    with receiving() as receiver:
        key, _secret = made_key(cast.cdc, "tests.view")
        hook = made_webhook(key, receiver.url, "result_recorded")
        message = services.send_ping(webhook=hook, by=cast.admin)
        worker = subprocess.Popen([sys.executable, "-c", WORKER, str(hook.pk)], env=environment())
        receiver.on_request = lambda: os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait(60) == -signal.SIGKILL
        message.refresh_from_db()
        assert (message.state, message.attempts) == ("waiting", 0)
        receiver.on_request = None
        assert send_due(hook.pk) == 1
        message.refresh_from_db()
        assert message.state == "delivered"
        assert [json.loads(body)["id"] for _headers, body in receiver.got] == [str(message.uuid)] * 2
        assert len({body for _headers, body in receiver.got}) == 1
