"""Whom a provider's sign-in lets in: only accounts that were bound to that very subject."""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from requests import RequestException

from phaodai.city.accounts.oidc import pending
from phaodai.city.accounts.oidc.session import note_opened
from phaodai.city.accounts.rules import is_strong
from phaodai.core import policy


class KnownSubjectsAdapter(DefaultSocialAccountAdapter):
    """Nobody gets an account here, and no e-mail address, verified or not, finds one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        claims = sociallogin.account.extra_data.get("id_token") or {}
        if sociallogin.is_existing:
            accepted = policy.get("accounts.provider_second_factor").value
            note_opened(
                request, user=sociallogin.user, provider=sociallogin.account.provider,
                strong=is_strong(claims, accepted),
            )  # fmt: skip
            return
        self._wait(request, sociallogin, claims)

    def _wait(self, request: HttpRequest, sociallogin: Any, claims: dict[str, Any]) -> NoReturn:
        """The subject is new: its owner signs in here once and confirms it."""
        provider = sociallogin.provider
        pending.keep(
            request, provider=sociallogin.account.provider, subject=sociallogin.account.uid, name=provider.name,
            called=str(claims.get("preferred_username") or ""),
        )  # fmt: skip
        if request.user.is_authenticated:
            raise ImmediateHttpResponse(redirect("accounts:bind"))
        said = _(
            "%(name)s knows you, Pháo Đài does not know this sign-in yet. Sign in here once, then confirm it."
        )
        messages.info(request, said % {"name": provider.name})
        raise ImmediateHttpResponse(redirect("account_login"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Back to the sign-in page with one sentence."""
        messages.error(request, _sentence(error, exception) % {"name": getattr(provider, "name", provider)})
        raise ImmediateHttpResponse(redirect("account_login"))


def _sentence(error: Any, exception: Exception | None) -> str:
    if error == AuthError.CANCELLED:
        return _("You cancelled the sign-in at %(name)s.")
    if isinstance(exception, RequestException):
        return _("%(name)s does not answer. Use your password, or try again later.")
    if exception is not None:
        return _(
            "The answer of %(name)s could not be trusted. Try again; tell your administrator if it stays so."
        )
    return _("The sign-in at %(name)s took too long or was begun elsewhere. Begin again here.")
