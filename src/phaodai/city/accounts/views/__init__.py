"""Pages about accounts: one's own, and those of the administrator."""

from phaodai.city.accounts.views.manage import (
    add_user,
    deactivate,
    edit_user,
    end_grant,
    grant,
    reactivate,
    reset_password,
    reset_second_factor,
    revoke_token,
    unlock,
    user,
    users,
)
from phaodai.city.accounts.views.own import add_token, language, me, revoke_own_token, roles

__all__ = [
    "add_token",
    "add_user",
    "deactivate",
    "edit_user",
    "end_grant",
    "grant",
    "language",
    "me",
    "reactivate",
    "reset_password",
    "reset_second_factor",
    "revoke_own_token",
    "revoke_token",
    "roles",
    "unlock",
    "user",
    "users",
]
