from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from phaodai.core.clock import is_scenario, now
from phaodai.core.clock.services import resume_scenario


class Command(BaseCommand):
    help = "Show the scenario clock, or take it up where it stopped (done by `phaodai serve`)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["show", "resume"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "resume":
            resume_scenario()
        self.stdout.write(now().isoformat() if is_scenario() else "real")
