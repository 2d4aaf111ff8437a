"""Tags of the desk's pages."""

from typing import Any

from django import template

from phaodai.command.directives.terms import Standing
from phaodai.core.ui.tags.status import chip

register = template.Library()
KINDS = {
    Standing.DONE_IN_TIME: "done",
    Standing.DONE_LATE: "done",
    Standing.DONE_NO_DEADLINE: "done",
    Standing.OPEN_IN_TIME: "doing",
    Standing.OPEN_OVERDUE: "late",
    Standing.OPEN_NO_DEADLINE: "doing",
    Standing.WITHDRAWN: "off",
}


@register.simple_tag
def standing_chip(standing: str) -> Any:
    """How an assignment stands, as a chip."""
    return chip(KINDS[Standing(standing)], Standing(standing).label)


@register.simple_tag
def task_number(lines: list[Any], key: str) -> str:
    """The position of the task whose passage carries this key."""
    return next((str(line.task.position) for line in lines if str(line.task.uuid) == key), "")
