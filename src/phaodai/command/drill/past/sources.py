"""Who infected whom as far as the investigation came: links, a cluster with its chain, place notices, a report."""

from collections import defaultdict
from datetime import datetime, timedelta

from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock
from phaodai.response.cases.models import CONFIRMED, Case
from phaodai.response.investigations.services import make_report
from phaodai.response.notices.queries.notices import Milestone, milestones
from phaodai.response.notices.services import approve_notice, draft_notice
from phaodai.response.outbreaks.services import confirm_link, open_cluster, reject_link
from phaodai.response.tracing.likely import exposures_between

HOUR = timedelta(hours=1)
MOST_LINKS, CLUSTER_SIZE = 14, 12
CONCLUSION = "Nhiều khả năng lây tại nơi làm việc; đề xuất lấy mẫu lần hai cho cả tổ."


def plan_sources(stage: Stage) -> None:
    """The evening before and the morning of the last day."""
    stage.player.at(stage.now - 22 * HOUR, _confirm_some, stage)
    stage.player.at(stage.now - 20 * HOUR, _follow, stage)
    stage.player.at(stage.now - 18 * HOUR, _announce, stage)
    stage.player.at(stage.now - 6 * HOUR, _draft_another, stage)
    stage.player.at(stage.now - 5 * HOUR, _report, stage)


def _found(stage: Stage) -> dict[int, Case]:
    """Person index → confirmed case."""
    by_person = {int(pk): index for index, pk in enumerate(stage.ids.persons)}
    cases = Case.objects.filter(status__in=CONFIRMED).select_related("person", "area").order_by("pk")
    return {by_person[case.person_id]: case for case in cases if case.person_id in by_person}


def _true_pairs(stage: Stage, cases: dict[int, Case]) -> list[tuple[Case, Case]]:
    """(infected, infector) of whom both were found, the earliest first."""
    return [
        (cases[one.person], cases[one.infector])
        for one in stage.city.truth.infections
        if one.infector is not None and one.person in cases and one.infector in cases
    ]


def _confirm_some(stage: Stage) -> None:
    """Every other true pair that a list shows is confirmed; one listed pair is ruled out."""
    by, cases = stage.accounts.investigator, _found(stage)
    pairs = [pair for pair in _true_pairs(stage, cases) if exposures_between(pair[0], [pair[1].pk]).exists()]
    for infected, infector in pairs[::2][:MOST_LINKS]:
        if not infected.is_imported:
            confirm_link(
                infected=infected, infector=infector, reason="Ngồi gần, cùng phòng, theo lời kể", by=by
            )
    for infected, infector in pairs[1:2]:
        others = [case for case in cases.values() if case.pk not in (infected.pk, infector.pk)]
        listed = exposures_between(infected, [case.pk for case in others]).first()
        if listed is not None:
            reject_link(infected=infected, infector=listed.case, reason="Chỉ đi ngang qua, không gặp", by=by)


def _follow(stage: Stage) -> None:
    """The largest family of true infections among the found cases is followed as a cluster."""
    cases = _found(stage)
    family = _largest_family(_true_pairs(stage, cases))
    if len(family) >= 2:
        wards = sorted({case.area.name.removeprefix("Phường ") for case in family})
        open_cluster(name=f"Chùm ca {', '.join(wards[:2])}", cases=family, by=stage.accounts.cdc)


def _largest_family(pairs: list[tuple[Case, Case]]) -> list[Case]:
    """The cases that hang together by true infections, most first; cut where a drawing would grow dull."""
    roots: dict[int, int] = {}

    def root(pk: int) -> int:
        while roots.get(pk, pk) != pk:
            pk = roots[pk]
        return pk

    known: dict[int, Case] = {}
    for infected, infector in pairs:
        known |= {infected.pk: infected, infector.pk: infector}
        roots[root(infected.pk)] = root(infector.pk)
    families: dict[int, list[Case]] = defaultdict(list)
    for pk, case in known.items():
        families[root(pk)].append(case)
    best = max(families.values(), key=lambda one: (len(one), -min(case.pk for case in one)), default=[])
    return sorted(best, key=lambda case: case.reported_at)[:CLUSTER_SIZE]


def _places(stage: Stage, skip: int) -> tuple[Case, Milestone] | None:
    """A case with a public place of the last days, and that place; some of them left out."""
    by = stage.accounts.health_officer
    for case in sorted(_found(stage).values(), key=lambda one: one.reported_at, reverse=True):
        for found in milestones(by, case, 30):
            recent = [window for window in found.windows if window[1] < clock.now()][-3:]
            if recent and found.place.kind in ("market", "supermarket", "restaurant", "shop"):
                if skip == 0:
                    return case, Milestone(found.place, recent)
                skip -= 1
    return None


def _announce(stage: Stage) -> None:
    found = _places(stage, 0)
    if found is not None:
        case, one = found
        draft = draft_notice(
            place=one.place, windows=_short(one.windows), by=stage.accounts.health_officer, cases=[case]
        )
        approve_notice(notice=draft, by=stage.accounts.commander)


def _draft_another(stage: Stage) -> None:
    found = _places(stage, 3)
    if found is not None:
        case, one = found
        draft_notice(place=one.place, windows=_short(one.windows), by=stage.accounts.cdc, cases=[case])


def _short(windows: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    return [window for window in windows if window[1] - window[0] <= 24 * HOUR]


def _report(stage: Stage) -> None:
    """Two versions of the report of a case that was interviewed: the second says what was corrected."""
    asked = (
        Case.objects.filter(status__in=CONFIRMED, stops__isnull=False).order_by("-completeness", "pk").first()
    )
    if asked is not None:
        make_report(case=asked, conclusion="", by=stage.accounts.investigator)
        make_report(case=asked, conclusion=CONCLUSION, by=stage.accounts.investigator)
