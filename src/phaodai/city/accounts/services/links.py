"""One-time links: somebody sets a password that nobody else knows."""

import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import AccessLink, User
from phaodai.city.accounts.services.guard import log, must_be_other, must_manage
from phaodai.city.accounts.services.tokens import digest_of
from phaodai.city.accounts.services.users import end_sessions, set_password
from phaodai.city.accounts.terms import LinkPurpose
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name


@transaction.atomic
def make_link(*, user: User, by: Any) -> str:
    """A new one-time link for an account, instead of any open one; returns its secret, this one time.

    For an account that never had a password it is the invitation, else a new password: then every session ends.

    Raises:
        PermissionDenied: the account is out of reach.
        ValidationError: it is closed, or one's own.
    """
    must_be_other(user, by)
    must_manage(user, by)
    if not user.is_active:
        raise ValidationError(_("The account is closed; open it again first."))
    close_links(user)
    secret, moment = secrets.token_urlsafe(32), clock.real_now()
    purpose = LinkPurpose.PASSWORD if user.has_usable_password() else LinkPurpose.INVITATION
    hours = timedelta(hours=policy.get("accounts.link_hours").value)
    AccessLink.objects.create(
        user=user, purpose=purpose, digest=digest_of(secret), expires_at=moment + hours, made_at=moment,
        made_by_id=by.pk, made_by_name=actor_name(by),
    )  # fmt: skip
    log(user, "link.made", by, purpose=purpose.value)
    if purpose == LinkPurpose.PASSWORD:
        end_sessions(user)
    return secret


def close_links(user: User) -> None:
    """Make every open link of an account useless."""
    user.links.filter(closed_at__isnull=True).update(closed_at=clock.real_now())


@transaction.atomic
def use_link(*, secret: str, password: str) -> User:
    """Set the password of the account a link belongs to. The link works once; every session ends.

    Raises:
        ValidationError: the link does not work (any more), or the password is weak (field ``password``).
    """
    link = (
        AccessLink.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(digest=digest_of(secret))
        .first()
    )
    if link is None or not link.is_open(clock.real_now()) or not link.user.is_active:
        raise ValidationError(_("This link no longer works. Ask whoever gave it to you for another."))
    user = link.user
    set_password(user, password)
    user.save(update_fields=["password"])
    link.closed_at, link.was_used = clock.real_now(), True
    link.save(update_fields=["closed_at", "was_used"])
    log(user, "user.password_changed", user)
    end_sessions(user)
    return user
