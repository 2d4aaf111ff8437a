"""How far a job is, told past its own transaction so that the page can see it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from phaodai.core.exchange.models import Import

TELL = """
INSERT INTO exchange_importprogress (import_id, done, total) VALUES (%s, %s, %s)
ON CONFLICT (import_id) DO UPDATE SET done = excluded.done, total = excluded.total
"""


class Teller:
    """Calls with the rows done so far; silent where the job runs inside somebody else's transaction."""

    def __init__(self, row: Import) -> None:
        self.row, self.total = row, int(row.rows or row.about.get("rows", 0))
        # Its own connection: the job's commits only at the very end.
        self.line = None if connection.in_atomic_block else connection.copy()

    def __call__(self, done: int) -> None:
        if self.line is not None:
            with self.line.cursor() as cursor:
                cursor.execute(TELL, [self.row.pk, done, max(self.total, done)])

    def close(self) -> None:
        if self.line is not None:
            self.line.close()


@contextmanager
def telling(row: Import) -> Iterator[Teller]:
    teller = Teller(row)
    try:
        yield teller
    finally:
        teller.close()
