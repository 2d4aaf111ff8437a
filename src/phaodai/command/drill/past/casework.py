"""What the health centre and the tracers did about each case, and what they have not come round to yet."""

from datetime import timedelta
from uuid import UUID

import numpy as np

from phaodai.command.drill.generator.outbreak import Infection
from phaodai.command.drill.generator.routine import DAY_S, HOUR_S
from phaodai.command.drill.loading.visits import moment
from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock
from phaodai.response.cases.models import Case
from phaodai.response.cases.services import (
    Named,
    Stop,
    assign_investigator,
    close_case,
    confirm_infectious_basis,
    declare_contact,
    edit_illness,
    edit_source,
    isolate_case,
    report_case,
    save_stop,
)
from phaodai.response.cases.terms import CaseStatus, DetectionSetting, Relation, SourceStatus
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.services import record_call, reject_contacts, send_list, verify_contacts
from phaodai.response.tracing.terms import CallOutcome, ContactState

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
VERIFIED_PER_CASE = 3
REJECTED_PER_CASE = 4
SYMPTOMS = ["fever", "cough", "fatigue", "sore_throat"]
NOT_NEAR = "Khác khu vực trong chợ, không gặp nhau"


def plan_case(stage: Stage, infection: Infection, number: int) -> None:
    """The work on one found infection; every eighth case is left lying, so that something is overdue."""
    taken_at, resulted_at = stage.hours_of(infection)
    if _feels_ill(infection) and number % 7 != 6:
        stage.player.at(taken_at - 20 * MINUTE, _report, stage, infection, number)
    stage.player.at(resulted_at + 40 * MINUTE, _open, stage, infection, number)
    if number % 8 == 7:
        return
    if number % 8 == 0:
        stage.player.at(resulted_at + 70 * MINUTE, _ask, stage, infection)
    stage.player.at(resulted_at + 3 * HOUR, _conclude, stage, infection, number)
    stage.player.at(resulted_at + 5 * HOUR, _send, stage, infection)
    stage.player.at(resulted_at + timedelta(days=14), _recover, stage, infection)


def _feels_ill(infection: Infection) -> bool:
    return infection.onset_at is not None and infection.onset_at <= infection.sampled_at - HOUR_S


def _live(stage: Stage, infection: Infection) -> Case | None:
    case = stage.case_of(infection.person)
    return case if case is not None and case.status == CaseStatus.CONFIRMED else None


def _report(stage: Stage, infection: Infection, number: int) -> None:
    """Somebody ill came or called: reported with the onset and asked to stay apart, before any result."""
    by = stage.accounts.health_officer
    onset = clock.local_day(moment(infection.onset_at or infection.sampled_at))
    case = report_case(
        person=stage.person(infection.person), setting=DetectionSetting.COMMUNITY, symptom_onset=onset, by=by
    )
    symptoms = SYMPTOMS[: 1 + number % len(SYMPTOMS)]
    edit_illness(case=case, has_symptoms=True, symptoms=symptoms, symptom_onset=onset, by=by)
    isolate_case(case=case, at=clock.now(), by=by)


def _open(stage: Stage, infection: Infection, number: int) -> None:
    """Isolated at the latest now; the setting as it was found; an investigator for most."""
    case = _live(stage, infection)
    if case is None:
        return
    by = stage.accounts.health_officer
    if case.isolated_at is None:
        isolate_case(case=case, at=clock.now(), by=by)
    confirm_infectious_basis(case=case, by=by)
    setting = DetectionSetting.COMMUNITY
    if infection.infector is not None and number % 3 == 0:
        setting = DetectionSetting.QUARANTINE if number % 2 else DetectionSetting.LOCKDOWN
    known = (
        SourceStatus.KNOWN if infection.infector is not None and number % 4 else SourceStatus.INVESTIGATING
    )
    edit_source(case=case, setting=setting, source_status=known, by=by)
    if number % 6 != 5:
        assign_investigator(case=case, user=stage.accounts.investigator, by=by)


