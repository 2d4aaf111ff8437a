"""Who may, and locking in one order."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied

from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import Contact

VERIFYING = "contacts.verify"
HANDING_OVER = "contacts.handover"


def lock_contacts(contacts: Iterable[Contact], by: Any, capability: str = VERIFYING) -> list[Contact]:
    """The contacts locked in the order of their ids, with their person.

    Raises:
        PermissionDenied: one of them lies outside what ``by`` may work on.
    """
    wanted = {contact.pk for contact in contacts}
    allowed = Contact.objects.visible_to(by, capability).filter(pk__in=wanted).values("pk")
    locked = list(
        Contact.objects.select_for_update(of=("self",))
        .select_related("person", "area")
        .filter(pk__in=allowed)
        .order_by("pk")
    )
    if len(locked) != len(wanted):
        raise PermissionDenied
    return locked


def lock_case(case: Case, by: Any, capability: str = VERIFYING) -> Case:
    """The case locked.

    Raises:
        PermissionDenied: it lies outside what ``by`` may work on.
    """
    if not Case.objects.visible_to(by, capability).filter(pk=case.pk).exists():
        raise PermissionDenied
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("person__household", "area")
        .get(pk=case.pk)
    )
