"""Where else a subject is told of: a case also by its papers and its tubes. Modules above add theirs."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

Tellings = Callable[[UUID], Q]
"""From a subject's id to the rows of ``Told``, kept under other subjects, that told of it."""

_elsewhere: dict[str, list[Tellings]] = {}


def tells_of(subject_type: str) -> Callable[[Tellings], Tellings]:
    """Decorator: this module's papers, calls and notices tell of such a subject too."""

    def add(tellings: Tellings) -> Tellings:
        _elsewhere.setdefault(subject_type, []).append(tellings)
        return tellings

    return add


def tellings_of(subject_type: str, subject_id: UUID) -> Q:
    """The condition on ``Told`` that finds every telling of the subject, wherever it is kept."""
    own = Q(subject_type=subject_type, subject_id=subject_id)
    return reduce(or_, (find(subject_id) for find in _elsewhere.get(subject_type, ())), own)
