"""Writing accounts: each function authorises, checks, saves and puts itself on record, in one transaction."""

from phaodai.city.accounts.services.factors import enrol_totp, reset_second_factor
from phaodai.city.accounts.services.grants import grant_role, hand_over_roles, renew_grant, revoke_grant
from phaodai.city.accounts.services.guard import may_delegate, may_manage, must_say_why
from phaodai.city.accounts.services.links import make_link, use_link
from phaodai.city.accounts.services.providers import bind_provider, unbind_provider
from phaodai.city.accounts.services.tokens import find_token, issue_token, revoke_token, use_token
from phaodai.city.accounts.services.users import (
    choose_language,
    create_user,
    deactivate_user,
    edit_user,
    note_own_password,
    reactivate_user,
    remove_user,
    reset_password,
    sign_out_everywhere,
    unlock_user,
)

__all__ = [
    "bind_provider",
    "choose_language",
    "create_user",
    "deactivate_user",
    "edit_user",
    "enrol_totp",
    "find_token",
    "grant_role",
    "hand_over_roles",
    "issue_token",
    "make_link",
    "may_delegate",
    "may_manage",
    "must_say_why",
    "note_own_password",
    "reactivate_user",
    "remove_user",
    "renew_grant",
    "reset_password",
    "reset_second_factor",
    "revoke_grant",
    "revoke_token",
    "sign_out_everywhere",
    "unbind_provider",
    "unlock_user",
    "use_link",
    "use_token",
]
