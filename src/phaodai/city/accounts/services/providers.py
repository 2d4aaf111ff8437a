"""Sign-in through a provider: a subject is bound to an account once, by its owner, after a local sign-in."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import User
from phaodai.city.accounts.services.guard import log, must_manage, must_say_why
from phaodai.city.accounts.services.users import end_sessions


@transaction.atomic
def bind_provider(*, user: User, provider: str, subject: str, by: Any) -> None:
    """From now on this subject of this provider opens the account. Only its owner binds, never an administrator.

    Raises:
        PermissionDenied: somebody else's account.
        ValidationError: the subject opens another account, or the account has another subject there.
    """
    if by.pk != user.pk:
        raise PermissionDenied
    held = SocialAccount.objects.select_for_update().filter(provider=provider, uid=subject).first()
    if held is not None and held.user_id != user.pk:
        raise ValidationError(_("This sign-in already belongs to another account. Ask your administrator."))
    if held is None:
        if SocialAccount.objects.filter(provider=provider, user=user).exists():
            raise ValidationError(
                _("Your account is connected to another sign-in there; take that away first.")
            )
        SocialAccount.objects.create(provider=provider, uid=subject, user=user, extra_data={})
        log(user, "provider.bound", by, provider=provider)


@transaction.atomic
def unbind_provider(*, user: User, provider: str, by: Any, reason: str = "") -> None:
    """The provider's sign-in no longer opens the account; sessions end where an administrator does it."""
    is_own = by.pk == user.pk
    if not is_own:
        must_manage(user, by)
        reason = must_say_why(reason)
    gone, _kinds = SocialAccount.objects.filter(user=user, provider=provider).delete()
    if gone:
        log(user, "provider.unbound", by, reason, provider=provider)
    if gone and not is_own:
        end_sessions(user)
