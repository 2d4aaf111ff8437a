"""Writing organisations and the posts in them."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization, Post
from phaodai.core.audit.services import context, log_action
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
        ValidationError: the code is taken, or it has no code or name.
    """
    if not by.may("organizations.edit"):
        raise PermissionDenied
    row = Organization.objects.create(
        code=_free_code(code),
        kind=kind,
        area=area,
        parent=parent,
        address=nfc(address),
        phone=phone.strip(),
        **organization_keys(_said(name), short_name),
    )
    log_action(actor=by, action="add_organization", subject_type="organization", subject_id=row.uuid)
    return row


def _said(name: str) -> str:
    if not name.strip():
        raise ValidationError({"name": _("Enter the name.")})
    return name.strip()


def _free_code(code: str, but: Organization | None = None) -> str:
    tidy = code.strip().upper()
    if not tidy:
        raise ValidationError({"code": _("Enter the code.")})
    others = Organization.objects.filter(code=tidy)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise ValidationError({"code": _("Another organisation has this code.")})
    return tidy


@transaction.atomic
def edit_organization(*, organization: Organization, reason: str, by: Any, **changes: Any) -> Organization:
    """Correct an organisation (the facts `add_organization` takes, and ``is_active``), with the reason.

    Raises:
        PermissionDenied: without ``organizations.edit``.
        ValidationError: the code is taken, no reason, or it would belong to itself.
    """
    if not by.may("organizations.edit"):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason is kept with the change.")})
    row = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    _require_tree(row, changes.get("parent"))
    changes = {
        **changes,
        **organization_keys(_said(changes.get("name", row.name)), changes.get("short_name", row.short_name)),
    }
    if "code" in changes:
        changes["code"] = _free_code(changes["code"], but=row)
    changed = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, changes[name])
    if changed:
        with context(user=by, reason=reason):
            row.save(update_fields=changed)
        _log_edit(row, changed, reason, by)
    return row


def _log_edit(row: Organization, changed: list[str], reason: str, by: Any) -> None:
    log_action(
        actor=by, action="edit_organization", subject_type="organization", subject_id=row.uuid, reason=reason,
        data={"fields": changed},
    )  # fmt: skip


def _require_tree(row: Organization, parent: Organization | None) -> None:
    """An organisation never belongs to itself, directly or through others."""
    above = parent
    while above is not None:
        if above.pk == row.pk:
            raise ValidationError({"parent": _("It would belong to itself.")})
        above = above.parent


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
        ValidationError: no title, or the organisation has a head already.
    """
    if not by.may("organizations.edit"):
        raise PermissionDenied
    if not title.strip():
        raise ValidationError({"title": _("Enter the title.")})
    if is_head and organization.posts.filter(is_head=True).exists():
        raise ValidationError({"is_head": _("This organisation has a head already.")})
    post = Post.objects.create(organization=organization, title=nfc(title), area=area, is_head=is_head)
    log_action(actor=by, action="add_post", subject_type="organization", subject_id=organization.uuid)
    return post
