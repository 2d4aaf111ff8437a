"""One submission; figures held for a second look; figures that were restated."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phaodai.city.indicators.forms import DecideForm
from phaodai.city.indicators.queries import sheets as ask
from phaodai.city.indicators.registry import known
from phaodai.city.indicators.scope import holds_over
from phaodai.city.indicators.services import decide_held
from phaodai.city.indicators.views.explorer import asked_area
from phaodai.core import clock, policy
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.ui.paging import asked_page

PAGE = 50
LOOKED_BACK = timedelta(days=120)


@require_safe
@requires("indicators.view")
def submission(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """What one unit handed in: figures, source, signature, what was replaced and why."""
    found = ask.submission_for(request.user, uuid)
    rows = [(known([row.indicator])[0], row) for row in ask.figures_of(found) if known([row.indicator])]
    context = {
        "submission": found, "rows": rows, "may_report": holds_over(request.user, "indicators.report", found.area),
        "unit": ask.duty_of(found), "may_confirm": holds_over(request.user, "indicators.confirm", found.area),
    }  # fmt: skip
    return render(request, "indicators/submission.html", context)


@require_safe
@requires("indicators.view")
def held(request: GuardedRequest) -> HttpResponse:
    """Figures that do not count until somebody else confirms them."""
    page = asked_page(request, ask.held_rows(request.user), PAGE)
    rows = [(known([row.indicator])[0], row) for row in page.object_list if known([row.indicator])]
    context = {
        "page": page, "rows": rows, "may_confirm": request.user.may("indicators.confirm"),
        "rules": [policy.get(f"indicators.{name}") for name in ("jump", "per_head")],
    }  # fmt: skip
    return render(request, "indicators/held.html", context)


@require_http_methods(["POST"])
@requires("indicators.confirm")
def decide(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """The second look."""
    row, form = ask.observation_for(request.user, uuid), DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say whether the figure is confirmed or refused."))
        return redirect("indicators:held")
    accept = form.cleaned_data["decision"] == "accept"
    try:
        decide_held(observation=row, accept=accept, note=form.cleaned_data["note"], by=request.user)
    except PermissionDenied:
        messages.error(request, _("Somebody else than who reported the figure must look at it."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("The figure counts from now on.") if accept else _("The figure was refused.")
        )
    return redirect("indicators:held")


@require_safe
@requires("indicators.view")
def restated(request: GuardedRequest) -> HttpResponse:
    """Every figure that was known otherwise: old, new, who, why."""
    area = asked_area(request)
    page = asked_page(request, ask.restated_rows(request.user), PAGE)
    rows = [(known([row.indicator])[0], row) for row in page.object_list if known([row.indicator])]
    changes = ask.recomputed_rows(area, clock.today() - LOOKED_BACK)[:PAGE]
    recomputed = [(known([row.indicator])[0], row) for row in changes if known([row.indicator])]
    context = {"page": page, "rows": rows, "recomputed": recomputed, "area": area}
    return render(request, "indicators/restated.html", context)
