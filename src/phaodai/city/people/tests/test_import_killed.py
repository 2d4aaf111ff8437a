"""kill -9 in the middle of a writing, and right after its commit: nothing half done, nothing twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from phaodai.city.people.models import Person
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.exchange import keeping, services
from phaodai.core.exchange.kinds import kinds
from phaodai.core.exchange.models import Import, ImportProgress
from phaodai.core.exchange.services import advance_import
from phaodai.core.exchange.terms import ImportState
from tests.cast import build_cast

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True, serialized_rollback=False)]

ROWS = 4_000


@pytest.fixture(autouse=True)
def _no_job_stays() -> Iterator[None]:
    """What is really committed here would meet other tests: the queue's tables are nobody's models to empty."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


WORKER = """
import django; django.setup()
from phaodai.core.exchange.services import advance_import
advance_import({pk})
"""


def checked(rows: int) -> Import:
    lines = ["Họ và tên,Năm sinh,Phường,Địa chỉ"]
    lines += [f"Lê Văn {chr(65 + n % 26)}{chr(97 + n // 26 % 26)},1980,00271,Số {n}" for n in range(rows)]
    row = services.send_file(
        kind=kinds()["people"], name="a.csv", pieces=["\n".join(lines).encode()], by=SYSTEM_ACTOR
    )
    advance_import(row.pk)
    row.refresh_from_db()
    services.choose_columns(row=row, meanings=["full_name", "birth", "ward", "address"], by=SYSTEM_ACTOR)
    advance_import(row.pk)
    services.write_import(row=row, only_valid=False, by=SYSTEM_ACTOR)
    row.refresh_from_db()
    return row


def worker(row: Import, home: Path) -> subprocess.Popen[bytes]:
    url = connection.settings_dict
    address = f"postgresql://{url['USER']}@{url['HOST']}:{url['PORT']}/{url['NAME']}"
    secret = {"PGPASSWORD": url["PASSWORD"]} if url["PASSWORD"] else {}
    variables = {**os.environ, **secret, "DATABASE_URL": address, "PHAODAI_HOME": str(home)}
    code = f"import os\nfrom pathlib import Path\n{WORKER}".replace(
        "django.setup()",
        f"django.setup()\nfrom django.conf import settings; settings.PHAODAI_HOME = Path({str(home)!r})",
    )
    return subprocess.Popen([sys.executable, "-c", code.format(pk=row.pk)], env=variables)


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_finishes(
    settings, tmp_path, scenario_clock
):
    settings.PHAODAI_HOME = tmp_path
    build_cast()
    people, row = Person.objects.count(), checked(ROWS)
    assert keeping.rows_path(row.uuid).exists()
    process = worker(row, tmp_path)
    until = time.monotonic() + 120
    while not ImportProgress.objects.filter(import_id=row.pk, done__gt=0).exists():
        assert process.poll() is None, "it was over before it could be killed"
        assert time.monotonic() < until
    process.send_signal(signal.SIGKILL)
    process.wait()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (ImportState.WRITING, 1)
    assert Person.objects.count() == people, "whatever it wrote went with its transaction"

    advance_import(row.pk)
    row.refresh_from_db()
    assert (row.state, row.accepted) == (ImportState.DONE, ROWS)
    assert Person.objects.count() == people + ROWS
    advance_import(row.pk)  # the job came back: its worker had died right after the commit
    assert Person.objects.count() == people + ROWS
