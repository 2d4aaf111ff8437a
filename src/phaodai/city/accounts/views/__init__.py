"""Pages about accounts: one's own, and those of the administrator."""

from phaodai.city.accounts.views.entrance import bind, enter
from phaodai.city.accounts.views.lifecycle import hand_over, make_link, remove, renew, sign_out, unbind
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
from phaodai.city.accounts.views.own import (
    add_token,
    language,
    me,
    revoke_own_token,
    roles,
    unbind_own,
)

__all__ = [
    "add_token",
    "add_user",
    "bind",
    "deactivate",
    "edit_user",
    "end_grant",
    "enter",
    "grant",
    "hand_over",
    "language",
    "make_link",
    "me",
    "reactivate",
    "remove",
    "renew",
    "reset_password",
    "reset_second_factor",
    "revoke_own_token",
    "revoke_token",
    "roles",
    "sign_out",
    "unbind",
    "unbind_own",
    "unlock",
    "user",
    "users",
]
