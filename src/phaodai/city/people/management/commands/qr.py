import sys
from typing import Any

from django.core.management.base import CommandParser

from phaodai.city.people.rules import read_payload
from phaodai.core.codes import verify
from phaodai.core.commands import JsonCommand


class Command(JsonCommand):
    help = "Read a scanned code, no database needed: phaodai qr parse PAYLOAD --json (- reads standard input)"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("action", choices=["parse"])
        parser.add_argument("payload")

    def answer(self, **options: Any) -> tuple[Any, bool]:
        payload = sys.stdin.read() if options["payload"] == "-" else options["payload"]
        reading = read_payload(payload, verify)
        return reading.as_document(), reading.error is not None
