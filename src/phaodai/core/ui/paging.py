"""Pages of a list of any length: what is counted and what is offered have a bound.

Nobody turns to page 160,000, and counting eight million rows costs more than showing fifty of them. So a list
is counted up to `MOST_COUNTED` ("more than 10,000") and offers the pages up to there; whoever looks for
something further down narrows or sorts the list, or takes it away as a spreadsheet.
"""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """A paginator that counts the rows of a query up to ``most``; lists in memory have their own length."""

    def __init__(self, rows: Any, per_page: int, most: int = MOST_COUNTED) -> None:
        super().__init__(rows, per_page)
        self.most = min(most, getattr(rows, "most", None) or most)

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        if hasattr(rows, "count_to"):
            return int(rows.count_to(self.most + 1))
        if not isinstance(rows, QuerySet):
            return len(rows)
        return _bare(rows)[: self.most + 1].count()

    @cached_property
    def count(self) -> int:
        """The rows offered: all, or the first ``most`` of more."""
        return min(self._counted, self.most) if self.is_cut else self._counted

    @cached_property
    def is_cut(self) -> bool:
        """Whether there are more rows than the pages show."""
        in_memory = not isinstance(self.object_list, QuerySet) and not hasattr(self.object_list, "count_to")
        return not in_memory and self._counted > self.most


def _bare(rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """The same rows without their order and annotations, which cost the database more than counting does."""
    query = rows.query
    if not query.is_sliced:
        rows = rows.order_by()
    is_plain = not (query.combinator or query.distinct or query.values_select or query.group_by is not None)
    return rows.values("pk") if is_plain else rows


def asked_page(request: HttpRequest, rows: Any, size: int) -> Page:
    """The page that ``?page=`` asks for; the nearest one when it does not exist."""
    return BoundedPaginator(rows, size).get_page(request.GET.get("page"))
