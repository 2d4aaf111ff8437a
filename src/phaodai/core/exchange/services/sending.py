"""A file comes in: kept, noted, and queued to be read."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import get_language

from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action
from phaodai.core.exchange import keeping
from phaodai.core.exchange.kinds import ImportKind
from phaodai.core.exchange.models import Import
from phaodai.core.exchange.services.queueing import queue_import
from phaodai.core.text import nfc


def office_of(user: Any) -> str:
    """Whose habits of naming columns are remembered: the user's organisation or area, else their own."""
    return str(getattr(user, "office_key", "") or f"user:{getattr(user, 'pk', None) or 0}")


def send_file(*, kind: ImportKind, name: str, pieces: Iterable[bytes], by: Any) -> Import:
    """Keep an upload and queue its reading. Nothing of it is looked at here.

    Raises:
        PermissionDenied: ``by`` may not import this kind.
        RefusedFile: it is too large.
    """
    if not by.may(kind.capability):
        raise PermissionDenied
    kept = keeping.keep(pieces)
    with transaction.atomic():
        row = Import.objects.create(
            kind=kind.code,
            owner_id=by.pk,
            owner_name=actor_name(by),
            office=office_of(by),
            language=(get_language() or "vi")[:5],
            file_name=nfc(name)[-200:] or "?",
            file_size=kept.size,
            digest=kept.digest,
            sent_at=clock.now(),
        )
        data = {"kind": kind.code, "digest": kept.digest}
        log_action(actor=by, action="send_list", subject_type="import", subject_id=row.uuid, data=data)
        queue_import(row)
    return row
