"""The public check: does this paper come from the system, and does it hold? Nothing about persons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from phaodai.city.papers import queries
from phaodai.core.access import public


@public
@never_cache
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What the QR on a paper leads to; whoever may see the thing itself gets a link to it."""
    found = queries.check_paper(token)
    may_open = bool(found and queries.is_visible(request.user, found.paper))
    context = {"found": found, "may_open": may_open}
    return render(request, "papers/verify.html", context, status=200 if found else 404)
