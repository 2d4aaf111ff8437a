"""What the investigation finds out, written part by part; what follows from it is computed anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.core import clock
from phaodai.core.audit.services import context, log_action
from phaodai.core.text import nfc
from phaodai.response.cases import rules
from phaodai.response.cases.form_items import ANSWERS
from phaodai.response.cases.models import Case
from phaodai.response.cases.services.completing import refresh_completeness
from phaodai.response.cases.services.guards import lock_case
from phaodai.response.cases.services.period import refresh_period
from phaodai.response.cases.terms import DetectionSetting, SourceStatus

SOURCE_FIELDS = ("setting", "source_status", "is_imported", "is_known_contact", "first_exposure_on")
ILLNESS_FIELDS = ("has_symptoms", "symptoms", "symptom_onset")


@transaction.atomic
def edit_source(
    *,
    case: Case,
    by: Any,
    setting: str | None = None,
    source_status: str | None = None,
    is_imported: bool | None = None,
    is_known_contact: bool | None = None,
    first_exposure_on: date | None = None,
    reason: str = "",
) -> Case:
    """Where it was found, whether its source is known, whether it came from abroad: three questions apart.

    None leaves an answer as it is.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
        ValidationError: not one of the words, or a day in the future.
    """
    row = lock_case(case, by, "cases.investigate")
    _refuse_unknown_words(setting, source_status)
    refuse_future(first_exposure_on)
    given = (setting, source_status, is_imported, is_known_contact, first_exposure_on)
    changes = {name: value for name, value in zip(SOURCE_FIELDS, given, strict=True) if value is not None}
    return _write(row, changes, "edit_source", reason, by)


def _refuse_unknown_words(setting: str | None, source_status: str | None) -> None:
    if setting is not None and setting not in DetectionSetting.values:
        raise ValidationError(_("Choose one of the settings."), code="setting")
    if source_status is not None and source_status not in SourceStatus.values:
        raise ValidationError(_("Choose one of the source states."), code="source_status")


def refuse_future(day: date | None) -> None:
    """Refuse a day that has not come yet.

    Raises:
        ValidationError: it lies in the future.
    """
    if day and day > clock.today():
        raise ValidationError(_("The day lies in the future."), code="future")


@transaction.atomic
def edit_illness(
    *,
    case: Case,
    has_symptoms: bool | None,
    symptoms: list[str],
    symptom_onset: date | None,
    by: Any,
    reason: str = "",
) -> Case:
    """Symptoms and onset; the infectious period follows.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
        ValidationError: an onset in the future, or an onset without symptoms.
    """
    row = lock_case(case, by, "cases.investigate")
    refuse_future(symptom_onset)
    if has_symptoms is False and (symptom_onset or symptoms):
        raise ValidationError(_("Without symptoms there is no onset."), code="contradiction")
    ill = True if symptom_onset or symptoms else has_symptoms
    named = [nfc(symptom) for symptom in symptoms if symptom.strip()]
    changes = dict(zip(ILLNESS_FIELDS, (ill, named, symptom_onset), strict=True))
    return _write(row, changes, "edit_illness", reason, by)


@transaction.atomic
def edit_answers(*, case: Case, answers: Mapping[str, Any], by: Any) -> Case:
    """Further answers of the form, by item; an empty one takes the answer back, others stay.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
        ValidationError: an item the form does not have.
    """
    row = lock_case(case, by, "cases.investigate")
    strange = set(answers) - set(ANSWERS)
    if strange:
        raise ValidationError(_("The form has no item “%(item)s”."), params={"item": min(strange)})
    tidy = {key: nfc(value) if isinstance(value, str) else value for key, value in answers.items()}
    kept = {key: value for key, value in {**row.answers, **tidy}.items() if value}
    return _write(row, {"answers": kept}, "edit_answers", "", by)


@transaction.atomic
def set_national_code(*, case: Case, national_code: str, by: Any) -> Case:
    """The BN number, once the ministry has given one; empty takes a mistaken one away.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
        ValidationError: it is no such number, or another case has it.
    """
    row = lock_case(case, by, "cases.investigate")
    code = rules.national_code(nfc(national_code))
    if code is None:
        raise ValidationError(_("A national code is BN and a number, like BN13960."), code="no_national_code")
    if code and Case.objects.filter(national_code=code).exclude(pk=row.pk).exists():
        raise ValidationError(_("Another case already has the code %(code)s."), "taken", {"code": code})
    return _write(row, {"national_code": code}, "set_national_code", "", by)


def _write(row: Case, changes: dict[str, Any], action: str, reason: str, by: Any) -> Case:
    changed = [name for name, value in changes.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, changes[name])
    with context(user=by, reason=reason):
        row.save(update_fields=changed)
    log_action(
        actor=by,
        action=action,
        subject_type="case",
        subject_id=row.uuid,
        reason=reason,
        data={"fields": changed},
    )
    refresh_period(row, by)
    refresh_completeness(row)
    return row
