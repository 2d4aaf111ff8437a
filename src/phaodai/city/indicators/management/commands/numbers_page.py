from typing import Any

from django.core.management.base import BaseCommand

from phaodai.city.indicators.documentation import numbers_page


class Command(BaseCommand):
    help = "Print every number with its definition in Markdown, for docs/numbers.md"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(numbers_page(), ending="")
