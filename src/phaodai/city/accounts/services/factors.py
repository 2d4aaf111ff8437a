"""The second factor."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.city.accounts.models import User
from phaodai.city.accounts.services.guard import log, must_be_other, must_manage, must_say_why
from phaodai.city.accounts.services.users import end_sessions


@transaction.atomic
def enrol_totp(*, user: User, secret: str, by: Any) -> None:
    """Set up an authenticator app from a base32 secret, instead of any before; for the demo's hand-outs.

    Only the system may: whoever knows the secret of another can sign in as them.
    """
    if by.pk is not None:
        raise PermissionDenied
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)
    log(user, "second_factor.enrolled", by)


@transaction.atomic
def reset_second_factor(*, user: User, by: Any, reason: str) -> None:
    """Take away a lost authenticator and its recovery codes; a new one is set up at the next sign-in.

    Raises:
        PermissionDenied: the account is out of reach.
        ValidationError: no reason, or one's own: that is what recovery codes are for.
    """
    must_be_other(user, by)
    must_manage(user, by)
    reason = must_say_why(reason)
    Authenticator.objects.filter(user=user).delete()
    log(user, "second_factor.reset", by, reason)
    end_sessions(user)