def _ask(stage: Stage, infection: Infection) -> None:
    """The interview: the places visited, and somebody the patient names."""
    case = _live(stage, infection)
    if case is not None:
        _milestones(stage, case, infection)
        _name_somebody(stage, case, infection)


def _milestones(stage: Stage, case: Case, infection: Infection) -> None:
    """Two true visits, as told."""
    visits = stage.city.visits
    mine = np.flatnonzero(visits.person == infection.person)
    last = [index for index in mine.tolist() if visits.end[index] < infection.sampled_at][-2:]
    for index in last:
        start, end = moment(int(visits.start[index])), moment(int(visits.end[index]))
        stop = Stop(
            day=clock.local_day(start),
            start_at=start.replace(second=0),
            end_at=end.replace(second=0) + MINUTE,
            place=stage.place(int(visits.place[index])),
            activity="Theo lời bệnh nhân",
            is_masked=bool(stage.rng.random() < 0.7),
        )
        save_stop(case=case, uuid=_uuid(stage), stop=stop, by=stage.accounts.investigator)


def _name_somebody(stage: Stage, case: Case, infection: Infection) -> None:
    friend = stage.person(stage.healthy(1)[0])
    day = clock.local_day(moment(infection.sampled_at - 2 * DAY_S))
    named = Named(
        name=friend.full_name,
        phone=friend.phone,
        area=friend.area,
        relation=Relation.FRIEND,
        first_contact_on=day,
        last_contact_on=day,
        person=friend,
    )
    declare_contact(case=case, uuid=_uuid(stage), named=named, by=stage.accounts.investigator)


def _uuid(stage: Stage) -> UUID:
    return UUID(bytes=stage.rng.bytes(16), version=4)


def _candidates(case: Case) -> list[Contact]:
    waiting = Contact.objects.filter(
        exposures__case=case, exposures__withdrawn_at__isnull=True, tier=1, state=ContactState.CANDIDATE
    )
    return list(waiting.select_related("person", "area").distinct().order_by("-score", "pk"))


def _conclude(stage: Stage, infection: Infection, number: int) -> None:
    """Those truly near, as far as they are listed, are verified; some of the others are ruled out; the rest
    wait.
    """
    case = _live(stage, infection)
    if case is None:
        return
    by = stage.accounts.investigator
    near = _really_near(stage, infection)
    candidates = _candidates(case)
    verified = [contact for contact in candidates if contact.person_id in near][:VERIFIED_PER_CASE]
    rejected = [contact for contact in reversed(candidates) if contact.person_id not in near][
        :REJECTED_PER_CASE
    ]
    for contact in verified:
        _call(stage, contact)
    verify_contacts(contacts=verified, reason="Ngồi gần, cùng phòng", by=by)
    if rejected and number % 3 == 0:
        reject_contacts(contacts=rejected, reason=NOT_NEAR, by=by)


def _really_near(stage: Stage, infection: Infection) -> set[int]:
    mine = [
        contact for case, contact, _place, _seconds in stage.city.truth.meetings if case == infection.person
    ]
    return {int(stage.ids.persons[index]) for index in mine}


def _call(stage: Stage, contact: Contact) -> None:
    dice = float(stage.rng.random())
    outcome = (
        CallOutcome.REACHED
        if dice < 0.75
        else CallOutcome.NO_ANSWER
        if dice < 0.93
        else CallOutcome.WRONG_NUMBER
    )
    record_call(contact=contact, outcome=outcome, by=stage.accounts.investigator)


def _send(stage: Stage, infection: Infection) -> None:
    case = _live(stage, infection)
    sendable = case and case.exposures.filter(contact__state=ContactState.VERIFIED, contact__tier=1).exists()
    if case is not None and sendable:
        send_list(case=case, by=stage.accounts.investigator)


def _recover(stage: Stage, infection: Infection) -> None:
    case = _live(stage, infection)
    if case is not None:
        close_case(case=case, outcome=CaseStatus.RECOVERED, at=clock.now(), by=stage.accounts.health_officer)
