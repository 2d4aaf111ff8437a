from typing import Any

from django.core.management.base import BaseCommand

from phaodai.city.accounts.permission_table import permission_markdown


class Command(BaseCommand):
    help = "Print the permission table in Markdown, for docs/access.md"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(permission_markdown())
