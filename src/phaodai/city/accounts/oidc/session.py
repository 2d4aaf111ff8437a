"""How this session was opened, where a provider opened it: for the second step and for signing out."""

from typing import Any

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from phaodai.city.accounts.oidc.views import END_SESSION

OPENED = "accounts_oidc_opened"


def note_opened(request: HttpRequest, *, user: Any, provider: str, strong: bool) -> None:
    """Called before the session is the user's, so the note names whom it speaks of."""
    request.session[OPENED] = {"user": user.pk, "provider": provider, "strong": strong}


def is_strong(request: HttpRequest, user: Any) -> bool:
    """Whether the provider that opened this session for this user had asked for an accepted second factor."""
    opened = request.session.get(OPENED) or {}
    return bool(opened.get("strong")) and opened.get("user") == user.pk


def end_session_address(request: HttpRequest) -> str:
    """Where the provider wants people to sign out, if it opened this session and says so."""
    return str(request.session.get(END_SESSION) or "") if request.session.get(OPENED) else ""


class SecondStep(AuthenticateStage):
    """The authenticator app is asked for, unless the provider's own second factor counts."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if self.login.user is not None and is_strong(request, self.login.user):
            return False
        return bool(super()._should_handle(request))
