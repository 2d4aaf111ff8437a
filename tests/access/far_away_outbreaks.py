"""Sources, clusters, notices and reports of the other district."""

from datetime import timedelta
from typing import Any

from phaodai.city.people.models import PersonAlias
from phaodai.response.cases.models import Case
from phaodai.response.cases.terms import CaseStatus
from phaodai.response.investigations.models import InvestigationReport
from phaodai.response.notices.models import PlaceNotice
from phaodai.response.notices.rules import content_of
from phaodai.response.outbreaks.models import Cluster, ClusterCase, TransmissionLink
from tests.cast import Cast, at, make_person

HOURS = (at(10, 7), at(10, 8))


def build_outbreaks(cast: Cast, case: Case) -> dict[str, Any]:
    """One of each model, by a name of its own."""
    person = make_person("Lý Thị Xa Hai", cast.ward_c, birth_year=1991)
    infector = Case.objects.create(
        code="XA-0001-B", person=person, area=cast.ward_c, status=CaseStatus.CONFIRMED, definition_version="x",
        reported_at=at(10), confirmed_at=at(10), infectious_from=at(5), infectious_to=at(11),
    )  # fmt: skip
    link = TransmissionLink.objects.create(infected=case, infector=infector, where="Ngõ Rất Xa")
    cluster = Cluster.objects.create(
        code="CC21-777", name="Ngõ Rất Xa", area=cast.ward_c, opened_at=at(13), opened_by_name="…"
    )
    for one in (case, infector):
        ClusterCase.objects.create(cluster=cluster, case=one, added_at=at(13), added_by_name="…")
    report = InvestigationReport.objects.create(
        case=case, version=1, completeness=50, policy_version="1", made_at=at(13), made_by_name="…",
        sections=[{"code": "patient", "title": "Ngõ Rất Xa", "rows": [], "tables": [], "missing": [], "asked": 0}],
    )  # fmt: skip
    merge = PersonAlias.objects.create(
        person=person, means=cast.giang, reason="Ngõ Rất Xa", proposed_by_name="…", proposed_at=at(13)
    )
    return {
        "infector": infector,
        "link": link,
        "cluster": cluster,
        "investigation_report": report,
        "merge": merge,
        "notice_draft": _notice(cast, "MDT21-777", "draft"),
        "notice": _notice(cast, "MDT21-778", "published"),
    }


def _notice(cast: Cast, number: str, state: str) -> PlaceNotice:
    content = content_of(
        number=number, name=cast.far_shop.name, address="", ward="", district="", windows=[HOURS],
        sender={"id": "x", "name_vi": "x", "name_en": "x", "contact": "x"},
        advice={"text_vi": "x", "text_en": "x"}, position=None,
    )  # fmt: skip
    is_published = state == "published"
    return PlaceNotice.objects.create(
        number=number, place=cast.far_shop, area=cast.ward_c, state=state, drafted_by_name="Lý Thị Xa",
        windows=[[HOURS[0].isoformat(), HOURS[1].isoformat()]], drafted_at=at(13),
        content=content if is_published else {}, published_at=at(13) if is_published else None,
        expires_at=at(13) + timedelta(days=14) if is_published else None,
    )  # fmt: skip
