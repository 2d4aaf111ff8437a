"""The registry and the projection."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateTimeField, QuerySet, Value
from django.db.models.functions import Cast

COLUMNS = ("list_code", "ref", "subject", "place", "due_at", "started_at", "state")


@dataclass(frozen=True)
class Worklist:
    """One queue.

    ``rows(user)`` returns `project(…)`ed rows the user may see and should work on; ``headline`` is a translated
    format string over ``{subject}`` and ``{place}``; ``url_name`` is reversed with the row's ``ref`` (a UUID).
    ``group`` names the tab on the home page, ``incoming`` marks hand-overs ("Tiếp nhận"),
    ``is_decision`` what a commander or authority has to decide ("Chờ quyết định").
    """

    code: str
    title: Any
    headline: Any
    capability: str
    rows: Callable[[Any], QuerySet]
    url_name: str
    group: Any
    action: Any
    incoming: bool = False
    is_decision: bool = False


_lists: dict[str, Worklist] = {}


def register(worklist: Worklist) -> None:
    if worklist.code in _lists:
        raise ValueError(f"Two worklists are called {worklist.code}.")
    _lists[worklist.code] = worklist


def all_worklists() -> list[Worklist]:
    return list(_lists.values())


def find(code: str) -> Worklist:
    return _lists[code]


def project(
    rows: QuerySet, code: str, *, ref: str, subject: Any, place: Any, due_at: Any, started_at: Any, state: Any
) -> QuerySet:
    """Bring a queryset into the projection. Texts are field names, F() or expressions; ``ref`` a UUID field."""
    text, moment = CharField(), DateTimeField()
    return rows.order_by().values_list(
        Cast(Value(code), text),
        Cast(ref, text),
        Cast(subject, text),
        Cast(place, text),
        Cast(due_at, moment),
        Cast(started_at, moment),
        Cast(state, text),
    )
