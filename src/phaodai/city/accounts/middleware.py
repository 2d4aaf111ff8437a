"""What comes before anything else, on pages and over the API: a password of one's own after an administrator set one,
and a second factor for roles that see health data.
"""

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from phaodai.city.accounts.adapter import TOLD_PASSWORD
from phaodai.city.accounts.oidc.session import is_strong

OPEN_PATHS = ("/account/", "/static/", "/healthz", "/i18n/", "/ui/theme", "/accounts/me/language")
SET_UP, OWN_PASSWORD = "mfa_activate_totp", "account_change_password"


class SecondFactorMiddleware:
    """Holds back sessions; a request with a token carries none and passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PATHS) or not request.user.is_authenticated:
            return self.get_response(request)
        if request.session.get(TOLD_PASSWORD):
            return self._hold(request, OWN_PASSWORD, "password", _("Choose a password of your own first."))
        if request.user.needs_second_factor and not has_second_factor(request):
            return self._hold(request, SET_UP, "second_factor", _("Set up two-step sign-in first."))
        return self.get_response(request)

    def _hold(self, request: HttpRequest, page: str, code: str, message: str) -> HttpResponse:
        if request.path.startswith("/api/"):
            return JsonResponse({"code": code, "message": message, "field": None}, status=403)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": reverse(page)})
        messages.warning(request, message)
        return redirect(page)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether an authenticator app is set up, or the provider asked for its own; recovery codes alone are none."""
    return is_strong(request, request.user) or bool(
        get_adapter().is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP])
    )
