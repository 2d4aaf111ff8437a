"""The list of accounts as a spreadsheet."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phaodai.core.exchange import Column


def roles_text(user: Any) -> str:
    """Every live role and where, for rows of `queries.visible_users`."""
    return "; ".join(str(grant).removesuffix(" · ") for grant in user.grants_now)


USER_COLUMNS = [
    Column(_("User name"), lambda user: user.username),
    Column(_("Full name"), lambda user: user.full_name, 28),
    Column(_("Title, unit"), lambda user: user.title, 28),
    Column(_("Roles"), roles_text, 60),
    Column(_("Second factor"), lambda user: str(_("yes") if user.has_totp else _("no"))),
    Column(_("Account in use"), lambda user: str(_("yes") if user.is_active else _("no"))),
    Column(_("Last sign-in"), lambda user: user.last_login, 18),
]
