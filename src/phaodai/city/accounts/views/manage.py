"""Accounts as the administrator sees them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.city.accounts import queries, services
from phaodai.city.accounts.columns import USER_COLUMNS
from phaodai.city.accounts.forms import GrantForm, NewUserForm, ReasonForm, UserFilter, UserForm
from phaodai.city.accounts.models import User
from phaodai.city.accounts.permissions import Role
from phaodai.city.accounts.services.users import new_password
from phaodai.city.accounts.terms import AccountState
from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50
MANAGING = "accounts.manage"


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


def _grant_form(request: HttpRequest, kind: type[GrantForm] = GrantForm, data: Any = None) -> GrantForm:
    return kind(
        data,
        areas=queries.grantable_areas(request.user),
        organizations=queries.grantable_organizations(request.user),
    )


def _user_page(request: HttpRequest, found: User, form: GrantForm | None = None, **more: Any) -> HttpResponse:
    context = {
        "account": found,
        "grants": queries.grants_of(found),
        "live": {grant.pk for grant in found.live_grants},
        "sessions": queries.sessions_of(found),
        "factor_since": queries.second_factor_since(found),
        "tokens": queries.live_tokens(found),
        "locked": queries.is_locked(found),
        "may_manage": services.may_manage(found, request.user),
        "is_self": found.pk == request.user.pk,
        "form": form or _grant_form(request),
        **more,
    }
    return render(request, "accounts/user.html", context, status=422 if form and form.errors else 200)


@require_safe
@requires(MANAGING)
def user(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One account: its roles now and before, sessions, second factor, tokens."""
    return _user_page(request, queries.user_for(request.user, uuid))


def _add_errors(form: Any, error: ValidationError) -> None:
    """Put a service's refusal where it belongs; a field the form lacks becomes a mistake of the whole."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _refused_as_missing(write: Callable[[], Any]) -> Any:
    try:
        return write()
    except PermissionDenied:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@never_cache
@requires(MANAGING)
def add_user(request: HttpRequest) -> HttpResponse:
    """Open an account with its first role; the first password is shown once."""
    form = _grant_form(request, NewUserForm, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _made(request, form)
        if made is not None:
            return _user_page(request, queries.user_for(request.user, made[0].uuid), shown_password=made[1])
    return render(request, "accounts/user_form.html", {"form": form}, status=422 if form.errors else 200)


def _made(request: HttpRequest, form: GrantForm) -> tuple[User, str] | None:
    """The account and its first password; None where the form now says what is wrong."""
    values, password = dict(form.cleaned_data), new_password()
    role = {name: values.pop(name) for name in ("role", "area", "organization")}
    try:
        with transaction.atomic():
            account = services.create_user(**values, password=password, by=request.user)
            services.grant_role(user=account, **role, by=request.user)
    except ValidationError as error:
        _add_errors(form, error)
        return None
    except PermissionDenied:
        form.add_error("area", _("This role, there, is not yours to give."))
        return None
    return account, password


@require_http_methods(["GET", "POST"])
@requires(MANAGING)
def edit_user(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Correct name, title, telephone."""
    found = queries.user_for(request.user, uuid)
    form = UserForm(request.POST or None, instance=queries.user_for(request.user, uuid))
    if request.method == "POST" and form.is_valid():
        _refused_as_missing(lambda: services.edit_user(user=found, by=request.user, **form.cleaned_data))
        messages.success(request, _("Saved."))
        return redirect("accounts:user", uuid=uuid)
    context = {"form": form, "account": found}
    return render(request, "accounts/user_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(MANAGING)
def grant(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give a role."""
    found = queries.user_for(request.user, uuid)
    form = _grant_form(request, data=request.POST)
    if form.is_valid():
        try:
            given = services.grant_role(user=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _add_errors(form, error)
        except PermissionDenied:
            form.add_error("area", _("This role, there, is not yours to give."))
        else:
            messages.success(request, _("Given: %(role)s.") % {"role": given})
            return redirect("accounts:user", uuid=uuid)
    return _user_page(request, found, form)


def _with_reason(
    request: HttpRequest, uuid: UUID, write: Callable[[User, str], Any], done: str
) -> HttpResponse:
    """Do one deed that needs a reason, and go back to the account's page saying how it went."""
    found = queries.user_for(request.user, uuid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Say why; the reason is kept with the change."))
        return redirect("accounts:user", uuid=uuid)
    return _done(request, uuid, lambda: write(found, form.cleaned_data["reason"]), done)


def _done(request: HttpRequest, uuid: UUID, write: Callable[[], Any], done: str) -> HttpResponse:
    try:
        _refused_as_missing(write)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, done)
    return redirect("accounts:user", uuid=uuid)


@require_POST
@requires(MANAGING)
def end_grant(request: HttpRequest, uuid: UUID, grant_uuid: UUID) -> HttpResponse:
    """End a role now."""

    def end(account: User, reason: str) -> None:
        services.revoke_grant(grant=queries.grant_of(account, grant_uuid), by=request.user, reason=reason)

    return _with_reason(request, uuid, end, _("The role has ended."))


@require_POST
@requires(MANAGING)
def deactivate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close the account."""

    def close(account: User, reason: str) -> None:
        services.deactivate_user(user=account, by=request.user, reason=reason)

    return _with_reason(request, uuid, close, _("The account is closed and signed out everywhere."))


@require_POST
@requires(MANAGING)
def reactivate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open it again."""
    found = queries.user_for(request.user, uuid)
    return _done(
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
    return _done(
        request, uuid, lambda: services.unlock_user(user=found, by=request.user), _("They can sign in again.")
    )


@require_POST
@never_cache
@requires(MANAGING)
def reset_password(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Set a new first password; the answer is the only page that shows it."""
    found = queries.user_for(request.user, uuid)
    password = _refused_as_missing(lambda: services.reset_password(user=found, by=request.user))
    return _user_page(request, found, shown_password=password)


@require_POST
@requires(MANAGING)
def reset_second_factor(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a lost authenticator away."""
    found = queries.user_for(request.user, uuid)
    done = _("They set up a new authenticator app at the next sign-in.")
    return _done(request, uuid, lambda: services.reset_second_factor(user=found, by=request.user), done)


@require_POST
@requires(MANAGING)
def revoke_token(request: HttpRequest, uuid: UUID, token_uuid: UUID) -> HttpResponse:
    """Make a token of somebody useless."""
    found = queries.user_for(request.user, uuid)
    token = queries.token_of(found, token_uuid)
    done = _("The token %(name)s no longer works.") % {"name": token.name}
    return _done(request, uuid, lambda: services.revoke_token(token=token, by=request.user), done)
