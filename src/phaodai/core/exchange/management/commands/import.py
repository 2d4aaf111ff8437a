from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.commands import JsonCommand, WrongInput
from phaodai.core.exchange.files import import_file
from phaodai.core.exchange.imports import ImportResult, plain_importers
from phaodai.core.exchange.kinds import kinds

MAX_BYTES = 200 * 1024 * 1024


def existing_file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise WrongInput(f"Không thấy tệp {name}. / There is no file {name}.")
    if path.stat().st_size > MAX_BYTES:
        raise WrongInput("Tệp lớn hơn 200 MB. / The file is larger than 200 MB.")
    return path


class Command(JsonCommand):
    help = "Import a list: phaodai import KIND FILE [--dry-run] --json"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("kind", choices=sorted({*kinds(), *plain_importers()}))
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
        parser.add_argument(
            "--all-or-nothing", action="store_true", help="write nothing when any row is wrong"
        )

    def answer(self, **options: Any) -> tuple[Any, bool]:
        result = self._import(existing_file(options["file"]), options)
        return result.as_document(), bool(result.rejected)

    def _import(self, path: Path, options: dict[str, Any]) -> ImportResult:
        kind, dry_run = kinds().get(options["kind"]), options["dry_run"]
        if kind is None:
            run = plain_importers()[options["kind"]]
            return run(content=path.read_bytes(), dry_run=dry_run, by=SYSTEM_ACTOR)
        only_valid = not options["all_or_nothing"]
        return import_file(kind=kind, path=path, dry_run=dry_run, by=SYSTEM_ACTOR, only_valid=only_valid)
