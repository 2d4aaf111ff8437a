"""Events of tests that may leave the house: that a tube has a result, not which."""

from typing import Any

from phaodai.core.gateway.outgoing import Outgoing, register
from phaodai.core.terms import pick_language
from phaodai.response.testing import events
from phaodai.response.testing.models import Tube


def _entry(message: Any, vi: str, en: str) -> Outgoing:
    address = "/api/v1/tests/tubes/{id}"
    return Outgoing(
        message, pick_language(vi, en), "tube", "tube_id", Tube.objects.all, "tests.view", address
    )


register(
    [
        _entry(events.ResultRecorded, "Ống mẫu có kết quả", "A tube has its result"),
        _entry(events.ResultCorrected, "Đính chính kết quả ống mẫu", "A tube's result was corrected"),
    ]
)
