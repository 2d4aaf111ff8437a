"""Bearer tokens: shown once, kept as a SHA-256."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import ApiToken, User
from phaodai.city.accounts.services.guard import log, may_manage
from phaodai.core import clock

PREFIX = "pd_"
USE_NOTED_EVERY = timedelta(minutes=1)


def digest_of(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_token(*, user: User, name: str, by: Any) -> str:
    """A new token of the user; this is the only time it is shown.

    Raises:
        PermissionDenied: it is somebody else's account: a token speaks in its user's name.
        ValidationError: no name.
    """
    if by.pk is not None and by.pk != user.pk:
        raise PermissionDenied
    if not name.strip():
        raise ValidationError({"name": _("Say what the token is for.")})
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(user=user, name=name.strip()[:120], digest=digest_of(token))
    log(user, "token.issued", by, name=name.strip()[:120])
    return token


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Any) -> None:
    """Make a token useless at once; its user or an administrator may. A revoked one stays revoked."""
    if by.pk != token.user_id and not may_manage(token.user, by):
        raise PermissionDenied
    if token.revoked_at is None:
        token.revoked_at = clock.real_now()
        token.save(update_fields=["revoked_at"])
        log(token.user, "token.revoked", by, name=token.name)


def use_token(token: str) -> User | None:
    """The user of a valid token, None for any other; the use is noted at most once a minute."""
    found = find_token(token)
    return found.user if found else None


def find_token(token: str) -> ApiToken | None:
    """The valid token with its user, None for any other; the use is noted at most once a minute."""
    if not token.startswith(PREFIX):
        return None
    found = (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(token), revoked_at__isnull=True)
        .first()
    )
    if found is None or not found.user.is_active:
        return None
    _note_use(found)
    return found


def _note_use(token: ApiToken) -> None:
    moment = clock.real_now()
    if token.last_used_at and moment - token.last_used_at < USE_NOTED_EVERY:
        return
    # Of several requests at once the first writes, the others find nothing to do.
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=moment - USE_NOTED_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=moment)
