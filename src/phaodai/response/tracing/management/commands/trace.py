"""`phaodai trace files`: contacts out of two CSV files, without a database. `phaodai trace bench`: three engines.

`phaodai trace seal`: what the night does, now: the finished days of the ledger into the segments; or an archive's.
"""

import re
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import connection
from psycopg.conninfo import make_conninfo

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.commands import JsonCommand, WrongInput
from phaodai.response.tracing.engine import SEGMENTS
from phaodai.response.tracing.services.sealing import seal_ledger, segments_store
from phaodai.response.tracing.timing import service_rows
from tracegraph.files import WrongInput as WrongFile
from tracegraph.files import trace_files
from tracegraph.segments.errors import StoreError
from tracegraph.segments.packages import load

SIZES = {"": 1, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000}
FEWEST = 20_000
ARCHIVE = "archive"
"""The ledger that an archive's segments name, so that nobody takes them for the city's."""


class Command(JsonCommand):
    help = "Contacts in two CSV files (trace files), the engines measured (trace bench), days sealed (trace seal)."

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
        bench = commands.add_parser("bench", help="segments, PostgreSQL and DuckDB on the same questions")
        super().add_arguments(bench)
        bench.add_argument("--events", default="10M", help="visits to generate, such as 10M")
        bench.add_argument("--seed", default="1", help="of the generated city")
        bench.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="for its files")
        bench.add_argument("--alone", action="store_true", help="the segments only, as above 200M by itself")

        seal = commands.add_parser("seal", help="finished days of the ledger into the segments, now")
        super().add_arguments(seal)
        seal.add_argument(
            "--parquet", nargs="+", type=Path, help="visits of an archive instead of the ledger's"
        )
        seal.add_argument(
            "--folder", type=Path, help="where an archive's days are sealed, apart from the ledger's"
        )

    def answer(self, **options: Any) -> tuple[Any, bool]:
        """The document of the action asked for. A benchmark with unequal answers is a finding."""
        if options["action"] == "seal":
            return self.seal_archive(options) if options["parquet"] else self.seal(), False
        if options["action"] == "bench":
            return self.bench(options)
        return self.files(options), False

    def tell(self, document: Any) -> str:
        """A table for people, where the document is a benchmark's."""
        if "rows" in document:
            return str(load("tracegraph.bench.run").table(document))
        return super().tell(document)

    def seal(self) -> dict[str, Any]:
        """The days sealed now, and how many the segments hold."""
        if settings.PHAODAI_TRACE_ENGINE != SEGMENTS:
            raise WrongInput("Set PHAODAI_TRACE_ENGINE=segments first; docs/tracing.md says from which size.")
        try:
            sealed = seal_ledger(by=SYSTEM_ACTOR)
        except StoreError as error:
            raise WrongInput(str(error)) from None
        return sealed_document(sealed, segments_store())

    def seal_archive(self, options: dict[str, Any]) -> dict[str, Any]:
        """Days out of Parquet files, in a folder of their own; the ledger's are not touched."""
        if options["folder"] is None:
            raise WrongInput("--parquet needs --folder: an archive's days are kept apart from the ledger's.")
        try:
            store = load("tracegraph.segments.sealing").Store(options["folder"], ARCHIVE)
            sealed = load("tracegraph.segments.parquet").seal_parquet(store, options["parquet"])
        except StoreError as error:
            raise WrongInput(str(error)) from None
        return sealed_document(sealed, store)

    def bench(self, options: dict[str, Any]) -> tuple[Any, bool]:
        """Measure; a run that cannot fit is refused before it begins."""
        events, seed = event_count(options["events"]), whole_number("seed", options["seed"]) or 0
        try:
            measuring = load("tracegraph.bench.run")
            alone = options["alone"]
            sys.stderr.write(f"  {measuring.needs(events, alone)}\n")
            lacking = measuring.lacking(events, options["folder"], alone)
            if lacking:
                raise WrongInput(f"{measuring.needs(events, alone)} There are {lacking}.")
            document = measuring.run(events, seed, database_address(), options["folder"], alone)
            document["rows"] += service_rows()
        except StoreError as error:
            raise WrongInput(str(error)) from None
        return document, not document["equal_answers"]

    def files(self, options: dict[str, Any]) -> dict[str, Any]:
        """The contacts in two files."""
        numbers = {name: whole_number(name, options[name]) for name in ("linger", "tiers")}
        try:
            return self.trace(options, numbers)
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


def sealed_document(sealed: Sequence[date], store: Any) -> dict[str, Any]:
    """The days sealed now, and what the store holds."""
    held = store.manifest()
    return {"sealed": list(sealed), "days": len(held.days), "visits": held.records, "bytes": held.bytes}


def whole_number(name: str, text: str | None) -> int | None:
    """The number of an option, or one sentence."""
    try:
        return None if text is None else int(text)
    except ValueError:
        raise WrongInput(f"--{name} must be a whole number, not {text}.") from None


def event_count(text: str) -> int:
    """10M, 500K or 20000 as a number, or one sentence."""
    found = re.fullmatch(r"(\d+)([KMG]?)", text.strip().upper())
    count = int(found[1]) * SIZES[found[2]] if found else 0
    if count < FEWEST:
        raise WrongInput(f"--events must be a number of at least {FEWEST}, such as 10M, not {text}.")
    return count


def database_address() -> str:
    """How psycopg reaches the database that Django uses."""
    values = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo(**{name: str(values[key]) for name, key in names.items() if values[key]})
