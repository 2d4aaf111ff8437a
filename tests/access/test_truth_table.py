"""Who sees what across borders, as a table anybody can read: the page, the reader, and what stands on it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from phaodai.city.people.services import end_custody, give_custody
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.testing.models import Tube, TubeMember
from phaodai.response.tracing.models import Handover
from phaodai.response.tracing.services import answer_handover, hand_over, trace_case
from phaodai.response.tracing.tests.factories import contact_of, ten_september
from tests.cast import Cast, at

Ask = Callable[[str, str], str]
"""(user, page) → its text, or "" where there is nothing for them."""


@pytest.fixture
def ask(cast: Cast, client_as: Callable[..., Client]) -> Ask:
    """An's case in ward A exposed Chi, who lives in ward B."""
    case = ten_september(cast)
    trace_case(case=case, by=SYSTEM_ACTOR)
    tube = Tube.objects.create(
        code="M-000009-9", method="pcr", area=cast.ward_b, laboratory=cast.cdc, state="received",
        taken_at=at(14, 8), received_at=at(14, 10), due_at=at(14, 22),
    )  # fmt: skip
    TubeMember.objects.create(tube=tube, person=cast.chi)
    pages = {
        "case": reverse("cases:case", args=[case.uuid]),
        "contact": reverse("tracing:contact", args=[contact_of(cast.chi).uuid]),
        "contacts": reverse("tracing:list"),
        "person": reverse("people:person", args=[cast.chi.uuid]),
        "tube": reverse("testing:tube", args=[tube.uuid]),
    }

    def read(who: str, page: str) -> str:
        answer = client_as(cast.users[who]).get(pages[page])
        assert answer.status_code in (200, 404)
        return answer.content.decode() if answer.status_code == 200 else ""

    return read


CONTACT, CASE_PERSON, CASE_CODE = "Lê Thị Chi", "Nguyễn Văn An", "HBT-0412"
TABLE = [
    # reader, page, opens it, sees the contact, sees the case's name, sees the case's code
    ("ward_clerk_a", "case", True, False, True, True),
    ("ward_clerk_a", "contact", True, True, False, True),
    ("ward_clerk_a", "person", False, False, False, False),
    ("ward_clerk_b", "case", False, False, False, False),
    ("ward_clerk_b", "contact", True, True, False, True),
    ("ward_clerk_b", "contacts", True, True, False, True),
    ("ward_clerk_b", "person", True, True, False, True),
    ("ward_clerk_c", "case", False, False, False, False),
    ("ward_clerk_c", "contact", False, False, False, False),
    ("ward_clerk_c", "contacts", True, False, False, False),
    ("ward_clerk_c", "person", False, False, False, False),
    ("lab", "tube", True, True, False, False),
    ("lab", "person", False, False, False, False),
    ("lab", "contact", False, False, False, False),
    ("other_lab_user", "tube", False, False, False, False),
    ("ward_clerk_b", "tube", True, True, False, False),
    ("ward_clerk_a", "tube", False, False, False, False),
    ("checkpoint", "contact", False, False, False, False),
    ("admin", "case", False, False, False, False),
]


@pytest.mark.parametrize(("who", "page", "opens", "contact", "name", "code"), TABLE)
def test_across_borders(
    ask: Ask, who: str, page: str, opens: bool, contact: bool, name: bool, code: bool
) -> None:
    text = ask(who, page)
    assert (bool(text), CONTACT in text, CASE_PERSON in text, CASE_CODE in text) == (
        opens,
        contact,
        name,
        code,
    )


def test_a_hand_over_opens_the_contact_and_not_the_case(ask: Ask, cast: Cast) -> None:
    contact = contact_of(cast.chi)
    hand_over(contact=contact, to_area=cast.ward_c, by=cast.ward_clerk_b)
    assert CONTACT in ask("ward_clerk_c", "contact"), "sees it at once, to answer"
    assert not ask("ward_clerk_c", "case")
    answer_handover(handover=Handover.objects.get(), accept=True, by=cast.ward_clerk_c)
    assert CONTACT in ask("ward_clerk_c", "contact")
    assert CASE_PERSON not in ask("ward_clerk_c", "contact")
    assert not ask("ward_clerk_b", "contact"), "whose it no longer is"


def test_a_refused_hand_over_closes_again(ask: Ask, cast: Cast) -> None:
    hand_over(contact=contact_of(cast.chi), to_area=cast.ward_c, by=cast.ward_clerk_b)
    answer_handover(handover=Handover.objects.get(), accept=False, note="không ở đây", by=cast.ward_clerk_c)
    assert not ask("ward_clerk_c", "contact")
    assert CONTACT in ask("ward_clerk_b", "contact")


def test_somebody_away_from_home_is_seen_where_they_stay(ask: Ask, cast: Cast) -> None:
    stay: Any = uuid.uuid4()
    give_custody(
        person=cast.chi, area=cast.ward_c, reason="quarantine", reference=stay, valid=(clock.now(), None),
        by=cast.site_manager,
    )  # fmt: skip
    assert CONTACT in ask("ward_clerk_c", "person")
    assert CONTACT in ask("ward_clerk_b", "person")
    end_custody(reference=stay, at=clock.now())
    assert not ask("ward_clerk_c", "person")
