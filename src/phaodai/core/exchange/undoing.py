"""Whether anything has been built on what an import wrote."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from phaodai.core.audit.models import ActionLog
from phaodai.core.exchange.kinds import held


def reasons_to_keep(
    rows: Iterable[Any], *, subject_type: str, own: set[type[Model]], made_by: set[str]
) -> dict[UUID, str]:
    """uuid → why a row must stay: something points at it, somebody has worked on it, a module above holds it.

    ``own`` are the models of parts that go with the row; ``made_by`` the deeds of the import itself. A bounded
    number of queries, whatever the number of rows.
    """
    by_pk = {row.pk: row.uuid for row in rows}
    why = {
        by_pk[pk]: _("Used meanwhile: %(what)s.") % {"what": what}
        for pk, what in _pointing_at(rows, by_pk, own)
    }
    deeds = ActionLog.objects.filter(
        subject_type=subject_type, subject_id__in=by_pk.values(), actor_id__isnull=False
    ).exclude(action__in=made_by)
    for subject in deeds.values_list("subject_id", flat=True).distinct():
        why.setdefault(subject, _("Changed by somebody since."))
    for subject, what in held(subject_type, set(by_pk.values())).items():
        why.setdefault(subject, _("Used meanwhile: %(what)s.") % {"what": what})
    return why


def _pointing_at(
    rows: Iterable[Any], by_pk: dict[int, UUID], own: set[type[Model]]
) -> Iterable[tuple[int, str]]:
    model = next((type(row) for row in rows), None)
    for link in model._meta.related_objects if model else ():
        other: Any = link.related_model
        if other in own or hasattr(other, "pgh_tracked_model"):
            continue
        name = link.field.name
        found = other._default_manager.filter(**{f"{name}__in": list(by_pk)})
        for pk in found.values_list(f"{name}__pk", flat=True).distinct():
            yield pk, _(str(other._meta.verbose_name).capitalize())
