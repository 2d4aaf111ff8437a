"""Base of commands with ``--json``: one document on stdout, progress on stderr; exit 0, 1 findings, 2 wrong input."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder


class WrongInput(Exception):
    """What the caller gave cannot be used; the message is one sentence for them."""


class JsonCommand(BaseCommand):
    """Subclasses implement `answer(**options)` → (document, has_findings) and may override `tell`."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document on stdout")

    def answer(self, **options: Any) -> tuple[Any, bool]:
        raise TypeError(f"{type(self).__name__} has no answer().")

    def tell(self, document: Any) -> str:
        """The answer for people."""
        return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document, has_findings = self.answer(**options)
        except WrongInput as error:
            self.stderr.write(str(error))
            sys.exit(2)
        as_json = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False)
        self.stdout.write(as_json if options.get("json") else self.tell(document))
        if has_findings:
            sys.exit(1)
