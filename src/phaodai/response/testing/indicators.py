"""Numbers of testing, defined once."""

from functools import partial
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators import Indicator, Watch, register
from phaodai.core import clock
from phaodai.response.testing.models import Tube, TubeMember
from phaodai.response.testing.queries import tubes
from phaodai.response.testing.terms import Method, ResultValue, TubeState

CURRENT = Q(results__is_current=True)
MOMENTS = ("taken_at", "resulted_at", "due_at")
OF_TUBE = ("tube_id", "testing_tube")
PER_TUBE: dict[str, Any] = {
    "area": "area", "unit": _("tubes"), "rows_url": "testing:list", "row_page": "testing:tube", "subject": "tube",
    "topic": _("Tests"), "source": _("Book of tubes and results"),
    "watches": (
        Watch("testing_tube", MOMENTS),
        Watch("testing_testresult", MOMENTS, OF_TUBE),
        Watch("testing_tubemember", MOMENTS, OF_TUBE),
    ),
}  # fmt: skip


def taken() -> "QuerySet[Tube]":
    """Tubes with a sample in them."""
    return Tube.objects.filter(taken_at__isnull=False)


def resulted_same_day() -> "QuerySet[Tube]":
    """Tubes whose result came on the local day of sampling."""
    day = TruncDate(F("taken_at"), tzinfo=clock.TZ)
    return taken().filter(resulted_at__isnull=False).annotate(day=day).filter(resulted_at__date=F("day"))


def overdue() -> "QuerySet[Tube]":
    """Sampled tubes whose result should have been there by now."""
    return tubes.overdue(Tube.objects.all())


def resulted() -> "QuerySet[Tube]":
    """Tubes with a result."""
    return Tube.objects.filter(resulted_at__isnull=False)


def ever_due() -> "QuerySet[Tube]":
    """Sampled tubes that were ever waited for, with when the waiting past the deadline ended."""
    later = When(resulted_at__gt=F("due_at"), then=F("resulted_at"))
    in_time = When(resulted_at__isnull=False, then=F("due_at"))
    lost = [TubeState.LABELLED, TubeState.DISCARDED]
    return taken().exclude(state__in=lost).annotate(answered_at=Case(later, in_time))


def persons_tested() -> "QuerySet[TubeMember]":
    """People with a conclusion: singles, and members of *negative* pools."""
    current = Q(tube__results__is_current=True)
    negative = Q(tube__results__value=ResultValue.NEGATIVE)
    single = Q(tube__results__value=ResultValue.POSITIVE) & ~Q(tube__method=Method.PCR_POOL)
    return TubeMember.objects.filter(current & (negative | single))


def positives(method: str) -> "QuerySet[Tube]":
    """Tubes of one method whose result in force is positive."""
    return Tube.objects.filter(CURRENT & Q(results__value=ResultValue.POSITIVE), method=method)


def pools_waiting() -> "QuerySet[Tube]":
    """Positive pools somebody of which has not been sampled again yet."""
    return tubes.pools_waiting(Tube.objects.all())


register(
    Indicator(
        code="testing.taken",
        title=_("Tubes taken"),
        facts=taken,
        at="taken_at",
        better="neither",
        **PER_TUBE,
    )
)
register(
    Indicator(
        code="testing.persons",
        title=_("Persons tested"),
        facts=persons_tested,
        at="tube__resulted_at",
        better="up",
        rows_query="state=resulted",
        note=_("Singles and members of negative pools; a positive pool counts through its singles."),
        **{**PER_TUBE, "area": "tube__area", "unit": _("persons"), "row_key": "tube.uuid"},
    )
)
register(
    Indicator(
        code="testing.same_day",
        title=_("Results on the day of sampling"),
        facts=resulted_same_day,
        denominator="testing.taken",
        at="taken_at",
        better="up",
        rows_query="state=resulted",
        **PER_TUBE,
    )
)
register(
    Indicator(
        code="testing.overdue",
        title=_("Results overdue"),
        facts=overdue,
        ever=ever_due,
        until="answered_at",
        at="due_at",
        kind="stock",
        better="down",
        rows_query="late=yes",
        **PER_TUBE,
    )
)
for code, title, method in (
    ("testing.positive_pcr", _("Positive single PCR"), Method.PCR),
    ("testing.positive_antigen", _("Positive rapid tests"), Method.ANTIGEN),
    ("testing.positive_pool", _("Positive pools"), Method.PCR_POOL),
):
    register(
        Indicator(
            code=code,
            title=title,
            facts=partial(positives, method),
            denominator="testing.resulted",
            at="resulted_at",
            better="down",
            rows_query=f"value=positive&method={method.value}",
            **PER_TUBE,
        )
    )
register(
    Indicator(
        code="testing.pools_waiting",
        title=_("Positive pools to unpool"),
        facts=pools_waiting,
        at="resulted_at",
        kind="stock",
        better="down",
        rows_query="waiting=unpool",
        **PER_TUBE,
    )
)
register(
    Indicator(
        code="testing.resulted",
        title=_("Tubes with a result"),
        facts=resulted,
        at="resulted_at",
        better="neither",
        rows_query="state=resulted",
        **PER_TUBE,
    )
)
