"""``phaodai demo load | status | truth``: the demo city."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from phaodai.command.drill.load import HoldsOtherData, finished_run, load_city, summary
from phaodai.command.drill.loading.logins import write_logins
from phaodai.command.drill.truth import as_table, measure
from phaodai.core.commands import JsonCommand, WrongInput

FEWEST, MOST = 600, 200_000
STAGES = {
    "generate": "Dựng thành phố / building the city",
    "people": "Ghi người, hộ, địa điểm / people, homes, places",
    "visits": "Ghi lượt đến / visits",
    "accounts": "Mở tài khoản dùng thử / demo accounts",
    "past": "Diễn lại 21 ngày / playing 21 days",
}


class Command(JsonCommand):
    help = "Load the demo city, say whether it is there, or measure tracing against its ground truth."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("verb", choices=["load", "status", "truth"])
        size = int(os.environ.get("PHAODAI_DEMO_PEOPLE", "30000"))
        parser.add_argument("--people", type=int, default=size, help=f"{FEWEST}–{MOST}")
        parser.add_argument("--seed", type=int, default=1)

    def answer(self, **options: Any) -> tuple[dict[str, Any], bool]:
        return {"load": self.load, "status": self.status, "truth": self.truth}[options["verb"]](options)

    def tell(self, document: Any) -> str:
        """People read a table of the truth, and one line of the rest."""
        if "rows" in document:
            return as_table(document)
        if not document["loaded"]:
            return "Chưa có thành phố dùng thử. / The demo city is not loaded."
        return "Thành phố dùng thử / demo city: " + ", ".join(
            f"{key} {value}" for key, value in document.items()
        )

    def status(self, options: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """Whether a whole city is there. As a document the answer itself says it, so it is no finding."""
        run = finished_run()
        if run is None:
            return {"loaded": False}, not options["json"]
        return summary(run), False

    def truth(self, options: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """Candidates against the ground truth."""
        run = finished_run()
        if run is None:
            raise WrongInput(
                "Chưa có thành phố dùng thử: chạy “phaodai demo load”. / "
                "No demo city: run “phaodai demo load”."
            )
        return measure(run), False

    def load(self, options: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """Load once; a second time says what is there."""
        run = finished_run()
        if run is None:
            run = self._load(options)
        return summary(run), False

    def _load(self, options: dict[str, Any]) -> Any:
        _check(options)
        try:
            with _bar() as bar:
                task = bar.add_task(STAGES["generate"], total=1.0)
                loaded = load_city(
                    options["people"],
                    options["seed"],
                    progress=lambda stage, share: bar.update(
                        task, description=STAGES[stage], completed=share
                    ),
                )
                bar.update(task, completed=1.0)
        except HoldsOtherData:
            raise WrongInput(
                "CSDL này đã có dữ liệu khác; thành phố dùng thử cần một CSDL trống. / "
                "This database holds other data; the demo city needs an empty one."
            ) from None
        write_logins(loaded.logins)
        return loaded.run


def _check(options: dict[str, Any]) -> None:
    if not settings.PHAODAI_DEMO:
        raise WrongInput("PHAODAI_DEMO=0: không nạp dữ liệu dùng thử. / PHAODAI_DEMO=0: no demo data here.")
    if not FEWEST <= options["people"] <= MOST:
        raise WrongInput(f"--people: {FEWEST}–{MOST}.")


def _bar() -> Progress:
    console = Console(file=sys.stderr)
    columns = (TextColumn("  {task.description:<48}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)
