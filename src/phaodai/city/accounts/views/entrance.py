"""Before signing in: the page a one-time link opens, and the confirmation that binds a provider's sign-in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from phaodai.city.accounts import queries, services
from phaodai.city.accounts.forms import PasswordForm
from phaodai.city.accounts.oidc import pending
from phaodai.core.access import GuardedRequest, public, signed_in
from phaodai.core.ui.offering import add_errors


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@never_cache
@public
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a password by a one-time link. The link itself never travels on as a referrer."""
    link = queries.link_of(secret)
    if link is None:
        return _plain(render(request, "accounts/link_dead.html", status=410))
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.use_link(secret=secret, password=form.cleaned_data["password"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Your password is set. Sign in with it now."))
            return _plain(redirect("account_login"))
    context = {"form": form, "account": link.user}
    return _plain(render(request, "accounts/enter.html", context, status=422 if form.errors else 200))


def _plain(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "strict-origin"
    return response


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def bind(request: GuardedRequest) -> HttpResponse:
    """Confirm, once signed in here, that a provider's sign-in is one's own: from then on it opens the account."""
    waiting = pending.read(request)
    if waiting is None:
        messages.warning(request, _("Nothing waits to be connected. Start at the sign-in page again."))
        return redirect("accounts:me")
    if request.method == "POST":
        return _bound(request, waiting) if request.POST.get("answer") == "yes" else _left(request)
    return render(request, "accounts/bind.html", {"waiting": waiting})


def _bound(request: GuardedRequest, waiting: Any) -> HttpResponse:
    try:
        services.bind_provider(
            user=request.user, provider=waiting.provider, subject=waiting.subject, by=request.user
        )
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Connected: you can now sign in with %(name)s.") % {"name": waiting.name})
    pending.forget(request)
    return redirect("accounts:me")


def _left(request: HttpRequest) -> HttpResponse:
    pending.forget(request)
    return redirect("home")
