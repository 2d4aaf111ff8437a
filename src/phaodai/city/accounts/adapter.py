"""How people come in: accounts are made by administrators, never by themselves; a password told by an
administrator is changed before anything else.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from phaodai.city.accounts.queries import has_told_password
from phaodai.city.accounts.services import note_own_password

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

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")
