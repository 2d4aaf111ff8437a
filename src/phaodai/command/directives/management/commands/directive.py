"""`phaodai directive read FILE --json`: what a notice orders, without a database."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from phaodai.command.directives.reading.document import as_document
from phaodai.command.directives.reading.files import read_file
from phaodai.command.directives.reading.refusals import OF_FILES
from phaodai.core.commands import JsonCommand


class Command(JsonCommand):
    help = "Read a notice: phaodai directive read FILE --json (TXT, DOCX, PDF; - reads standard input)"

    def add_arguments(self, parser: CommandParser) -> None:
        # JsonCommand's own option must stand after the sub-command, where CONTRACTS.md writes it.
        commands = parser.add_subparsers(dest="action", required=True)
        read = commands.add_parser("read", help="number, day, issuer and tasks of a notice; no database")
        super().add_arguments(read)
        read.add_argument("file", help="TXT, DOCX or PDF; - is standard input")

    def answer(self, **options: Any) -> tuple[Any, bool]:
        reading = read_file(sys.stdin.buffer.read() if options["file"] == "-" else Path(options["file"]))
        if reading.refused:
            self.stderr.write(_(reading.refused))
        return as_document(reading), reading.refused is not None

    def handle(self, *args: Any, **options: Any) -> None:
        """A text that must not be read ends with 1, a file that cannot be opened with 2; both with their document."""
        document, is_refused = self.answer(**options)
        self.stdout.write(
            json.dumps(document, ensure_ascii=False) if options["json"] else self.tell(document)
        )
        if is_refused:
            sys.exit(2 if document["refused"] in OF_FILES else 1)

    def tell(self, document: dict[str, Any]) -> str:
        """One line a task, for people."""
        if document["refused"]:
            return ""
        head = [
            f"{document['number'] or '–'} · {document['issued_on'] or '–'} · {document['issuer'] or '–'}",
            document["title"] or "",
        ]
        return "\n".join(
            [*head, *(self._line(number, task) for number, task in enumerate(document["tasks"], 1))]
        )

    def _line(self, number: int, task: dict[str, Any]) -> str:
        due = task["due_at"] or task["recurrence"] or "–"
        return (
            f"{number:3}. [{task['kind']}] {', '.join(task['lead']) or '–'} · {due} · {task['action'][:90]}"
        )
