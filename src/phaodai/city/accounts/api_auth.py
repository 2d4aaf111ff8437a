"""How programs sign in to the API: a bearer token, or the browser's session with its CSRF token."""

from typing import Any

import pghistory
from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security import SessionAuth as NinjaSessionAuth

from phaodai.city.accounts.models import User
from phaodai.city.accounts.services import find_token
from phaodai.core.gateway import CallerKind
from phaodai.core.gateway.services import admit


class TokenAuth(HttpBearer):
    """``Authorization: Bearer pd_…``. The request then acts as the token's user."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        found = find_token(token)
        if found is None:
            return None
        request.user = found.user
        _sign_history(found.user)
        admit(request, kind=CallerKind.TOKEN, caller_id=found.uuid, name=found.name)
        return found.user


def _sign_history(user: User) -> None:
    """The audit middleware has opened the history context before the token was read."""
    pghistory.context(user=user.pk, user_name=user.full_name)


class SessionAuth(NinjaSessionAuth):
    """The session of a signed-in browser; writing needs the CSRF token."""

    def _get_key(self, request: HttpRequest) -> Any:
        # Without a session there is nothing to forge: answer 401, not 403.
        return super()._get_key(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
