"""The public check of a paper: is this order in force? Its number and nothing about the person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from phaodai.core.access import public
from phaodai.response.quarantine.queries.verify import check_paper


@public
@never_cache
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What the QR on a printed order leads to."""
    found = check_paper(token)
    return render(request, "quarantine/verify.html", {"paper": found}, status=200 if found else 404)
