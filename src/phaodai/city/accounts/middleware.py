"""Roles that see health data set up a second factor before anything else, on pages and over the API."""

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

OPEN_PATHS = ("/account/", "/static/", "/healthz", "/i18n/")
SET_UP = "mfa_activate_totp"


class SecondFactorMiddleware:
    """Holds back sessions; a request with a token carries none and passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._hold(request) if self._must_set_up(request) else self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if request.path.startswith(OPEN_PATHS) or not request.user.is_authenticated:
            return False
        return request.user.needs_second_factor and not has_second_factor(request)

    def _hold(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            message = _("Set up two-step sign-in first.")
            return JsonResponse({"code": "second_factor", "message": message, "field": None}, status=403)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": reverse(SET_UP)})
        return redirect(SET_UP)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether an authenticator app is set up; recovery codes alone are none."""
    return bool(get_adapter().is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP]))
