"""Who may open what: capabilities on views, scope rules on models.

A *capability* ("cases.view") says what a role may do; its *reach* says where. Both come from the user's
grants (`phaodai.city.accounts`); this package only asks.
"""

from phaodai.core.access.decorators import public, requires, signed_in
from phaodai.core.access.reach import NOWHERE, SYSTEM_ACTOR, Actor, GuardedRequest, Reach
from phaodai.core.access.scope import ScopedQuerySet, ScopeRule, get_visible_or_404, refused_as_missing

__all__ = [
    "NOWHERE",
    "SYSTEM_ACTOR",
    "Actor",
    "GuardedRequest",
    "Reach",
    "ScopeRule",
    "ScopedQuerySet",
    "get_visible_or_404",
    "public",
    "refused_as_missing",
    "requires",
    "signed_in",
]
