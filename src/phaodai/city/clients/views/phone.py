"""The telephone's side of enrolling: nobody is signed in here, the code speaks for itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from phaodai.city.clients import services
from phaodai.core.access import public

APP = "web"


@require_http_methods(["GET", "POST"])
@never_cache
@public
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is offered; only the button takes it, so that a preview of the link uses nothing up."""
    try:
        if request.method == "POST":
            return _taken(request, code)
        return render(request, "clients/take.html", {"offer": services.open_offer(code)})
    except services.CodeUsedUp as why:
        return render(request, "clients/take.html", {"refused": why.messages[0]}, status=410)


def _taken(request: HttpRequest, code: str) -> HttpResponse:
    agent = request.headers.get("User-Agent", "")
    device, token = services.enrol_device(code=code, app=APP, user_agent=agent)
    return render(request, "clients/taken.html", {"device": device, "token": token})
