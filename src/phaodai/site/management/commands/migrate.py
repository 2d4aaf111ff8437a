"""``migrate`` as Django's own, and quick where the database is new."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from phaodai.site.states import lean_states


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Build a new database lean; change an old one as Django does."""
        if MigrationRecorder(connections[options["database"]]).applied_migrations():
            super().handle(*args, **options)
            return
        with lean_states():
            super().handle(*args, **options)
