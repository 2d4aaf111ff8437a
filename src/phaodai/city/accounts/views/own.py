"""One's own account: roles, sessions, second factor, tokens, language."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from phaodai.city.accounts import queries, services
from phaodai.city.accounts.forms import LanguageForm, TokenForm
from phaodai.city.accounts.permission_table import permission_rows, role_order
from phaodai.city.accounts.permissions import ROLES
from phaodai.core.access import signed_in

YEAR = 365 * 24 * 60 * 60


def _me(request: HttpRequest) -> Any:
    """The user; `signed_in` has turned anonymous visitors away."""
    return request.user


def _page(
    request: HttpRequest, form: TokenForm | None = None, shown_token: str = "", status: int = 200
) -> HttpResponse:
    user = _me(request)
    context = {
        "grants": user.live_grants,
        "sessions": queries.sessions_of(user),
        "factor_since": queries.second_factor_since(user),
        "tokens": queries.live_tokens(user),
        "providers": queries.provider_accounts_of(user),
        "token_form": form or TokenForm(),
        "shown_token": shown_token,
        "languages": settings.LANGUAGES,
    }
    return render(request, "accounts/me.html", context, status=status)


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """What I may do and where, where I am signed in, my second key, my tokens."""
    return _page(request)


@require_POST
@signed_in
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language with the account and on this device."""
    form = LanguageForm(request.POST)
    response = redirect("accounts:me")
    if form.is_valid():
        code = form.cleaned_data["language"]
        services.choose_language(user=_me(request), language=code)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax")
    return response


@require_POST
@never_cache
@signed_in
def add_token(request: HttpRequest) -> HttpResponse:
    """Issue a token; the answer is the only page that ever shows it."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    token = services.issue_token(user=_me(request), name=form.cleaned_data["name"], by=request.user)
    return _page(request, shown_token=token)


@require_POST
@signed_in
def revoke_own_token(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make one of my tokens useless."""
    token = queries.token_of(_me(request), uuid)
    services.revoke_token(token=token, by=request.user)
    messages.success(request, _("The token %(name)s no longer works.") % {"name": token.name})
    return redirect("accounts:me")


@require_POST
@signed_in
def unbind_own(request: HttpRequest, provider: str) -> HttpResponse:
    """The provider's sign-in no longer opens my account."""
    services.unbind_provider(user=_me(request), provider=provider, by=request.user)
    messages.success(request, _("That sign-in no longer opens this account."))
    return redirect("accounts:me")


@require_safe
@signed_in
def roles(request: HttpRequest) -> HttpResponse:
    """The permission table: which role may do what. Everybody may read it."""
    order = role_order()
    context = {
        "roles": order,
        "factors": [ROLES[role].needs_second_factor for role in order],
        "rows": permission_rows(),
        "own": {grant.role for grant in _me(request).live_grants},
    }
    return render(request, "accounts/roles.html", context)
