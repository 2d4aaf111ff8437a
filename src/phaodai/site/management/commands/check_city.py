"""The part of `phaodai doctor` that needs Django."""

from typing import Any

from phaodai.core.commands import JsonCommand
from phaodai.site.checkup import OK, check_city


class Command(JsonCommand):
    help = "Check migrations, worker, steps, partitions, retention and settings."

    def answer(self, **options: Any) -> tuple[list[dict[str, Any]], bool]:
        found = check_city()
        return found, any(one["state"] != OK for one in found)
