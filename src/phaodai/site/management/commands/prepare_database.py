"""Bring the database up to this program, or say in one sentence why it cannot be."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection

from phaodai.core import clock
from phaodai.core.clock.services import resume_scenario
from phaodai.core.commands import JsonCommand, WrongInput
from phaodai.site.schema import unknown_migrations, waiting_migrations

# Any number, the same in every Pháo Đài: two servers that start together migrate one after the other.
LOCK = 5_041_945


class Command(JsonCommand):
    help = "Migrate and take up the scenario clock; refuse a database made by a newer version."

    def answer(self, **options: Any) -> tuple[dict[str, Any], bool]:
        with one_at_a_time():
            refuse_newer()
            waiting = waiting_migrations()
            if waiting:
                call_command("migrate", interactive=False, stdout=io.StringIO(), verbosity=0)
        resume_scenario()
        moment = clock.to_local(clock.now()).isoformat() if clock.is_scenario() else None
        return {"applied": len(waiting), "scenario_now": moment}, False


def refuse_newer() -> None:
    """Raise WrongInput when the database knows migrations that this program does not."""
    unknown = unknown_migrations()
    if unknown:
        sys.stderr.write(
            f"✗ Dữ liệu do một phiên bản Pháo Đài mới hơn tạo ra ({unknown[0]}); hãy cập nhật chương trình.\n"
        )
        raise WrongInput(
            f"  The data was made by a newer version of Pháo Đài ({unknown[0]}); update the program."
        )


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold an advisory lock of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
