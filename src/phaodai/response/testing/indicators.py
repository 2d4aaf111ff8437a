"""Numbers of testing, defined once."""

from functools import partial

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators import Indicator, register
from phaodai.core import clock
from phaodai.response.testing.models import Tube, TubeMember
from phaodai.response.testing.queries import tubes
from phaodai.response.testing.terms import Method, ResultValue

CURRENT = Q(results__is_current=True)


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
        area="area",
        at="taken_at",
        unit=_("tubes"),
        better="neither",
        rows_url="testing:list",
    )
)
register(
    Indicator(
        code="testing.persons",
        title=_("Persons tested"),
        facts=persons_tested,
        area="tube__area",
        at="tube__resulted_at",
        unit=_("persons"),
        better="up",
        rows_url="testing:list",
        rows_query="state=resulted",
        note=_("Singles and members of negative pools; a positive pool counts through its singles."),
    )
)
register(
    Indicator(
        code="testing.same_day",
        title=_("Results on the day of sampling"),
        facts=resulted_same_day,
        area="area",
        at="taken_at",
        unit=_("tubes"),
        better="up",
        rows_url="testing:list",
        rows_query="state=resulted",
    )
)
register(
    Indicator(
        code="testing.overdue",
        title=_("Results overdue"),
        facts=overdue,
        area="area",
        at="due_at",
        kind="stock",
        unit=_("tubes"),
        better="down",
        rows_url="testing:list",
        rows_query="late=yes",
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
            area="area",
            at="resulted_at",
            unit=_("tubes"),
            better="down",
            rows_url="testing:list",
            rows_query=f"value=positive&method={method.value}",
        )
    )
register(
    Indicator(
        code="testing.pools_waiting",
        title=_("Positive pools to unpool"),
        facts=pools_waiting,
        area="area",
        at="resulted_at",
        kind="stock",
        unit=_("tubes"),
        better="down",
        rows_url="testing:list",
        rows_query="waiting=unpool",
    )
)
