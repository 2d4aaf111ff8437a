"""The page of one person."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from phaodai.city.people import aliases, queries, services
from phaodai.city.people.forms import (
    AffiliationForm,
    HouseholdCodeForm,
    IdentifierForm,
    PhoneForm,
    PostForm,
)
from phaodai.city.people.models import Person
from phaodai.city.people.rules import shown_code, shown_phone
from phaodai.city.people.terms import IdentityWarning, Look
from phaodai.core import clock
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.audit.queries import reads_of, reads_since
from phaodai.core.timeline import entries_of

READS_SHOWN = 8


def numbers_of(person: Person) -> list[dict[str, Any]]:
    """The person's papers, always masked: a full number is shown for a reason."""
    return [
        {
            "number": number,
            "text": shown_code(number.value, unmasked=False),
            "warnings": [IdentityWarning(code).label for code in number.warnings],
        }
        for number in queries.identifiers_of(person)
    ]


def _day_or_moment(at: datetime) -> date | datetime:
    """Residences begin with a day: midnight is not a time of theirs."""
    local = clock.to_local(at)
    return local.date() if (local.hour, local.minute) == (0, 0) else at


def _timeline(person: Person, user: Any) -> list[dict[str, Any]]:
    return [
        {
            "at": _day_or_moment(entry.at),
            "title": entry.text,
            "detail": entry.by,
            "url": entry.url,
            "done": entry.is_major,
        }
        for record in aliases.records_of(person.pk)
        for entry in entries_of(record, user)
    ]


def _phones(person: Person) -> list[dict[str, Any]]:
    clear = person.may_unmask  # type: ignore[attr-defined]
    return [
        {"pk": phone.pk, "text": shown_phone(phone.number, clear), "number": phone.number, "note": phone.note}
        for phone in person.phones.order_by("pk")
    ]


@require_safe
@requires("people.view")
def person(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Identity, homes, household, papers, what other modules know, the timeline and who looked."""
    found = services.open_person(uuid=uuid, by=request.user, look=Look.PERSON)
    counts = aliases.merged_into(found, request.user)
    if counts is not None:
        return redirect("people:person", uuid=counts.uuid)
    return render_person(request, found, {})


def render_person(
    request: GuardedRequest, found: Person, bound: dict[str, Form], status: int = 200
) -> HttpResponse:
    """The page of somebody; ``bound`` holds the form of a dialog that came back with mistakes."""
    members = list(queries.members_of(request.user, found.household)) if found.household else []
    may_appoint = request.user.may("organizations.edit")
    context = {
        "person": found,
        "line": queries.display_person(found, request.user),
        "residences": queries.residences_of(found),
        "affiliations": queries.affiliations_of(found),
        "others": [queries.display_person(member, request.user) for member in members if member != found],
        "numbers": numbers_of(found),
        "phones": _phones(found),
        "may_edit": queries.may_edit(request.user, found),
        "timeline": _timeline(found, request.user),
        "reads": reads_of("person", found.uuid)[:READS_SHOWN],
        "reads_today": reads_since("person", found.uuid, clock.day_bounds(clock.today())[0]),
        "identifier_form": IdentifierForm(),
        "phone_form": PhoneForm(),
        "household_form": HouseholdCodeForm(),
        "holdings": queries.holdings_of(found),
        "affiliation_form": AffiliationForm(auto_id="work_%s"),
        "post_form": PostForm(posts=queries.posts_to_give(), auto_id="post_%s") if may_appoint else None,
        "may_appoint": may_appoint,
        **{f"{name}_form": form for name, form in bound.items()},
    }
    return render(request, "people/person.html", context, status=status)
