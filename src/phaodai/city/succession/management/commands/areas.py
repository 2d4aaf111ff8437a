"""``phaodai areas resolve CODE --at DATE`` and ``phaodai areas renew``."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from phaodai.city.areas.terms import AreaLevel
from phaodai.city.succession.documents import resolution_document
from phaodai.city.succession.queries import area_of_code, resolve
from phaodai.city.succession.reading import Registers, package_folder, read_package, read_tables
from phaodai.city.succession.services import renew_areas
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.commands import JsonCommand, WrongInput


def read_day(text: str) -> date:
    """A day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongInput(
            f"{text} không phải ngày dạng 2025-07-01. / {text} is no day like 2025-07-01."
        ) from None


class Command(JsonCommand):
    help = "Areas through time: areas resolve CODE --at DATE | areas renew [--conversion FILE --aliases FILE]"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        words = parser.add_subparsers(dest="word", required=True)
        one = words.add_parser("resolve", help="what an area is on a day")
        one.add_argument("code")
        one.add_argument("--at", required=True, help="the day asked for")
        one.add_argument(
            "--on", default="", help="the day on which the code is meant; the earliest without it"
        )
        one.add_argument("--level", default="", choices=["", *AreaLevel.values])
        renew = words.add_parser("renew", help="bring the register of 2021 to 1/7/2025 in two hops")
        renew.add_argument(
            "--conversion", default="", help="table of early 2025 to 7/2025, CSV; else the data package"
        )
        renew.add_argument("--aliases", default="", help="what wards of early 2025 were merged from, CSV")
        renew.add_argument("--provinces", default="", help="codes, comma separated; all without it")
        renew.add_argument("--dry-run", action="store_true", help="work everything out, write nothing")
        for sub in (one, renew):
            sub.add_argument("--json", action="store_true", default=False, help="one JSON document on stdout")

    def answer(self, **options: Any) -> tuple[Any, bool]:
        return self._resolve(options) if options["word"] == "resolve" else self._renew(options)

    def _resolve(self, options: dict[str, Any]) -> tuple[Any, bool]:
        on = read_day(options["on"]) if options["on"] else None
        area = area_of_code(options["code"].strip(), options["level"], on)
        if area is None:
            code = options["code"]
            raise WrongInput(f"Danh mục không có mã {code}. / The register has no code {code}.")
        document = resolution_document(resolve(area, read_day(options["at"])))
        return document, document["status"] == "unresolved"

    def _renew(self, options: dict[str, Any]) -> tuple[Any, bool]:
        provinces = [code.strip() for code in options["provinces"].split(",") if code.strip()]
        outcome = renew_areas(
            registers=_registers(options), by=SYSTEM_ACTOR, provinces=provinces, dry_run=options["dry_run"]
        )
        return {**vars(outcome), "at": clock.now()}, bool(outcome.gaps or outcome.refused)


def _registers(options: dict[str, Any]) -> Registers:
    if options["conversion"] and options["aliases"]:
        return read_tables(Path(options["conversion"]), Path(options["aliases"]))
    return read_package(package_folder())
