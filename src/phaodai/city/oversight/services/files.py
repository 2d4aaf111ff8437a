"""Everything about one person as a file: asked for with a reason, made by a job, fetched on record, deleted in time."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from phaodai.city.oversight.models import PersonFile
from phaodai.city.oversight.packing import pack_file
from phaodai.city.oversight.services.trail import seek_person
from phaodai.city.oversight.terms import Audience, FileState
from phaodai.core import clock, policy
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.services import actor_name, log_action, record_read
from phaodai.core.files.downloads import bytes_of
from phaodai.core.files.queries import files_of
from phaodai.core.files.services import store_made
from phaodai.core.files.terms import Kind

PURPOSE = "oversight.person_file"
GONE = gettext_lazy("This file is not there (any more). Ask for it again.")
MAKING = "oversight.file"
MAKING_JOB = "phaodai.city.oversight.jobs.make_file"
"""By its name: the job calls this module."""


def request_file(*, number: str, audience: str, reason: str, by: Any) -> PersonFile:
    """Ask for the file of the person a whole number means; a job makes it.

    Raises:
        PermissionDenied: the role may not, or not where the person lives.
        ValidationError: by field: nobody by this number, no reason, no audience.
    """
    if not by.may(MAKING):
        raise PermissionDenied
    if audience not in Audience.values:
        raise ValidationError({"audience": _("Choose for whom.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason is kept with the file.")})
    return _requested(seek_person(number=number, by=by, purpose="file"), audience, reason, by)


@transaction.atomic
def _requested(person: Any, audience: str, reason: str, by: Any) -> PersonFile:
    made = PersonFile.objects.create(
        person=person, area_id=person.area_id, audience=audience, reason=reason.strip(), requested_by_id=by.pk,
        requested_by_name=actor_name(by), requested_at=clock.now(),
    )  # fmt: skip
    _note(made, by, "file.requested", reason.strip())
    app.configure_task(MAKING_JOB).defer(file_id=made.pk)
    return made


def _note(file: PersonFile, by: Any, action: str, reason: str = "") -> None:
    log_action(
        actor=by, action=action, subject_type="person", subject_id=file.person.uuid, reason=reason,
        data={"file": str(file.uuid), "audience": file.audience},
    )  # fmt: skip


@transaction.atomic
def build_file(*, file_id: int) -> None:
    """Make the file; once. A file that cannot be made says so and the job is tried again."""
    file = PersonFile.objects.select_for_update(of=("self",)).select_related("person").get(pk=file_id)
    if file.state in (FileState.READY, FileState.EXPIRED):
        return
    content, sections = pack_file(file)
    stored = store_made(
        content=content, kind=Kind.ZIP, name=f"person-{str(file.uuid)[:8]}.zip", purpose=PURPOSE, owner=file,
        by=SYSTEM_ACTOR,
    )  # fmt: skip
    file.sections, file.size, file.sha256 = sections, stored.size, stored.digest
    file.made_at, file.state = clock.now(), FileState.READY
    file.expires_at = file.made_at + timedelta(days=policy.get("oversight.file_days").value)
    file.save()


@transaction.atomic
def fetch_file(*, file: PersonFile, by: Any) -> bytes:
    """The file's bytes; the fetching is a look at the person and a deed.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: not ready, or deleted already.
    """
    row = PersonFile.objects.visible_to(by, MAKING).select_related("person").filter(pk=file.pk).first()
    if row is None:
        raise PermissionDenied
    if row.state != FileState.READY or row.expires_at is None or row.expires_at <= clock.now():
        raise ValidationError(GONE)
    stored = next(iter(files_of(PURPOSE, [row.uuid]).get(row.uuid, ())), None)
    if stored is None:
        raise ValidationError(GONE)
    PersonFile.objects.filter(pk=row.pk).update(fetched=F("fetched") + 1)
    record_read(
        actor=by, subject_type="person", subject_ids=[row.person.uuid], purpose=f"Hồ sơ dữ liệu: {row.reason}"
    )
    _note(row, by, "file.fetched")
    return bytes_of(stored)


@transaction.atomic
def expire_files() -> int:
    """Close the files whose time is over; returns how many. Their bytes go with the store's own retention."""
    over = PersonFile.objects.filter(state=FileState.READY, expires_at__lte=clock.now())
    return over.update(state=FileState.EXPIRED)
