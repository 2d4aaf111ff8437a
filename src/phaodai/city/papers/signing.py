"""Who signs and in which post: the post held on the day, else what the account says."""

from datetime import date
from typing import Any

from phaodai.city.organizations.models import Organization
from phaodai.city.organizations.terms import OrganizationKind
from phaodai.city.people.models import PostHolding

BODY_NAMES = {
    OrganizationKind.COMMITTEE: "Ủy ban nhân dân",
    OrganizationKind.STEERING: "Ban Chỉ đạo",
    OrganizationKind.COMMAND: "",  # a command centre is headed, it does not decide together
}


def post_on(user: Any, day: date, office: Organization | None = None) -> str:
    """The title under which ``user`` signs on ``day``: their post in this office first, else any, else the account's."""
    held = PostHolding.objects.filter(person__user=user.pk, valid__contains=day).select_related("post")
    rows = sorted(held, key=lambda row: (office is None or row.post.organization_id != office.pk, row.pk))
    return rows[0].post.title if rows else str(getattr(user, "title", ""))


def body_of(office: Organization | None) -> str:
    """The name of a body that decides together, as written behind TM.; "" for an office with one head."""
    return BODY_NAMES.get(OrganizationKind(office.kind), "") if office is not None else ""
