"""What waits for somebody in quarantine."""

from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from phaodai.core import clock
from phaodai.core.worklists import Worklist, project, register
from phaodai.response.quarantine.queries import orders
from phaodai.response.quarantine.queries.sites import arriving_for

GROUP = _("Isolation and quarantine")


def _orders(
    rows: QuerySet, code: str, *, due_at: Any = "due_at", started_at: Any = "occurred_at"
) -> QuerySet:
    return project(
        rows.select_related(None), code, ref="uuid", subject="person__full_name",
        place=Coalesce("area__name", Value("")), due_at=due_at, started_at=started_at, state="state",
    )  # fmt: skip


def to_confirm(user: Any) -> QuerySet:
    """Drafts a health officer can confirm."""
    return _orders(orders.waiting_to_confirm(user), "orders_to_confirm")


def to_review(user: Any) -> QuerySet:
    """Orders confirmed or in force whose person was exposed again."""
    rows = orders.terms_to_review(user)
    return _orders(rows, "terms_to_review", due_at=F("ends_on"), started_at="contact__last_exposed_at")


def to_sign(user: Any) -> QuerySet:
    """Confirmed orders the authority can sign."""
    return _orders(orders.waiting_to_sign(user), "orders_to_sign", started_at="confirmed_at")


def to_end(user: Any) -> QuerySet:
    """Orders whose last day is today or past."""
    rows = orders.ending_today(user, clock.today())
    return _orders(rows, "orders_to_end", due_at=F("ends_on"), started_at="signed_at")


def arriving(user: Any) -> QuerySet:
    """People with a signed order and no bed yet."""
    return _orders(arriving_for(user), "people_arriving", started_at="signed_at")


def appeals(user: Any) -> QuerySet:
    """Objections to answer."""
    rows = orders.open_appeals(user).select_related(None)
    return project(
        rows, "appeals_open", ref="order__uuid", subject="order__person__full_name",
        place=Coalesce("order__area__name", Value("")), due_at="due_at", started_at="filed_at", state="state",
    )  # fmt: skip


def _register(
    code: str, title: Any, headline: Any, capability: str, rows: Any, action: Any, **more: Any
) -> None:
    register(
        Worklist(
            code=code,
            title=title,
            headline=headline,
            capability=capability,
            rows=rows,
            url_name="quarantine:order",
            group=GROUP,
            action=action,
            **more,
        )
    )


_register(
    "orders_to_confirm",
    _("Orders to confirm"),
    _("Confirm the order for {subject}, {place}"),
    "quarantine.confirm",
    to_confirm,
    _("Confirm"),
)
_register(
    "terms_to_review",
    _("Terms of quarantine to review"),
    _("Review the term of {subject}, {place}: exposed again"),
    "quarantine.confirm",
    to_review,
    _("Review"),
)
_register(
    "orders_to_sign",
    _("Orders to sign"),
    _("Sign the order for {subject}, {place}"),
    "quarantine.sign",
    to_sign,
    _("Sign"),
    is_decision=True,
)
_register(
    "appeals_open",
    _("Objections to answer"),
    _("Answer the objection of {subject}, {place}"),
    "quarantine.sign",
    appeals,
    _("Answer"),
    is_decision=True,
)
_register(
    "orders_to_end",
    _("Orders ending today"),
    _("End the order of {subject}, {place}"),
    "quarantine.end",
    to_end,
    _("End it"),
)
_register(
    "people_arriving",
    _("People awaited at the site"),
    _("Give {subject}, {place} a bed"),
    "quarantine.stay",
    arriving,
    _("Admit"),
    incoming=True,
)
