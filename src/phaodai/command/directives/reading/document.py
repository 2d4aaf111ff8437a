"""A reading as the JSON document of `phaodai directive read`."""

from typing import Any

from phaodai.command.directives.reading.values import Citation, Reading, TaskDraft


def as_document(reading: Reading) -> dict[str, Any]:
    """Keys and order are fixed; offsets are code points of `text`."""
    return {
        "text": reading.text,
        "number": reading.number,
        "issued_on": reading.issued_on.isoformat() if reading.issued_on else None,
        "issuer": reading.issuer,
        "title": reading.title,
        "cites": [_citation(one) for one in reading.cites],
        "refused": reading.refused,
        "tasks": [_task(one) for one in reading.tasks],
    }


def _citation(one: Citation) -> dict[str, Any]:
    day = one.issued_on.isoformat() if one.issued_on else None
    return {"kind": one.kind, "number": one.number, "issued_on": day, "start": one.start, "end": one.end}


def _task(one: TaskDraft) -> dict[str, Any]:
    return {
        "lead": list(one.lead),
        "lead_code": list(one.lead_code),
        "support": list(one.support),
        "monitor": one.monitor,
        "action": one.action,
        "condition": one.condition,
        "due_at": one.due_at.isoformat() if one.due_at else None,
        "recurrence": one.recurrence,
        "report_to": one.report_to,
        "report_via": one.report_via,
        "kind": one.kind,
        "start": one.start,
        "end": one.end,
        "why": list(one.why),
    }
