"""`phaodai trace files`: contacts out of two CSV files, without a database."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from phaodai.core.commands import JsonCommand, WrongInput
from tracegraph.files import WrongInput as WrongFile
from tracegraph.files import trace_files


class Command(JsonCommand):
    help = (
        "Find contacts: phaodai trace files --visits CSV --cases CSV [--linger SECONDS] [--tiers 1|2] --json"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        # JsonCommand's own option must stand after the sub-command, where CONTRACTS.md writes it.
        commands = parser.add_subparsers(dest="action", required=True)
        files = commands.add_parser("files", help="trace visits and cases in CSV files; no database")
        super().add_arguments(files)
        files.add_argument("--visits", required=True, type=Path, help="person,place,kind,start,end")
        files.add_argument("--cases", required=True, type=Path, help="person,infectious_from,infectious_to")
        files.add_argument("--policy", type=Path, help="TOML: linger, open_visit, score")
        files.add_argument("--linger", help="seconds, for every kind of place")
        files.add_argument("--tiers", default="1", help="1, or 2 to add the contacts of contacts")

    def answer(self, **options: Any) -> tuple[Any, bool]:
        numbers = {name: whole_number(name, options[name]) for name in ("linger", "tiers")}
        try:
            return self.trace(options, numbers), False
        except WrongFile as wrong:
            raise WrongInput(str(wrong)) from None

    def trace(self, options: dict[str, Any], numbers: dict[str, int | None]) -> dict[str, Any]:
        return trace_files(
            options["visits"],
            options["cases"],
            policy=options["policy"],
            linger=numbers["linger"],
            tiers=numbers["tiers"] or 0,
        )


def whole_number(name: str, text: str | None) -> int | None:
    """The number of an option, or one sentence."""
    try:
        return None if text is None else int(text)
    except ValueError:
        raise WrongInput(f"--{name} must be a whole number, not {text}.") from None
