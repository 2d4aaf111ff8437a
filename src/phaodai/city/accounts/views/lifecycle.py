"""What happens to an account over time: one-time links, roles that go on or go over, leaving."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from phaodai.city.accounts import queries, services
from phaodai.city.accounts.forms import HandOverForm, RenewForm
from phaodai.city.accounts.models import User
from phaodai.city.accounts.permissions import MANAGING
from phaodai.city.accounts.views.manage import done, show_link, with_reason
from phaodai.core.access import GuardedRequest, refused_as_missing, requires
from phaodai.core.ui.offering import add_errors


@require_POST
@never_cache
@requires(MANAGING)
def make_link(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """A new one-time link; the answer is the only page that shows it."""
    found = queries.user_for(request.user, uuid)
    try:
        secret = refused_as_missing(lambda: services.make_link(user=found, by=request.user))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("accounts:user", uuid=uuid)
    return show_link(request, found, secret)


@require_POST
@requires(MANAGING)
def renew(request: HttpRequest, uuid: UUID, grant_uuid: UUID) -> HttpResponse:
    """Let a role that ends go on."""
    found = queries.user_for(request.user, uuid)
    grant = queries.grant_of(found, grant_uuid)
    form = RenewForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("The last day is not a day."))
        return redirect("accounts:user", uuid=uuid)

    def go_on() -> None:
        services.renew_grant(grant=grant, by=request.user, **form.cleaned_data)

    return done(request, uuid, go_on, _("The role goes on."))


@require_http_methods(["GET", "POST"])
@requires(MANAGING)
def hand_over(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Roles go over from somebody who changes post to their successor."""
    found = queries.user_for(request.user, uuid)
    form = HandOverForm(
        request.POST or None,
        grants=queries.grants_of(found).filter(pk__in=[grant.pk for grant in found.live_grants]),
        successors=queries.successors_for(request.user, found),
    )
    if request.method == "POST" and form.is_valid() and (to := _handed_over(request, form)):
        return redirect("accounts:user", uuid=to.uuid)
    context = {"form": form, "account": found}
    return render(request, "accounts/hand_over.html", context, status=422 if form.errors else 200)


def _handed_over(request: HttpRequest, form: HandOverForm) -> User | None:
    values: dict[str, Any] = dict(form.cleaned_data)
    try:
        services.hand_over_roles(
            grants=list(values["grants"]), to=values["to"], by=request.user, reason=values["reason"]
        )
    except ValidationError as error:
        add_errors(form, error)
    except PermissionDenied:
        form.add_error("grants", _("Some of these roles are not yours to give."))
    else:
        messages.success(request, _("The roles have gone over to %(name)s.") % {"name": values["to"]})
        to: User = values["to"]
        return to
    return None


@require_POST
@requires(MANAGING)
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Somebody leaves: every role ends, the account closes."""

    def leave(account: User, reason: str) -> None:
        services.remove_user(user=account, by=request.user, reason=reason)

    return with_reason(request, uuid, leave, _("Every role has ended and the account is closed."))


@require_POST
@requires(MANAGING)
def sign_out(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End every session of an account."""
    found = queries.user_for(request.user, uuid)
    return done(
        request,
        uuid,
        lambda: services.sign_out_everywhere(user=found, by=request.user),
        _("Signed out on every device."),
    )


@require_POST
@requires(MANAGING)
def unbind(request: HttpRequest, uuid: UUID, provider: str) -> HttpResponse:
    """Take away the binding to a provider's sign-in."""

    def take_away(account: User, reason: str) -> None:
        services.unbind_provider(user=account, provider=provider, by=request.user, reason=reason)

    return with_reason(request, uuid, take_away, _("That sign-in no longer opens this account."))
