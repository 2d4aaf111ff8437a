"""Accounts: opened, corrected, closed, unlocked."""

import re
import secrets
from typing import Any
from uuid import UUID, uuid4

from allauth.usersessions.models import UserSession
from axes.utils import reset as reset_attempts
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import User
from phaodai.city.accounts.permissions import MANAGING
from phaodai.city.accounts.services.grants import end_grant
from phaodai.city.accounts.services.guard import (
    MANAGERS,
    lock_administrators,
    log,
    must_be_other,
    must_leave_an_administrator,
    must_manage,
    must_say_why,
)
from phaodai.core import clock
from phaodai.core.audit import services as trail
from phaodai.core.text import nfc

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
EDITABLE = ("full_name", "title", "phone", "email")


def _clean_username(text: str) -> str:
    username = text.strip().lower()
    if not USERNAME.fullmatch(username):
        raise ValidationError(
            {"username": _("3 to 60 small letters, digits, dots or hyphens, no diacritics.")}
        )
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": _("This user name is taken.")})
    return username


def new_password() -> str:
    """A first password: four groups that can be read over the telephone."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _sign in range(4)) for _group in range(4))


@transaction.atomic
def create_user(
    *,
    username: str,
    full_name: str,
    by: Any,
    password: str | None = None,
    title: str = "",
    phone: str = "",
    email: str = "",
    language: str = "vi",
    uuid: UUID | None = None,
) -> User:
    """Open an account without any role. Without a password nobody can sign in until one is set.

    Raises:
        PermissionDenied: ``by`` manages no accounts.
        ValidationError: by field; a weak password.
    """
    if not by.may(MANAGING):
        raise PermissionDenied
    if not nfc(full_name):
        raise ValidationError({"full_name": _("Enter the full name.")})
    user = User(uuid=uuid or uuid4(), username=_clean_username(username), full_name=nfc(full_name))
    user.title, user.phone, user.email, user.language = nfc(title), phone, email, language
    set_password(user, password)
    with trail.context(user=by):
        user.save()
        log(user, "user.created", by)
    return user


def set_password(user: User, password: str | None) -> None:
    """Give the account a password that passes the rules; None is none at all. Does not save."""
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from None
    user.set_password(password)


@transaction.atomic
def edit_user(*, user: User, by: Any, **changes: str) -> User:
    """Correct name, title, telephone or address of an account."""
    if unknown := set(changes) - set(EDITABLE):
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    must_manage(user, by)
    changed = {name: nfc(value) for name, value in changes.items() if getattr(user, name) != nfc(value)}
    if not changed:
        return user
    for name, value in changed.items():
        setattr(user, name, value)
    with trail.context(user=by):
        user.save(update_fields=list(changed))
        log(user, "user.edited", by, fields=sorted(changed))
    return user


def end_sessions(user: User) -> int:
    """Sign the user out on every device; returns how many sessions ended."""
    sessions = list(UserSession.objects.filter(user_id=user.pk))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def deactivate_user(*, user: User, by: Any, reason: str) -> None:
    """Suspend an account: no sign-in, all sessions ended, tokens and links useless. The roles wait.

    Raises:
        PermissionDenied: the account is out of reach.
        ValidationError: no reason, one's own account, or the last administrator's.
    """
    must_be_other(user, by)
    must_manage(user, by)
    _close(user, by, must_say_why(reason))


def _close(user: User, by: Any, reason: str) -> None:
    is_last_in_question = any(
        grant.role in MANAGERS and grant.area_id is None and grant.organization_id is None
        for grant in user.live_grants
    )
    if is_last_in_question:
        lock_administrators()
    user.is_active, moment = False, clock.real_now()
    with trail.context(user=by, reason=reason):
        user.save(update_fields=["is_active"])
        user.tokens.filter(revoked_at__isnull=True).update(revoked_at=moment)
        user.links.filter(closed_at__isnull=True).update(closed_at=moment)
        log(user, "user.deactivated", by, reason)
    if is_last_in_question:
        must_leave_an_administrator()
    end_sessions(user)


@transaction.atomic
def remove_user(*, user: User, by: Any, reason: str) -> None:
    """Somebody leaves: every role ends and the account closes. What they did stays on record under their name.

    Raises as `deactivate_user`.
    """
    must_be_other(user, by)
    must_manage(user, by)
    reason = must_say_why(reason)
    for grant in list(user.live_grants):
        end_grant(grant, by, reason)
    if user.is_active:
        _close(user, by, reason)


@transaction.atomic
def sign_out_everywhere(*, user: User, by: Any) -> int:
    """End every session of an account, as for a lost telephone; returns how many ended."""
    if by.pk != user.pk:
        must_manage(user, by)
    ended = end_sessions(user)
    log(user, "user.signed_out", by, sessions=ended)
    return ended


@transaction.atomic
def reactivate_user(*, user: User, by: Any) -> None:
    """Open a closed account again."""
    must_be_other(user, by)
    must_manage(user, by)
    user.is_active = True
    with trail.context(user=by):
        user.save(update_fields=["is_active"])
        log(user, "user.reactivated", by)


@transaction.atomic
def reset_password(*, user: User, by: Any) -> str:
    """Set a new first password and sign the user out everywhere; it is returned once, to be told.

    Whoever signs in with it chooses one of their own before anything else.
    """
    must_be_other(user, by)
    must_manage(user, by)
    password = new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    log(user, "user.password_reset", by)
    end_sessions(user)
    return password


def note_own_password(*, user: User) -> None:
    """Put on record that somebody chose a password of their own."""
    log(user, "user.password_changed", user)


@transaction.atomic
def unlock_user(*, user: User, by: Any) -> int:
    """Forget the wrong passwords that locked the account; returns how many attempts were forgotten."""
    must_manage(user, by)
    forgotten = int(reset_attempts(username=user.username.lower()))
    log(user, "user.unlocked", by, attempts=forgotten)
    return forgotten


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """Keep the language a user reads best."""
    user.language = language
    user.save(update_fields=["language"])
