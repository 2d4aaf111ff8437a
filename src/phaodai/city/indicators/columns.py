"""The explorer's table as a file."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from phaodai.city.indicators.queries.explorer import Answer, Bucket, Line
from phaodai.core.exchange import Column


def heading(column: Any) -> str:
    """A column's head: days, or an indicator."""
    if not isinstance(column, Bucket):
        return str(column.title)
    if column.first == column.last:
        return column.first.strftime("%d/%m/%Y")
    return f"{column.first:%d/%m}–{column.last:%d/%m/%Y}"


def _cell(place: int) -> Callable[[Line], Any]:
    return lambda line: line.cells[place].value


def _given(place: int) -> Callable[[Line], Any]:
    def said(line: Line) -> str:
        told = line.cells[place].told
        return "" if told is None or told.owed is None else f"{told.given}/{told.owed}"

    return said


def answer_columns(answer: Answer) -> list[Column]:
    """Code, name, then one column a bucket or indicator; of reported ones also from how many units."""
    question = answer.question
    columns = [
        Column(_("Code"), lambda line: line.area.code, 10),
        Column(_("Area"), lambda line: line.area.name, 30),
        Column(_("Level"), lambda line: line.area.get_level_display(), 14),
        Column(_("Population"), lambda line: line.area.population, 14),
    ]
    for place, column in enumerate(answer.columns):
        columns.append(Column(heading(column), _cell(place), 14))
        if not question.is_one and question.indicators[place].is_reported:
            columns.append(Column(_("Reports given / owed"), _given(place), 12))
    if question.is_one:
        columns.append(Column(_("Whole period"), lambda line: line.whole.value, 14))
    return columns


def answer_lines(answer: Answer) -> Iterator[Line]:
    """The area asked, then those inside."""
    yield answer.total
    yield from answer.lines
