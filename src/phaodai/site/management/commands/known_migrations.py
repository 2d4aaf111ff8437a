"""The migrations this program has, without asking any database: `phaodai restore` compares an archive with them."""

from typing import Any

from phaodai.core.commands import JsonCommand
from phaodai.site.schema import known_migrations


class Command(JsonCommand):
    help = "List the migrations this program has."

    def answer(self, **options: Any) -> tuple[list[str], bool]:
        return known_migrations(), False

    def tell(self, document: list[str]) -> str:
        return "\n".join(document)
