from typing import Any

from django import template

from phaodai.city.accounts.permissions import Role
from phaodai.city.accounts.terms import AccountDeed

register = template.Library()


@register.filter
def account_deed(code: str) -> Any:
    """A deed of the trail about an account, in words."""
    return AccountDeed(code).label if code in AccountDeed.values else code


@register.filter
def role_name(code: str) -> Any:
    """A role in words."""
    return Role(code).label if code in Role.values else code
