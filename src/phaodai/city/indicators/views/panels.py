"""What other pages load of the numbers."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from phaodai.city.indicators.queries import Period, figures
from phaodai.city.indicators.queries import explorer as ask
from phaodai.city.indicators.queries.places import named_area
from phaodai.city.indicators.registry import known
from phaodai.core import clock
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.ui.values import Series

CURVES = ("cases.new", "cases.onset")
SHOWN = (
    "cases.new", "cases.active", "contacts.not_isolated", "testing.persons", "quarantine.at_home",
    "vaccination.first_doses", "welfare.helped",
)  # fmt: skip
CURVE_DAYS = 30


@require_safe
@requires("indicators.view")
def area_panel(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """An area's figures of the last 24 hours, and its curve by report and by onset."""
    area, now, today = named_area(request.user, str(uuid)), clock.now(), clock.today()
    question = ask.Question(tuple(known(CURVES)), area, today - timedelta(days=CURVE_DAYS - 1), today)
    counted = figures(known(SHOWN), [area.pk], Period(now - timedelta(days=1), now))
    query = {"i": CURVES, "area": str(area.uuid), "tab": "chart", "since": question.first.isoformat()}
    context = {
        "area": area, "figures": list(counted.values()), "days": question.days, "label": area.name,
        "series": [Series(str(row.title), ask.days_of(question, row)) for row in question.indicators],
        "curve_url": f"{reverse('indicators:explore')}?{urlencode(query, doseq=True)}",
    }  # fmt: skip
    return render(request, "indicators/area_panel.html", context)
