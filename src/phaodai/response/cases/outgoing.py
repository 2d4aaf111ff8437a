"""Events of cases that may leave the house: that something happened to which case, nothing else."""

from typing import Any

from phaodai.core.gateway.outgoing import Outgoing, register
from phaodai.core.terms import pick_language
from phaodai.response.cases import events
from phaodai.response.cases.models import Case


def _entry(message: Any, vi: str, en: str) -> Outgoing:
    return Outgoing(
        message,
        pick_language(vi, en),
        "case",
        "case_id",
        Case.objects.all,
        "cases.view",
        "/api/v1/cases/{id}",
    )


register(
    [
        _entry(events.CaseReported, "Mở hồ sơ ca bệnh", "Case opened"),
        _entry(events.CaseConfirmed, "Xác định ca bệnh", "Case confirmed"),
        _entry(events.CaseUnconfirmed, "Rút xác định ca bệnh", "Confirmation withdrawn"),
        _entry(events.CaseDiscarded, "Loại ca bệnh", "Case discarded"),
        _entry(events.CaseClosed, "Đóng hồ sơ ca bệnh", "Case closed"),
    ]
)
