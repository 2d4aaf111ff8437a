"""The area a user is looking at: chosen in the header, kept in the session, always inside their reach."""

from typing import Any

from django.db.models import Exists, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from phaodai.city.areas.models import Area
from phaodai.city.areas.queries import children_of
from phaodai.core.access import signed_in
from phaodai.core.ui.values import AreaOption
from phaodai.site.queries import areas_in_reach, grant_roots

SESSION_KEY = "area"


def chosen_area(request: HttpRequest) -> Area | None:
    """The chosen area, else the first the user was granted; cached on the request."""
    if not hasattr(request, "_chosen_area"):
        request._chosen_area = _look_up(request)  # type: ignore[attr-defined]
    return request._chosen_area  # type: ignore[attr-defined]


def _look_up(request: HttpRequest) -> Area | None:
    wanted = request.session.get(SESSION_KEY)
    reachable = areas_in_reach(request.user)
    found = reachable.filter(uuid=wanted).first() if wanted else None
    return found or grant_roots(request.user).first()


def area_options(request: HttpRequest, current: Area | None) -> list[AreaOption]:
    """The granted areas, the way up from the current one, and what lies directly below it."""
    if current is None:
        return []
    near = (
        Q(pk=current.pk) | Q(pk=current.parent_id) | Q(parent=current) | Q(pk__in=grant_roots(request.user))
    )
    siblings = Q(~Exists(children_of(current)), parent=current.parent_id)  # where nothing lies below
    found = areas_in_reach(request.user).filter(near | siblings).order_by("level_rank", "sort_key")
    return [AreaOption(area.name, _switch_url(area, request), area.pk == current.pk) for area in found[:80]]


def _switch_url(area: Area, request: HttpRequest) -> str:
    return f"{reverse('choose_area', args=[area.uuid])}?next={request.path}"


@signed_in
@require_GET
def choose_area(request: HttpRequest, area_id: Any) -> HttpResponse:
    """Make an area the current one and go back to the page; an area out of reach does not exist."""
    if not areas_in_reach(request.user).filter(uuid=area_id).exists():
        raise Http404
    request.session[SESSION_KEY] = str(area_id)
    wanted = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if safe else "/")
