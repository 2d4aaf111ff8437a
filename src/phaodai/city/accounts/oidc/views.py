"""The two addresses of the exchange, with what allauth may skip: the signature of the id_token, and its nonce."""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from phaodai.core.access import public

END_SESSION = "accounts_oidc_end_session"
SIGNED_WITH = {"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"}


class SigningAdapter(OpenIDConnectOAuth2Adapter):
    """Believes an id_token only by its signature, however it came, and only with the nonce of this session."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        claims = self._decode_id_token(app, kwargs["response"]["id_token"])
        if not claims.get("nonce") or claims["nonce"] != request.session.pop("accounts_oidc_nonce", None):
            raise OAuth2Error("wrong nonce")
        request.session[END_SESSION] = self.openid_config.get("end_session_endpoint", "")
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=_public_key,
        )
        return claims


def _public_key(keys_data: dict[str, Any], kid: str) -> Any:
    """Only keys for public-key signatures: a published key must never serve as a shared secret."""
    fit = [key for key in keys_data.get("keys", []) if key.get("alg", "RS256") in SIGNED_WITH]
    return jwtkit.lookup_kid_jwk({"keys": [key for key in fit if "kid" in key]}, kid)


def _answered(view: type, request: HttpRequest, provider_id: str) -> HttpResponse:
    adapter = SigningAdapter(request, provider_id)
    try:
        answer: HttpResponse = view.adapter_view(adapter)(request)  # type: ignore[attr-defined]
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (RequestException, OAuth2Error, KeyError, ValueError) as error:
        # The provider is silent, or its answer is none of OpenID Connect.
        shown: HttpResponse = render_authentication_error(request, adapter.get_provider(), exception=error)
        return shown
    return answer


@public
@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the provider."""
    return _answered(OAuth2LoginView, request, provider_id)


@public
@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return _answered(OAuth2CallbackView, request, provider_id)
