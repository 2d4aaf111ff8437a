"""How people come in: accounts are made by administrators, never by themselves; a password told by an
administrator is changed before anything else.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from phaodai.city.accounts.oidc import pending
from phaodai.city.accounts.oidc.session import end_session_address
from phaodai.city.accounts.queries import has_told_password
from phaodai.city.accounts.services import note_own_password

SECOND_STEP = "phaodai.city.accounts.oidc.session.SecondStep"
TOLD_PASSWORD = "accounts_told_password"


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, and remember for the session whether somebody else knows the password."""
        super().login(request, user)
        if has_told_password(user):
            request.session[TOLD_PASSWORD] = True

    def set_password(self, user: Any, password: str) -> None:
        """One's own change: from now on nobody else knows it."""
        super().set_password(user, password)
        note_own_password(user=user)
        self.request.session.pop(TOLD_PASSWORD, None)

    def get_login_stages(self) -> list[str]:
        """allauth's own second step, but for those whose provider has asked already."""
        stages = super().get_login_stages()
        return [SECOND_STEP if stage == "allauth.mfa.stages.AuthenticateStage" else stage for stage in stages]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To what waits for a confirmation, else home."""
        if pending.read(request) is not None:
            return reverse("accounts:bind")
        return str(super().get_login_redirect_url(request))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Out at the provider too, where it opened the session."""
        home = str(super().get_logout_redirect_url(request))
        there = end_session_address(request)
        back = request.build_absolute_uri(home)
        return f"{there}?{urlencode({'post_logout_redirect_uri': back})}" if there else home

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")
