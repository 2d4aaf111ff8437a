"""Accounts as the administrator sees them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.city.accounts import queries, services
from phaodai.city.accounts.columns import USER_COLUMNS
from phaodai.city.accounts.forms import GrantForm, NewUserForm, ReasonForm, UserFilter, UserForm
from phaodai.city.accounts.links import link_code, mail_link
from phaodai.city.accounts.models import User
from phaodai.city.accounts.permissions import MANAGING, Role
from phaodai.city.accounts.terms import AccountState
from phaodai.core.access import GuardedRequest, refused_as_missing, requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.offering import add_errors
from phaodai.core.ui.paging import asked_page

PAGE = 50
DEEDS = 30


@require_safe
@requires(MANAGING)
def users(request: HttpRequest) -> HttpResponseBase:
    """Accounts in reach: narrowed, sorted, paged, or as a spreadsheet (``?format=xlsx``)."""
    wanted = UserFilter(request.GET.dict()).wanted()
    rows = queries.list_users(
        request.user,
        text=wanted["q"],
        role=wanted["role"],
        state=wanted["state"],
        sort=wanted["sort"] or "name",
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(request.GET["format"], "users", USER_COLUMNS, rows.iterator(chunk_size=500))
    context = {
        "page": asked_page(request, rows, PAGE),
        "roles": Role.choices,
        "states": AccountState.choices,
        "is_narrowed": any(wanted[name] for name in ("q", "role", "state")),
    }
    return render(request, "accounts/users.html", context)


def _grant_form(request: GuardedRequest, kind: type[GrantForm] = GrantForm, data: Any = None) -> GrantForm:
    return kind(
        data,
        roles=queries.grantable_roles(request.user),
        is_everywhere=request.user.reach(MANAGING).everywhere,
        areas=queries.grantable_areas(request.user),
        organizations=queries.grantable_organizations(request.user),
    )


def user_page(
    request: GuardedRequest, found: User, form: GrantForm | None = None, **more: Any
) -> HttpResponse:
    context = {
        "account": found,
        "grants": queries.grants_of(found),
        "live": {grant.pk for grant in found.live_grants},
        "sessions": queries.sessions_of(found),
        "factor_since": queries.second_factor_since(found),
        "tokens": queries.live_tokens(found),
        "ending": queries.ending_of(found),
        "may_give": bool(queries.grantable_roles(request.user)),
        "providers": queries.provider_accounts_of(found),
        "open_link": queries.open_link_of(found),
        "deeds": queries.deeds_on(found)[:DEEDS],
        "locked": queries.is_locked(found),
        "may_manage": services.may_manage(found, request.user),
        "is_self": found.pk == request.user.pk,
        "form": form or _grant_form(request),
        **more,
    }
    return render(request, "accounts/user.html", context, status=422 if form and form.errors else 200)


@require_safe
@requires(MANAGING)
def user(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One account: its roles now and before, sessions, second factor, tokens."""
    return user_page(request, queries.user_for(request.user, uuid))


