"""Notices of our own writing, in every form, against the answers written before they were read."""

import pytest

from phaodai.command.directives.reading.reader import read_text
from phaodai.command.directives.reading.tests.answers import Notice, notices, pairs, shown

_DETAILS = {
    "support": lambda task: list(task.support),
    "code": lambda task: [code or "" for code in task.lead_code],
    "monitor": lambda task: task.monitor,
    "condition": lambda task: task.condition,
    "recurrence": lambda task: task.recurrence,
    "report_to": lambda task: task.report_to,
    "report_via": lambda task: task.report_via,
}

every_notice = pytest.mark.parametrize("notice", notices(), ids=lambda notice: notice.name)


@every_notice
def test_every_task_is_found_and_no_other(notice: Notice) -> None:
    reading = read_text(notice.text)
    found = pairs(reading.tasks, notice.answers)
    missed = [one for one in notice.answers if one not in [answer for _, answer in found]]
    invented = [one for one in reading.tasks if one not in [task for task, _ in found]]
    assert not missed, [(one.kind, one.lead, shown(reading.text, one.start, one.end)) for one in missed]
    assert not invented, [
        (one.kind, one.lead, one.why, shown(reading.text, one.start, one.end)) for one in invented
    ]


@every_notice
def test_details_are_as_written(notice: Notice) -> None:
    for task, answer in pairs(read_text(notice.text).tasks, notice.answers):
        for name, value in _DETAILS.items():
            if name in answer.facts:
                assert value(task) == answer.facts[name], (answer.lead, name)


@every_notice
def test_the_head_is_read(notice: Notice) -> None:
    reading = read_text(notice.text)
    assert (reading.number or "") == notice.facts["number"]
    assert reading.issued_on == notice.facts.get("issued_on")
    assert notice.facts["issuer"] in (reading.issuer or "")
    if "cites" in notice.facts:
        assert [one.number for one in reading.cites] == notice.facts["cites"]


@every_notice
def test_every_task_says_why(notice: Notice) -> None:
    assert all(task.why for task in read_text(notice.text).tasks)
