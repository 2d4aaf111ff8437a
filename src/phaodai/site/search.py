"""The search box of the header: people, cases, places, tubes; each by its own module, inside the user's reach."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from phaodai.city.people.queries import search_people
from phaodai.city.places.queries import find_places
from phaodai.core.access import signed_in
from phaodai.response.cases.queries import search_cases
from phaodai.response.testing.queries.search import search_tubes

LIMIT = 20


@dataclass(frozen=True)
class Finder:
    """One kind of thing that can be found."""

    title: Any
    capability: str
    find: Callable[[Any, str], Any]
    url_name: str
    detail: Callable[[Any], str]
    name: Callable[[Any], str] = str


FINDERS = (
    Finder(
        _("Cases"), "cases.view", search_cases, "cases:case", lambda c: f"{c.person.full_name} · {c.area}"
    ),
    Finder(
        _("People"),
        "people.search",
        search_people,
        "people:person",
        lambda p: f"{p.birth_year or ''} · {p.area}",
    ),
    Finder(
        _("Places"), "places.view", find_places, "places:place", lambda p: f"{p.code} · {p.address} {p.area}"
    ),
    Finder(
        _("Tubes"),
        "tests.view",
        search_tubes,
        "testing:tube",
        lambda t: f"{t.get_state_display()} · {t.area}",
    ),
)


@dataclass(frozen=True)
class Hit:
    name: str
    detail: str
    url: str


def _hits(finder: Finder, user: Any, text: str) -> list[Hit]:
    rows = finder.find(user, text)[:LIMIT]
    return [
        Hit(finder.name(row), finder.detail(row), reverse(finder.url_name, args=[row.uuid])) for row in rows
    ]


def find_everything(user: Any, text: str) -> list[tuple[Any, list[Hit]]]:
    """(title, hits) of every kind the user may see and that was found; one query a kind."""
    if len(text.strip()) < 2:
        return []
    allowed = [finder for finder in FINDERS if user.may(finder.capability)]
    found = [(finder.title, _hits(finder, user, text.strip())) for finder in allowed]
    return [(title, hits) for title, hits in found if hits]


@signed_in
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Results by kind; a single hit opens at once."""
    text = request.GET.get("q", "")
    groups = find_everything(request.user, text)
    hits = [hit for _title, group in groups for hit in group]
    if len(hits) == 1:
        return redirect(hits[0].url)
    return render(request, "site/search.html", {"text": text, "groups": groups})
