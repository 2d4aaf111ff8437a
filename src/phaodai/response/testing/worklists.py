"""What waits for somebody in testing."""

from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    DurationField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from phaodai.core import clock, policy
from phaodai.core.disclosures.models import Told
from phaodai.core.worklists import Worklist, project, register
from phaodai.response.testing.models import TestOrder, Tube
from phaodai.response.testing.queries.tubes import UNRESULTED, pools_waiting
from phaodai.response.testing.terms import Method, OrderState, ResultValue, TubeState

GROUP = _("Testing")


def _tubes(rows: "QuerySet[Tube]", code: str, **changes: Any) -> QuerySet[Any, Any]:
    columns = {
        "ref": "uuid",
        "subject": F("code"),
        "place": F("area__name"),
        "due_at": F("due_at"),
        "started_at": F("taken_at"),
        "state": F("state"),
    }
    return project(rows, code, **{**columns, **changes})


def to_receive(user: Any) -> QuerySet[Any, Any]:
    """Tubes on their way to the user's laboratory."""
    rows = Tube.objects.visible_to(user, "tests.result").filter(state=TubeState.SENT)
    return _tubes(rows, "testing.receive", started_at=F("sent_at"))


def to_enter(user: Any) -> QuerySet[Any, Any]:
    """Tubes at the user's bench, due today or overdue."""
    rows = Tube.objects.visible_to(user, "tests.result").filter(state=TubeState.RECEIVED)
    return _tubes(rows, "testing.enter", started_at=F("received_at"))


def overdue(user: Any) -> QuerySet[Any, Any]:
    """Tubes of the user's area whose result should have been there; somebody has to ask the laboratory."""
    rows = Tube.objects.visible_to(user, "tests.order").filter(state__in=UNRESULTED, due_at__lt=clock.now())
    return _tubes(rows, "testing.overdue")


def to_unpool(user: Any) -> QuerySet[Any, Any]:
    """Positive pools somebody of which waits for a test of their own."""
    rows = pools_waiting(Tube.objects.visible_to(user, "tests.order"))
    limit = timedelta(hours=float(policy.get("testing.unpool_hours").value))
    due = F("resulted_at") + Value(limit, output_field=DurationField())
    return _tubes(rows, "testing.unpool", due_at=due, started_at=F("resulted_at"))


def to_sample(user: Any) -> QuerySet[Any, Any]:
    """People of the user's area who wait for sampling."""
    rows = TestOrder.objects.visible_to(user, "tests.sample").filter(state=OrderState.OPEN)
    return project(
        rows,
        "testing.sample",
        ref="uuid",
        subject=F("person__full_name"),
        place=F("area__name"),
        due_at=F("due_at"),
        started_at=F("ordered_at"),
        state=F("reason"),
    )


def _misinformed() -> QuerySet[Told]:
    """Tellings of a corrected result about which nobody has called back."""
    rows = Told.objects.filter(subject_type="tube", subject_id=OuterRef("uuid"))
    return rows.filter(retracted_at__isnull=False, retraction_told_at=None).order_by("retracted_at")


def to_retell(user: Any) -> QuerySet[Any, Any]:
    """Tubes with a corrected result of which somebody still believes the wrong one."""
    limit = timedelta(hours=float(policy.get("testing.notify_hours").value["positive"]))
    rows = Tube.objects.visible_to(user, "tests.notify").filter(Exists(_misinformed()))
    rows = rows.annotate(wrong_since=Subquery(_misinformed().values("retracted_at")[:1]))
    due = F("wrong_since") + Value(limit, output_field=DurationField())
    return _tubes(rows, "testing.retell", due_at=due, started_at=F("wrong_since"))


def to_notify(user: Any) -> QuerySet[Any, Any]:
    """Tubes with a conclusion whose people do not know it yet; positives first by their shorter deadline.

    Where the wrong result had been told, the tube waits among the corrections.
    """
    hours = policy.get("testing.notify_hours").value
    positive, negative = (timedelta(hours=float(hours[name])) for name in ("positive", "negative"))
    rows = Tube.objects.visible_to(user, "tests.notify").annotate(
        current=FilteredRelation("results", condition=Q(results__is_current=True))
    )
    told = Q(current__value=ResultValue.NEGATIVE) | (
        Q(current__value=ResultValue.POSITIVE) & ~Q(method=Method.PCR_POOL)
    )
    rows = rows.filter(told, ~Exists(_misinformed()), notified_at=None)
    span = Case(
        When(current__value=ResultValue.POSITIVE, then=Value(positive)),
        default=Value(negative),
        output_field=DurationField(),
    )
    due = F("resulted_at") + span
    return _tubes(rows, "testing.notify", due_at=due, started_at=F("resulted_at"), state=F("current__value"))


register(
    Worklist(
        code="testing.receive",
        title=_("Tubes to receive"),
        headline=_("Receive tube {subject} from {place}"),
        capability="tests.result",
        rows=to_receive,
        url_name="testing:tube",
        group=GROUP,
        action=_("Open"),
        incoming=True,
    )
)
register(
    Worklist(
        code="testing.enter",
        title=_("Results to enter"),
        headline=_("Enter the result of {subject}"),
        capability="tests.result",
        rows=to_enter,
        url_name="testing:tube",
        group=GROUP,
        action=_("Enter"),
    )
)
register(
    Worklist(
        code="testing.overdue",
        title=_("Overdue results"),
        headline=_("Ask for the result of {subject}, {place}"),
        capability="tests.order",
        rows=overdue,
        url_name="testing:tube",
        group=GROUP,
        action=_("Open"),
    )
)
register(
    Worklist(
        code="testing.unpool",
        title=_("Positive pools"),
        headline=_("Unpool the positive pool {subject}, {place}"),
        capability="tests.order",
        rows=to_unpool,
        url_name="testing:tube",
        group=GROUP,
        action=_("Open"),
    )
)
register(
    Worklist(
        code="testing.sample",
        title=_("People to sample"),
        headline=_("Take a sample of {subject}, {place}"),
        capability="tests.sample",
        rows=to_sample,
        url_name="testing:order",
        group=GROUP,
        action=_("Open"),
    )
)
register(
    Worklist(
        code="testing.notify",
        title=_("Results to tell"),
        headline=_("Tell the people of {subject} their result"),
        capability="tests.notify",
        rows=to_notify,
        url_name="testing:tube",
        group=GROUP,
        action=_("Open"),
    )
)
register(
    Worklist(
        code="testing.retell",
        title=_("Corrections to tell"),
        headline=_("Tell the correction of {subject} to whoever heard the wrong result"),
        capability="tests.notify",
        rows=to_retell,
        url_name="testing:tube",
        group=GROUP,
        action=_("Open"),
    )
)
