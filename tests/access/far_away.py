"""One of everything, in a ward of another district: what nobody of quận Hai Bà Trưng may see.

`SUBJECTS` says which id a URL's parameter takes. A parameter it does not know fails the walk, so a new page
cannot be forgotten.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from phaodai.city.accounts.models import AccessLink, ApiToken
from phaodai.city.duties.models import Responsibility
from phaodai.city.organizations.models import Post
from phaodai.city.papers.services import print_paper
from phaodai.city.people.models import Affiliation, Household, Identifier, PersonPhone, PostHolding
from phaodai.core.disclosures.models import Told
from phaodai.core.events.models import Delivery, Event
from phaodai.core.exchange import keeping
from phaodai.core.exchange.models import Import
from phaodai.response.cases.models import Case, DeclaredContact, InterviewStop
from phaodai.response.cases.terms import CaseStatus
from phaodai.response.quarantine.models import Appeal, QuarantineOrder, QuarantineSite, Room, SiteCheck, Stay
from phaodai.response.quarantine.printing import paper_draft
from phaodai.response.testing.models import TestOrder, TestResult, Tube, TubeMember
from phaodai.response.tracing.models import Contact, ContactDecision, Exposure, Handover, SentList, Trace
from tests.access.far_away_access import build_access
from tests.access.far_away_clients import build_clients
from tests.access.far_away_directives import build_directives
from tests.access.far_away_numbers import build_numbers
from tests.access.far_away_outbreaks import build_outbreaks
from tests.cast import Cast, at, make_person, make_place

SECRETS = ("Đoàn Quốc Giang", "Lý Thị Xa", "900000105", "900000777", "XA-0001", "M-777777", "Ngõ Rất Xa")
"""Texts that must never reach a user of another district."""


@dataclass
class FarAway:
    """The objects by the name of the URL parameter that takes their id."""

    ids: dict[str, Any]


def _case(cast: Cast) -> Case:
    return Case.objects.create(
        code="XA-0001", person=cast.giang, area=cast.ward_c, status=CaseStatus.CONFIRMED, definition_version="x",
        reported_at=at(12), confirmed_at=at(12), infectious_from=at(7), infectious_to=at(13),
    )  # fmt: skip


def _contact(cast: Cast, case: Case) -> tuple[Contact, Exposure]:
    person = make_person("Lý Thị Xa", cast.ward_c, phone="+84900000777", birth_year=1990)
    contact = Contact.objects.create(
        person=person, area=cast.ward_c, first_exposed_at=at(9), last_exposed_at=at(10), score=0.5
    )
    exposure = Exposure.objects.create(
        contact=contact, case=case, kind="household", path=[], first_at=at(9), last_at=at(10), score=0.5
    )
    return contact, exposure


def _tube(cast: Cast) -> tuple[Tube, TestResult, TestOrder]:
    order = TestOrder.objects.create(
        person=cast.giang,
        area=cast.ward_c,
        method="pcr",
        reason="screening",
        ordered_at=at(12),
        due_at=at(13),
    )
    tube = Tube.objects.create(
        code="M-777777-X", method="pcr", area=cast.ward_c, laboratory=cast.other_lab, state="resulted",
        taken_at=at(12), due_at=at(13), resulted_at=at(13),
    )  # fmt: skip
    TubeMember.objects.create(tube=tube, person=cast.giang, order=order)
    result = TestResult.objects.create(tube=tube, value="positive", resulted_at=at(13))
    return tube, result, order


def _quarantine(cast: Cast, case: Case) -> tuple[QuarantineOrder, Appeal, QuarantineSite, Room, Stay]:
    order = QuarantineOrder.objects.create(
        kind="isolation", setting="home", person=cast.giang, area=cast.ward_c, case=case, address="Ngõ Rất Xa",
        starts_at=at(12), occurred_at=at(12), due_at=at(13),
    )  # fmt: skip
    appeal = Appeal.objects.create(order=order, text="…", filed_by="Giang", filed_at=at(13), due_at=at(15))
    site = QuarantineSite.objects.create(organization=cast.committee, area=cast.ward_c)
    place = make_place(77, "Phòng Ngõ Rất Xa", "quarantine_room", cast.ward_c)
    room = Room.objects.create(site=site, name="Ngõ Rất Xa", beds=2, place=place)
    stay = Stay.objects.create(
        person=cast.giang, room=room, bed=1, during=(at(13), at(13) + timedelta(days=14))
    )
    return order, appeal, site, room, stay


def _import() -> Import:
    """A list whose owner the walk's almighty user becomes: nobody else's is ever shown."""
    heading = {"line": 1, "texts": ["Họ và tên"], "samples": [["Lý Thị Xa"]]}
    row = Import.objects.create(
        kind="organizations", state="checked", file_name="Ngõ Rất Xa.xlsx", file_size=1, digest="0" * 64,
        heading=heading, columns={"name": 0}, faults=1, sent_at=at(13),
    )  # fmt: skip
    row.fault_rows.create(row=1, column="name", code="x", message="Lý Thị Xa")
    keeping.rows_path(row.uuid).write_text('[1, ["Họ và tên"]]\n[2, ["Lý Thị Xa"]]\n')
    return row


def build_far_away(cast: Cast) -> FarAway:
    case = _case(cast)
    contact, exposure = _contact(cast, case)
    tube, result, test_order = _tube(cast)
    order, appeal, site, room, stay = _quarantine(cast, case)
    check = SiteCheck.objects.create(
        site=site, answers={}, is_passed=True, document="Ngõ Rất Xa", rule_version="1", by_id=1, by_name="…",
        occurred_at=at(12),
    )  # fmt: skip
    home = Household.objects.create(code="HO-XA", area=cast.ward_c, address="Ngõ Rất Xa")
    stop = InterviewStop.objects.create(case=case, day=at(9).date(), place_text="Ngõ Rất Xa")
    declared = DeclaredContact.objects.create(case=case, name="Lý Thị Xa")
    handover = Handover.objects.create(
        contact=contact, from_area=cast.ward_c, to_area=cast.dongda, sent_at=at(13), due_at=at(14)
    )
    trace = Trace.objects.create(
        case=case, infectious_from=at(7), infectious_to=at(13), engine="sql", candidates=1, case_visits=1,
        started_at=at(12),
    )  # fmt: skip
    told = Told.objects.create(
        subject_type="case",
        subject_id=case.uuid,
        audience="Ngõ Rất Xa",
        channel="call",
        summary="…",
        occurred_at=at(13),
    )
    told_of_order = Told.objects.create(
        subject_type="order", subject_id=order.uuid, audience="Ngõ Rất Xa", channel="call", summary="…", occurred_at=at(13),
        retracted_at=at(13),
    )  # fmt: skip
    told_of_tube = Told.objects.create(
        subject_type="tube", subject_id=tube.uuid, audience="Ngõ Rất Xa", channel="call", summary="…", occurred_at=at(13),
        retracted_at=at(13),
    )  # fmt: skip
    affiliation = Affiliation.objects.create(
        person=cast.giang, kind="work", place=cast.far_shop, valid=(at(1).date(), None)
    )
    post = Post.objects.create(organization=cast.committee, title="Chủ tịch", area=cast.ward_c)
    PostHolding.objects.create(post=post, person=cast.giang, valid=(at(1).date(), None))
    sent = _import()
    numbers = {
        "imports:kind": "organizations",
        "import": sent.uuid,
        "post": post.uuid,
        "tests:told": told_of_tube.uuid,
        "identifiers": Identifier.objects.create(person=cast.giang, kind="citizen", value="001059000777").pk,
        "phones": PersonPhone.objects.create(person=cast.giang, number="+84900000777").pk,
        "affiliations": affiliation.pk,
        "quarantine:told": told_of_order.uuid,
        "area_id": cast.ward_c.uuid,
    }
    event = Event.objects.create(type="x", version=1, data={"case_id": str(case.uuid)}, occurred_at=at(12))
    delivery = Delivery.objects.create(event=event, step="x:y", state="stuck")
    decision = ContactDecision.objects.create(
        contact=contact, from_state="candidate", to_state="verified", occurred_at=at(13)
    )
    sent = SentList.objects.create(case=case, number=1, sent_at=at(13))
    done = Tube.objects.create(
        code="M-777778-X", method="pcr", area=cast.ward_c, laboratory=cast.other_lab, state="resulted",
        taken_at=at(12), resulted_at=at(13), due_at=at(13),
    )  # fmt: skip
    TubeMember.objects.create(tube=done, person=cast.giang)
    TestResult.objects.create(tube=done, value="negative", resulted_at=at(13))
    paper = print_paper(kind="order", draft=paper_draft(order), by=None).paper
    numbers["papers:copies"] = 1
    duty = Responsibility.objects.create(
        area=cast.ward_c, job="tracing", person=cast.giang, valid=(at(1).date(), None)
    )
    link = AccessLink.objects.create(
        user=cast.ward_clerk_c, purpose="password", digest="y", expires_at=at(30), made_by_name="Ngõ Rất Xa"
    )
    token = ApiToken.objects.create(user=cast.ward_clerk_c, name="Ngõ Rất Xa", digest="x")
    found = {
        "token": token,
        "access_link": link,
        "duty": duty,
        "paper": paper,
        "ward": cast.ward_c,
        "decision": decision,
        "site_check": check,
        "sent_list": sent,
        "resulted_tube": done,
        "case": case, "contact": contact, "exposure": exposure, "tube": tube, "result": result, "test_order": test_order,
        "quarantine_order": order, "appeal": appeal, "site": site, "room": room, "stay": stay, "household": home,
        "stop": stop, "declared": declared, "handover": handover, "trace": trace, "told": told,
        "person": cast.giang, "place": cast.far_shop, "user": cast.ward_clerk_c,
    }  # fmt: skip
    found |= build_outbreaks(cast, case)
    directives = build_directives(cast) | build_clients(cast)
    numbers |= {
        f"directives:{name}": directives[row].uuid
        for name, row in {
            "task": "directive_task",
            "opinion": "opinion",
            "link": "link",
            "target": "target",
        }.items()
    }
    numbers["far_office"] = directives["issued"].issuer.uuid
    found |= build_access(cast)
    ids = {name: row.uuid for name, row in (directives | found | build_numbers(cast)).items()}
    return FarAway(ids | {"delivery": delivery.pk, "event": event.pk, **numbers, "nothing": uuid.uuid4()})
