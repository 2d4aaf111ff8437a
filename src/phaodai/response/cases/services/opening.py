"""Opening a case: by report, by telephone, by a result."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Person
from phaodai.city.people.services import register_person
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action
from phaodai.core.events.services import publish
from phaodai.response.cases.events import CaseReported
from phaodai.response.cases.models import Case
from phaodai.response.cases.services.completing import refresh_completeness
from phaodai.response.cases.services.guards import area_of, lock_person
from phaodai.response.cases.services.numbering import next_case_code
from phaodai.response.cases.services.period import refresh_period
from phaodai.response.cases.services.status import Step, append_change, definition_in_force
from phaodai.response.cases.services.work import open_investigation
from phaodai.response.cases.terms import CaseStatus, DetectionSetting


@dataclass(frozen=True)
class Telephoned:
    """What one minute on the telephone gives. ``person`` when a known one was recognised."""

    name: str
    birth_year: int | None
    phone: str
    area: Area
    person: Person | None = None
    setting: str = DetectionSetting.UNKNOWN
    symptom_onset: date | None = None


def live_case_of(person: Person) -> Case | None:
    """The case that binds this person now, locked, or None."""
    return Case.objects.live().select_for_update(of=("self",)).filter(person=person).first()


def open_case(person: Person, step: Step, **facts: Any) -> Case:
    """Insert a case with its first status, and tell. The caller has locked the person."""
    area = area_of(person)
    definition = definition_in_force()
    case = Case(person=person, area=area, status=step.to, definition_version=definition.version, **facts)
    case.code = next_case_code(area)
    case.save()
    append_change(case, "", step, definition)
    publish(CaseReported(case.uuid), by=step.by)
    return case


@transaction.atomic
def report_case(
    *,
    person: Person,
    setting: str,
    by: Any,
    symptom_onset: date | None = None,
    reported_at: datetime | None = None,
    reason: str = "",
) -> Case:
    """Open a suspected case on somebody's report; a live case of this person is returned as it is.

    Reports cross borders: who may report somewhere may report somebody living elsewhere.

    Raises:
        PermissionDenied: ``by`` may not report cases.
        ValidationError: nobody knows where they live, or the onset lies in the future.
    """
    if not by.may("cases.report"):
        raise PermissionDenied
    _refuse_future(symptom_onset)
    lock_person(person)
    live = live_case_of(person)
    if live is not None:
        return live
    case = open_case(
        person,
        Step(CaseStatus.SUSPECTED, by, reason, {"kind": "report"}),
        setting=setting,
        symptom_onset=symptom_onset,
        has_symptoms=True if symptom_onset else None,
        reported_at=reported_at or clock.now(),
        reported_by_name=actor_name(by),
    )
    _put_to_work(case, by, reason)
    return case


def _put_to_work(case: Case, by: Any, reason: str) -> None:
    log_action(actor=by, action="report_case", subject_type="case", subject_id=case.uuid, reason=reason)
    refresh_period(case, by)
    refresh_completeness(case)
    open_investigation(case=case, by=by)


@transaction.atomic
def report_by_telephone(*, told: Telephoned, by: Any) -> Case:
    """A case by telephone, in four fields: finds nobody by itself, registers who was not recognised.

    Raises:
        PermissionDenied: ``by`` may not report cases.
        ValidationError: the person's data cannot be.
    """
    if not by.may("cases.report"):
        raise PermissionDenied
    person = told.person or register_person(
        full_name=told.name, birth_year=told.birth_year, phone=told.phone, area=told.area, by=by
    )
    return report_case(
        person=person, setting=told.setting, symptom_onset=told.symptom_onset, by=by, reason=_("By telephone")
    )


def _refuse_future(day: date | None) -> None:
    if day and day > clock.today():
        raise ValidationError(_("The onset lies in the future."), code="future_onset")
