"""Reading files and what is known of the store."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from phaodai.core import policy
from phaodai.core.access import get_visible_or_404
from phaodai.core.files.models import FileRun, StoreCheck, StoredFile
from phaodai.core.files.purposes import Purpose, all_purposes, find
from phaodai.core.files.terms import FileState


def file_for(user: Any, uuid: UUID, purpose: str) -> StoredFile:
    """A kept file of a thing the user may see, or Http404."""
    rows = StoredFile.objects.filter(purpose=purpose, state=FileState.KEPT)
    found: StoredFile = get_visible_or_404(rows, user, find(purpose).capability, uuid=uuid)
    return found


def waiting_upload(user: Any, uuid: UUID, purpose: str) -> StoredFile:
    """The user's own upload that waits for its thing, or Http404."""
    rows = StoredFile.objects.filter(purpose=purpose, state=FileState.WAITING, uploaded_by_id=user.pk)
    found: StoredFile = get_visible_or_404(rows, user, uuid=uuid)
    return found


def files_of(purpose: str, owner_ids: Iterable[UUID]) -> dict[UUID, list[StoredFile]]:
    """Files of many things in one query, oldest first. The caller has scoped the things."""
    rows = StoredFile.objects.filter(purpose=purpose, state=FileState.KEPT, owner_id__in=list(owner_ids))
    found: dict[UUID, list[StoredFile]] = defaultdict(list)
    for row in rows.order_by("pk"):
        if row.owner_id:
            found[row.owner_id].append(row)
    return found


@dataclass(frozen=True)
class PurposeLine:
    """What lies in the store for one purpose, and for how long."""

    purpose: Purpose
    kept: int
    waiting: int
    deleted: int
    size: int
    last_at: datetime | None
    days: int | None

    @property
    def kinds(self) -> list[str]:
        return sorted(str(kind.label) for kind in self.purpose.kinds)


def lines_by_purpose() -> list[PurposeLine]:
    """One line a purpose, also where nothing was given yet. One query, and the policies."""
    rows = StoredFile.objects.values("purpose").annotate(
        kept=Count("pk", filter=Q(state=FileState.KEPT)), waiting=Count("pk", filter=Q(state=FileState.WAITING)),
        deleted=Count("pk", filter=Q(state=FileState.DELETED)), last_at=Max("occurred_at"),
        size=Sum("size", filter=~Q(state=FileState.DELETED)),
    )  # fmt: skip
    found: dict[str, dict[str, Any]] = {row["purpose"]: dict(row) for row in rows}
    return [_line(purpose, found.get(purpose.code, {})) for purpose in all_purposes()]


def _line(purpose: Purpose, row: dict[str, Any]) -> PurposeLine:
    days = int(policy.get(purpose.term).value) if purpose.term else None
    kept, waiting, deleted, size = (row.get(name) or 0 for name in ("kept", "waiting", "deleted", "size"))
    return PurposeLine(purpose, kept, waiting, deleted, size, row.get("last_at"), days)


def runs() -> "QuerySet[FileRun]":
    """Runs of the retention job, newest first."""
    return FileRun.objects.order_by("-pk")


def last_check() -> StoreCheck | None:
    """The last reading of the whole store."""
    return StoreCheck.objects.order_by("-pk").first()


def names_of(digests: Iterable[str]) -> dict[str, list[str]]:
    """Purposes and dates of the files with these contents, for whoever has to bring them back."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in StoredFile.objects.filter(digest__in=list(digests)).order_by("pk"):
        found[row.digest].append(f"{row.purpose} {row.recorded_at:%d/%m/%Y}")
    return found
