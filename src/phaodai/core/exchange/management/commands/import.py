from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.commands import JsonCommand, WrongInput
from phaodai.core.exchange import importers

MAX_BYTES = 200 * 1024 * 1024


def read_file(name: str) -> bytes:
    path = Path(name)
    if not path.is_file():
        raise WrongInput(f"Không thấy tệp {name}. / There is no file {name}.")
    if path.stat().st_size > MAX_BYTES:
        raise WrongInput("Tệp lớn hơn 200 MB. / The file is larger than 200 MB.")
    return path.read_bytes()


class Command(JsonCommand):
    help = "Import a list: phaodai import KIND FILE [--dry-run] --json"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("kind", choices=sorted(importers()))
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")

    def answer(self, **options: Any) -> tuple[Any, bool]:
        run = importers()[options["kind"]]
        result = run(content=read_file(options["file"]), dry_run=options["dry_run"], by=SYSTEM_ACTOR)
        return result.as_document(), bool(result.rejected)