@require_http_methods(["GET", "POST"])
@never_cache
@requires(MANAGING)
def add_user(request: GuardedRequest) -> HttpResponse:
    """Open an account with its first role; the one-time link by which its owner comes in is shown once."""
    form = _grant_form(request, NewUserForm, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _made(request, form)
        if made is not None:
            return show_link(request, queries.user_for(request.user, made[0].uuid), made[1])
    return render(request, "accounts/user_form.html", {"form": form}, status=422 if form.errors else 200)


def _made(request: HttpRequest, form: GrantForm) -> tuple[User, str] | None:
    """The account and the secret of its link; None where the form now says what is wrong."""
    values = dict(form.cleaned_data)
    role = {name: values.pop(name) for name in ("role", "area", "organization", "until")}
    try:
        with transaction.atomic():
            account = services.create_user(**values, by=request.user)
            services.grant_role(user=account, **role, by=request.user)
            secret = services.make_link(user=account, by=request.user)
    except ValidationError as error:
        add_errors(form, error)
        return None
    except PermissionDenied:
        form.add_error("area", _("This role, there, is not yours to give."))
        return None
    return account, secret


@require_http_methods(["GET", "POST"])
@requires(MANAGING)
def edit_user(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Correct name, title, telephone."""
    found = queries.user_for(request.user, uuid)
    form = UserForm(request.POST or None, instance=queries.user_for(request.user, uuid))
    if request.method == "POST" and form.is_valid():
        refused_as_missing(lambda: services.edit_user(user=found, by=request.user, **form.cleaned_data))
        messages.success(request, _("Saved."))
        return redirect("accounts:user", uuid=uuid)
    context = {"form": form, "account": found}
    return render(request, "accounts/user_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(MANAGING)
def grant(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Give a role."""
    found = queries.user_for(request.user, uuid)
    form = _grant_form(request, data=request.POST)
    if form.is_valid():
        try:
            given = services.grant_role(user=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except PermissionDenied:
            form.add_error("area", _("This role, there, is not yours to give."))
        else:
            messages.success(request, _("Given: %(role)s.") % {"role": given})
            return redirect("accounts:user", uuid=uuid)
    return user_page(request, found, form)


def show_link(request: GuardedRequest, account: User, secret: str) -> HttpResponse:
    """The only page that shows a one-time link: to hand over, as text and as a code to scan."""
    address = request.build_absolute_uri(reverse("accounts:enter", args=[secret]))
    sent = mail_link(account, address)
    return user_page(request, account, shown_link=address, shown_code=link_code(address), sent_to=sent)


def with_reason(
    request: HttpRequest, uuid: UUID, write: Callable[[User, str], Any], said: str
) -> HttpResponse:
    """Do one deed that needs a reason, and go back to the account's page saying how it went."""
    found = queries.user_for(request.user, uuid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Say why; the reason is kept with the change."))
        return redirect("accounts:user", uuid=uuid)
    return done(request, uuid, lambda: write(found, form.cleaned_data["reason"]), said)


def done(request: HttpRequest, uuid: UUID, write: Callable[[], Any], said: str) -> HttpResponse:
    try:
        refused_as_missing(write)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, said)
    return redirect("accounts:user", uuid=uuid)


@require_POST
@requires(MANAGING)
def end_grant(request: HttpRequest, uuid: UUID, grant_uuid: UUID) -> HttpResponse:
    """End a role now."""

    def end(account: User, reason: str) -> None:
        services.revoke_grant(grant=queries.grant_of(account, grant_uuid), by=request.user, reason=reason)

    return with_reason(request, uuid, end, _("The role has ended."))


@require_POST
@requires(MANAGING)
def deactivate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close the account."""

    def close(account: User, reason: str) -> None:
        services.deactivate_user(user=account, by=request.user, reason=reason)

    return with_reason(request, uuid, close, _("The account is suspended and signed out everywhere."))


@require_POST
@requires(MANAGING)
def reactivate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open it again."""
    found = queries.user_for(request.user, uuid)
    return done(
        request,
        uuid,
        lambda: services.reactivate_user(user=found, by=request.user),
        _("The account is open."),
    )


@require_POST
@requires(MANAGING)
def unlock(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget the wrong passwords."""
    found = queries.user_for(request.user, uuid)
    return done(
        request, uuid, lambda: services.unlock_user(user=found, by=request.user), _("They can sign in again.")
    )


@require_POST
@never_cache
@requires(MANAGING)
def reset_password(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Set a new first password; the answer is the only page that shows it."""
    found = queries.user_for(request.user, uuid)
    try:
        password = refused_as_missing(lambda: services.reset_password(user=found, by=request.user))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("accounts:user", uuid=uuid)
    return user_page(request, found, shown_password=password)


@require_POST
@requires(MANAGING)
def reset_second_factor(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a lost authenticator away."""

    def reset(account: User, reason: str) -> None:
        services.reset_second_factor(user=account, by=request.user, reason=reason)

    return with_reason(request, uuid, reset, _("They set up a new authenticator app at the next sign-in."))


@require_POST
@requires(MANAGING)
def revoke_token(request: HttpRequest, uuid: UUID, token_uuid: UUID) -> HttpResponse:
    """Make a token of somebody useless."""
    found = queries.user_for(request.user, uuid)
    token = queries.token_of(found, token_uuid)
    said = _("The token %(name)s no longer works.") % {"name": token.name}
    return done(request, uuid, lambda: services.revoke_token(token=token, by=request.user), said)
