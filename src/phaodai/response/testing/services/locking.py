"""Authorising and locking, shared by the verbs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from phaodai.core import clock
from phaodai.core.ui.formats import when_text
from phaodai.response.testing import rules
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import TestResult, Tube
from phaodai.response.testing.terms import Method, ResultValue, TubeState


def lock_tubes(tubes: Iterable[Tube]) -> list[Tube]:
    """The tubes as they are now, locked in the order of their ids until the transaction ends."""
    ids = [tube.pk for tube in tubes]
    return list(Tube.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def lock_tube(tube: Tube) -> Tube:
    """One tube as it is now, locked."""
    return Tube.objects.select_for_update(of=("self",)).get(pk=tube.pk)


def require(by: Any, *capabilities: str) -> None:
    """Raise PermissionDenied unless ``by`` holds one of the capabilities somewhere."""
    if not any(by.may(capability) for capability in capabilities):
        raise PermissionDenied


def require_tubes(by: Any, tubes: Iterable[Tube], *capabilities: str) -> None:
    """Raise PermissionDenied unless every tube lies where ``by`` holds one of the capabilities."""
    wanted = {tube.pk for tube in tubes}
    for capability in capabilities:
        if wanted and by.may(capability):
            seen = Tube.objects.visible_to(by, capability).filter(pk__in=wanted).values_list("pk", flat=True)
            wanted -= set(seen)
    if wanted:
        raise PermissionDenied


def require_result(by: Any, tubes: Iterable[Tube]) -> None:
    """Laboratories enter results; a rapid test is read on the spot by whoever took the sample."""
    for_lab: list[Tube] = []
    on_the_spot: list[Tube] = []
    for tube in tubes:
        (on_the_spot if tube.method == Method.ANTIGEN else for_lab).append(tube)
    require_tubes(by, for_lab, "tests.result")
    require_tubes(by, on_the_spot, "tests.result", "tests.sample")


def move(tube: Tube, to: str) -> None:
    """Put the tube into another state, unsaved.

    Raises:
        Refused: the move is not legal.
    """
    if not rules.may_move(tube.state, to):
        raise Refused("wrong_move", code=tube.code, state=TubeState(tube.state).label, to=TubeState(to).label)
    tube.state = to


def current_result(tube: Tube) -> TestResult | None:
    """The result in force, if there is one."""
    return TestResult.objects.filter(tube=tube, is_current=True).first()


def already_resulted(tube: Tube, result: TestResult) -> Refused:
    """The sentence for who comes second."""
    return Refused(
        "already_resulted",
        code=tube.code,
        value=ResultValue(result.value).label,
        name=result.by_name,
        at=when_text(result.resulted_at),
    )


def not_in_future(at: datetime | None) -> datetime:
    """``at``, or now; never later than now.

    Raises:
        Refused: it lies in the future.
    """
    now = clock.now()
    if at is not None and at > now:
        raise Refused("in_future", at=when_text(at, "long"))
    return at or now
