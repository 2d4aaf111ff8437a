"""One tube's page: its facts, what its reader may do, and whom a correction would affect."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from phaodai.city.people.models import Person
from phaodai.core.disclosures.models import Told
from phaodai.core.disclosures.queries import told_about
from phaodai.response.cases.models import Case, CaseEvidence
from phaodai.response.testing import rules
from phaodai.response.testing.models import TestOrder, TestResult, Tube
from phaodai.response.testing.queries import tubes
from phaodai.response.testing.queries.tubes import TubePage
from phaodai.response.testing.terms import Method, OrderState, Standing, TubeState
from phaodai.response.tracing.models import Exposure

ENTERING = (TubeState.TAKEN, TubeState.SENT, TubeState.RECEIVED)


def page_of(tube: Tube, user: Any) -> TubePage:
    """The page as ``user`` may see it."""
    results = list(tubes.results_of(tube))
    members, follow_ups = list(tubes.members_of(tube)), list(tubes.follow_ups_of(tube))
    page = TubePage(tube, members, results, follow_ups)
    return replace(page, may=frozenset(_deeds(page, user)), openable=_openable(page, user))


def _openable(page: TubePage, user: Any) -> frozenset[int]:
    """The people in the tube whose own page ``user`` may open."""
    if not user.may("people.view"):
        return frozenset()
    ids = [member.person_id for member in page.members]
    return frozenset(Person.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))


def _held(tube: Tube, user: Any) -> set[str]:
    """The capabilities ``user`` holds where this tube is."""
    wanted = ("tests.result", "tests.sample", "tests.order", "tests.correct", "tests.notify")
    held = [name for name in wanted if user.may(name)]
    return {name for name in held if Tube.objects.visible_to(user, name).filter(pk=tube.pk).exists()}


def _deeds(page: TubePage, user: Any) -> set[str]:
    tube, result, held = page.tube, page.result, _held(page.tube, user)
    standing = rules.meaning_of(tube.method, result.value) if result else None
    enters = "tests.result" in held or (tube.method == Method.ANTIGEN and "tests.sample" in held)
    tells = "tests.notify" in held and standing in rules.CONCLUSIONS
    deeds = {
        "send": tube.state == TubeState.TAKEN and "tests.sample" in held,
        "receive": tube.state in (TubeState.TAKEN, TubeState.SENT) and "tests.result" in held,
        "enter": tube.state in ENTERING and enters,
        "correct": result is not None and "tests.correct" in held,
        "unpool": _is_to_unpool(page, standing) and "tests.order" in held,
        "notify": tells and tube.notified_at is None,
        "retell": "tests.notify" in held,
        "discard": result is None and bool({"tests.sample", "tests.result"} & held),
    }
    return {name for name, is_open in deeds.items() if is_open and tube.state != TubeState.DISCARDED}


def _is_to_unpool(page: TubePage, standing: Standing | None) -> bool:
    live = [order for order in page.follow_ups if order.state != OrderState.WITHDRAWN]
    return standing == Standing.WAITING_UNPOOL and len(live) < len(page.members)


@dataclass(frozen=True)
class Affected:
    """Whom and what a correction of this result touches."""

    people: int
    told: int
    cases: list[Case]
    hidden_cases: int
    contacts: int
    orders: int


def affected_by(result: TestResult, user: Any) -> Affected:
    """Whom a correction would affect; cases ``user`` may not see are only counted."""
    tube = result.tube
    evidence = CaseEvidence.objects.filter(result_id=result.uuid, withdrawn_at__isnull=True)
    ids = list(evidence.values_list("case", flat=True))
    seen = list(Case.objects.visible_to(user).filter(pk__in=ids)) if user.may("cases.view") else []
    exposed = Exposure.objects.filter(case__in=ids, withdrawn_at__isnull=True)
    return Affected(
        people=tube.members.count(),
        told=Told.objects.filter(subject_type="tube", subject_id=tube.uuid, retracted_at=None).count(),
        cases=seen,
        hidden_cases=len(ids) - len(seen),
        contacts=exposed.values("contact").distinct().count(),
        orders=TestOrder.objects.filter(source_tube=tube, state=OrderState.OPEN).count(),
    )


def told_rows(tube: Tube) -> list[Told]:
    """Who was told a result of this tube: those who still believe a corrected one first, then newest first."""
    rows = list(told_about("tube", tube.uuid))
    return sorted(rows, key=lambda row: row.retracted_at is None or row.retraction_told_at is not None)


def told_of_tube(tube: Tube, uuid: UUID) -> Told:
    """One telling about this tube that has to be put right, or Http404."""
    rows = Told.objects.filter(retracted_at__isnull=False)
    return get_object_or_404(rows, subject_type="tube", subject_id=tube.uuid, uuid=uuid)
