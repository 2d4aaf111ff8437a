from typing import Any

from django.core.management.base import CommandParser

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.commands import JsonCommand
from phaodai.core.files.queries import names_of
from phaodai.core.files.retention import apply_file_retention
from phaodai.core.files.verification import verify_store


class Command(JsonCommand):
    help = "The store of files: phaodai files verify|retain --json"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("deed", choices=["verify", "retain"])

    def answer(self, **options: Any) -> tuple[Any, bool]:
        if options["deed"] == "retain":
            run = apply_file_retention(by=SYSTEM_ACTOR)
            shown = (
                "files_deleted",
                "contents_deleted",
                "contents_before",
                "contents_after",
                "before",
                "after",
            )
            return {name: getattr(run, name) for name in (*shown, "left_past_term", "is_postponed")}, False
        check = verify_store()
        lost = [*check.missing, *check.damaged]
        document = {
            "contents": check.contents, "bytes": check.bytes, "missing": check.missing, "damaged": check.damaged,
            "unclaimed": check.unclaimed, "files": names_of(lost),
        }  # fmt: skip
        return document, bool(lost)
