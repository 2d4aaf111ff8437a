"""Figures that units report: one save for a whole sheet; improbable ones are held for a second look."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.indicators.models import FormUnit, Observation, ReportForm, Submission
from phaodai.city.indicators.queries.past import backgrounds, limits_for
from phaodai.city.indicators.registry import Indicator, known
from phaodai.city.indicators.rules import Finding, doubts, is_due
from phaodai.city.indicators.scope import holds_over, require_over
from phaodai.city.indicators.terms import ObservationState, Origin
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action


@dataclass(frozen=True)
class Sheet:
    """What a unit hands in for one day; a figure left out is unknown, never zero."""

    form: ReportForm
    area: Area
    day: date
    figures: dict[str, Decimal]
    source: str
    signed_by_name: str
    signed_by_title: str = ""
    note: str = ""
    reason: str = ""
    origin: str = Origin.HAND
    answers: dict[str, str] = field(default_factory=dict)


def refuse(code: str, text: str, name: str | None = None) -> ValidationError:
    """A refusal with its code, at one field when named."""
    error = ValidationError(text, code=code)
    return ValidationError({name: error}) if name else error


@transaction.atomic
def submit_sheet(*, sheet: Sheet, by: Any) -> Submission:
    """Hand a sheet in. Figures that changed replace those before; improbable ones are held.

    Raises:
        PermissionDenied: ``by`` does not report for this unit.
        ValidationError: nothing is owed; a day to come; no figure; a figure replaced without a reason.
    """
    require_over(by, "indicators.report", sheet.area)
    _check_owed(sheet)
    indicators = {row.code: row for row in known(sheet.form.indicators)}
    standing = _standing(sheet)
    changed = {
        code: value for code, value in sheet.figures.items()
        if code in indicators and (code not in standing or standing[code].value != value)
    }  # fmt: skip
    if not sheet.figures:
        raise refuse("no_figure", _("Enter at least one figure, or leave the page: unknown is not zero."))
    if any(code in standing for code in changed) and not sheet.reason.strip():
        raise refuse("no_reason", _("A figure that was reported is replaced: say why."), "reason")
    submission = _submission(sheet, by)
    held = _record(submission, sheet, [indicators[code] for code in changed], changed, standing, by)
    log_action(
        actor=by, action="submit_figures", subject_type="submission", subject_id=submission.uuid,
        reason=sheet.reason.strip(), data={"figures": len(changed), "held": held},
    )  # fmt: skip
    return submission


def _check_owed(sheet: Sheet) -> None:
    if sheet.day > clock.today():
        raise refuse("day_to_come", _("This day has not come yet."), "day")
    rows = FormUnit.objects.select_for_update().filter(form=sheet.form, area=sheet.area)
    if not sheet.form.is_active or not rows.filter(valid__contains=sheet.day).exists():
        raise refuse("not_owed", _("This unit does not owe this sheet."))
    if not is_due(sheet.form.rhythm, sheet.form.weekday, sheet.day):
        raise refuse("not_due", _("No sheet is owed for this day."), "day")


def _standing(sheet: Sheet) -> dict[str, Observation]:
    rows = Observation.objects.filter(area=sheet.area, day=sheet.day, state=ObservationState.COUNTED)
    return {row.indicator: row for row in rows}


def due_at(form: ReportForm, day: date) -> datetime:
    """Until when the sheet of a day is owed."""
    return clock.at_local(day) + form.due_after


def _submission(sheet: Sheet, by: Any) -> Submission:
    if not sheet.signed_by_name.strip():
        raise refuse("no_signature", _("Say who signs for the figures."), "signed_by_name")
    return Submission.objects.create(
        form=sheet.form, area=sheet.area, day=sheet.day, origin=sheet.origin, source=sheet.source.strip()[:300],
        note=sheet.note.strip(), signed_by_name=sheet.signed_by_name.strip()[:200],
        signed_by_title=sheet.signed_by_title.strip()[:200], by_id=getattr(by, "pk", None), by_name=actor_name(by),
        due_at=due_at(sheet.form, sheet.day), submitted_at=clock.now(),
    )  # fmt: skip


def _record(
    submission: Submission,
    sheet: Sheet,
    indicators: list[Indicator],
    values: dict[str, Decimal],
    standing: dict[str, Observation],
    by: Any,
) -> int:
    """Write the figures; returns how many are held."""
    around = backgrounds(indicators, sheet.area, sheet.day)
    limits = limits_for(indicators, sheet.area.level)
    Observation.objects.filter(
        area=sheet.area, day=sheet.day, indicator__in=values, state=ObservationState.HELD
    ).update(state=ObservationState.SUPERSEDED)
    held = 0
    for row in indicators:
        findings = doubts(values[row.code], around[row.code], limits[row.code])
        documents = [finding.as_document(limits[row.code].versions) for finding in findings]
        add_figure(
            submission, row.code, values[row.code], documents, standing.get(row.code), sheet.reason, by
        )
        held += bool(findings)
    return held


def add_figure(
    submission: Submission,
    code: str,
    value: Decimal,
    findings: list[dict[str, Any]],
    before: Observation | None,
    reason: str,
    by: Any,
) -> Observation:
    """One figure: counted at once unless a rule holds it; then what counted before goes on."""
    now, held = clock.now(), bool(findings)
    if before is not None and not held:
        _retire(before, now)
    return Observation.objects.create(
        submission=submission, indicator=code, area_id=submission.area_id, day=submission.day, value=value,
        state=ObservationState.HELD if held else ObservationState.COUNTED, doubts=findings, replaces=before,
        reason=reason.strip()[:300] if before else "", by_id=getattr(by, "pk", None), by_name=actor_name(by),
        occurred_at=now, counted_from=None if held else now,
    )  # fmt: skip


def _retire(row: Observation, now: datetime) -> None:
    row.state, row.counted_until = ObservationState.SUPERSEDED, now
    row.save(update_fields=["state", "counted_until"])


@transaction.atomic
def decide_held(*, observation: Observation, accept: bool, note: str, by: Any) -> Observation:
    """The second look: a held figure is confirmed and counts, or is refused. Never by who reported it.

    Raises:
        PermissionDenied: ``by`` may not confirm here, or reported it.
        ValidationError: decided already; refused without a word why.
    """
    row = Observation.objects.select_for_update().select_related("area").get(pk=observation.pk)
    if not holds_over(by, "indicators.confirm", row.area) or (row.by_id and row.by_id == by.pk):
        raise PermissionDenied
    if row.state != ObservationState.HELD:
        raise refuse("decided", _("This figure has already been decided on."))
    if not accept and not note.strip():
        raise refuse("no_note", _("Say why the figure is not accepted."), "note")
    now = clock.now()
    if accept:
        _give_way(row, now)
    row.state = ObservationState.COUNTED if accept else ObservationState.REFUSED
    row.counted_from = now if accept else None
    row.decided_by_id, row.decided_by_name, row.decided_at = by.pk, actor_name(by), now
    row.decision_note = note.strip()[:300]
    row.save()
    log_action(
        actor=by, action="confirm_figure" if accept else "refuse_figure", subject_type="observation",
        subject_id=row.uuid, reason=row.decision_note,
    )  # fmt: skip
    return row


def _give_way(row: Observation, now: datetime) -> None:
    """What counted before is replaced by the confirmed one."""
    before = Observation.objects.select_for_update().filter(
        indicator=row.indicator, area=row.area, day=row.day, state=ObservationState.COUNTED
    )
    for one in before:
        _retire(one, now)
        row.replaces = one


@dataclass
class Entry:
    """One figure of a file, with its place in it."""

    number: int
    area: Area
    day: date
    value: Decimal


def judged(
    entries: Iterable[Entry], indicator: Indicator, days: int, limits: Any, background: Any
) -> list[tuple[Entry, list[Finding]]]:
    """The figures of one unit in the order of their days, each with what makes it improbable.

    A figure that is held is no past for those after it.
    """
    kept: list[Entry] = []
    found = []
    for entry in sorted(entries, key=lambda one: one.day):
        recent = [one.value for one in kept if one.day >= entry.day - timedelta(days=days)]
        findings = doubts(entry.value, background(entry.area, recent), limits)
        if not findings:
            kept = [*kept[-days:], entry]
        found.append((entry, findings))
    return found
