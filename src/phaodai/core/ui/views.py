"""The components page and the choice of contrast."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from phaodai.core.access import public, signed_in
from phaodai.core.ui.examples import SampleForm, components

YEAR = 365 * 24 * 3600
THEMES = ("hc", "light")


@signed_in
def components_page(request: HttpRequest) -> HttpResponse:
    """Every component living, with invented figures."""
    form = SampleForm(
        {"name": "Đặng Thị Hồng Nhung", "onset": "2021-09-15", "source": "known", "symptoms": ["fever"]}
    )
    form.is_valid()
    return render(request, "ui/components.html", {**components(), "form": form})


@public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the contrast on this device; it is needed before anybody signs in."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(wanted if safe else "/")
    if request.POST.get("theme") in THEMES:
        response.set_cookie(
            "phaodai_theme", request.POST["theme"], max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response
