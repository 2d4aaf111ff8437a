"""Writing accounts: each function authorises, checks, saves and puts itself on record, in one transaction."""

from phaodai.city.accounts.services.factors import enrol_totp, reset_second_factor
from phaodai.city.accounts.services.grants import grant_role, revoke_grant
from phaodai.city.accounts.services.guard import may_manage
from phaodai.city.accounts.services.tokens import find_token, issue_token, revoke_token, use_token
from phaodai.city.accounts.services.users import (
    choose_language,
    create_user,
    deactivate_user,
    edit_user,
    note_own_password,
    reactivate_user,
    reset_password,
    unlock_user,
)

__all__ = [
    "choose_language",
    "create_user",
    "deactivate_user",
    "edit_user",
    "enrol_totp",
    "find_token",
    "grant_role",
    "issue_token",
    "may_manage",
    "note_own_password",
    "reactivate_user",
    "reset_password",
    "reset_second_factor",
    "revoke_grant",
    "revoke_token",
    "unlock_user",
    "use_token",
]
