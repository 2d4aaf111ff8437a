"""The provider as allauth's registry knows it: what is asked for, and how little of the answer is kept."""

import secrets
from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest

from phaodai.city.accounts.oidc.views import SigningAdapter

NONCE = "accounts_oidc_nonce"
KEPT = ("sub", "acr", "amr", "preferred_username")


class Provider(OpenIDConnectProvider):
    """Authorization code with PKCE and a nonce; of the signed claims only those that decide something are kept."""

    oauth2_adapter_class = SigningAdapter
    pkce_enabled_default = True

    def get_default_scope(self) -> list[str]:
        return ["openid"]

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """Nothing is taken from the address: whoever wrote the link must not choose how to sign in."""
        request.session[NONCE] = secrets.token_urlsafe(24)
        return {**self.get_auth_params(), "nonce": request.session[NONCE]}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return list(self.get_scope())

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"id_token": {name: data["id_token"].get(name) for name in KEPT}}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """An address never says who somebody is."""
        return []


provider_classes = [Provider]
