"""Writing organisations and the posts in them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization, Post
from phaodai.core.audit.services import log_action
from phaodai.core.text import nfc, search_key, sort_key


@transaction.atomic
def add_organization(
    *,
    code: str,
    name: str,
    kind: str,
    by: Any,
    area: Area | None = None,
    parent: Organization | None = None,
    short_name: str = "",
    address: str = "",
    phone: str = "",
) -> Organization:
    """Add an agency, business or body.

    Raises:
        PermissionDenied: without ``organizations.edit``.
        IntegrityError: the code is taken.
    """
    if not by.may("organizations.edit"):
        raise PermissionDenied
    row = Organization.objects.create(
        code=code,
        kind=kind,
        area=area,
        parent=parent,
        address=nfc(address),
        phone=phone,
        **organization_keys(name, short_name),
    )
    log_action(actor=by, action="add_organization", subject_type="organization", subject_id=row.uuid)
    return row


def organization_keys(name: str, short_name: str = "") -> dict[str, str]:
    """The stored names of an organisation and the keys it is sorted and found by."""
    name, short_name = nfc(name), nfc(short_name)
    return {
        "name": name,
        "short_name": short_name,
        "sort_key": sort_key(name),
        "search_key": search_key(f"{name} {short_name}"),
    }


@transaction.atomic
def add_post(
    *, organization: Organization, title: str, by: Any, area: Area | None = None, is_head: bool = False
) -> Post:
    """Add a named responsibility; who holds it is said in `people`.

    Raises:
        PermissionDenied: without ``organizations.edit``.
        IntegrityError: the organisation has a head already.
    """
    if not by.may("organizations.edit"):
        raise PermissionDenied
    post = Post.objects.create(organization=organization, title=nfc(title), area=area, is_head=is_head)
    log_action(actor=by, action="add_post", subject_type="organization", subject_id=organization.uuid)
    return post
