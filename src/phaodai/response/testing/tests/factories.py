"""Tubes, orders and results for tests, by the services themselves."""

from datetime import datetime, timedelta
from typing import Any

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.testing import services
from phaodai.response.testing.models import TestResult, Tube
from phaodai.response.testing.terms import Method


def make_labelled(cast: Any, *, method: str = Method.PCR, area: Any = None, laboratory: Any = None) -> Tube:
    """A tube of Thanh Nhàn for the city CDC's laboratory, nobody in it."""
    return services.label_tube(
        area=area or cast.ward_a, laboratory=laboratory or cast.cdc, method=method, by=SYSTEM_ACTOR
    )


def make_taken(
    cast: Any, *people: Any, method: str = Method.PCR, taken_at: datetime | None = None, **where: Any
) -> Tube:
    """A sampled tube, taken three hours ago unless said otherwise."""
    tube = make_labelled(cast, method=method, **where)
    moment = taken_at or clock.now() - timedelta(hours=3)
    return services.take_sample(tube=tube, people=list(people), by=SYSTEM_ACTOR, taken_at=moment)


def make_resulted(cast: Any, value: str, *people: Any, by: Any = None, **facts: Any) -> TestResult:
    """A tube with its result."""
    tube = make_taken(cast, *people, **facts)
    return services.record_result(tube=tube, value=value, by=by or SYSTEM_ACTOR)


def make_pool(cast: Any, value: str = "positive") -> TestResult:
    """A pool of Nguyễn Văn An and Trần Thị Bình, resulted."""
    return make_resulted(cast, value, cast.an, cast.binh, method=Method.PCR_POOL)
