import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from phaodai.core.ui.paging import BoundedPaginator, asked_page

ROWS = ContentType.objects.order_by("model")


def drawn(page: object, path: str = "/list") -> str:
    context = Context({"page": page, "request": RequestFactory().get(path)})
    return " ".join(Template("{% load ui %}{% paginator page %}").render(context).split())


@pytest.mark.django_db
def test_a_short_list_has_its_own_length() -> None:
    total = ROWS.count()
    paginator = BoundedPaginator(ROWS, 10, most=total)
    assert (paginator.count, paginator.is_cut) == (total, False)


@pytest.mark.django_db
def test_a_long_list_is_counted_and_offered_up_to_the_bound() -> None:
    paginator = BoundedPaginator(ROWS, 5, most=17)
    assert (paginator.count, paginator.is_cut, paginator.num_pages) == (17, True, 4)
    assert paginator.get_page(99).number == 4
    assert len(paginator.get_page(4).object_list) == 2
    assert "16–17 / hơn 17 · lọc hẹp lại" in drawn(paginator.get_page(4))
    with translation.override("en"):
        assert "1–5 of more than 17" in drawn(paginator.get_page(1))


@pytest.mark.django_db
def test_counting_neither_sorts_nor_passes_the_bound() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert BoundedPaginator(ROWS, 5, most=17).count == 17
    (question,) = asked
    assert "ORDER BY" not in question["sql"]
    assert "LIMIT 18" in question["sql"]


@pytest.mark.django_db
def test_a_cut_query_and_a_list_in_memory_page_as_they_are() -> None:
    assert BoundedPaginator(ROWS[:7], 5).count == 7
    listed = BoundedPaginator(list(range(12_000)), 50)
    assert (listed.count, listed.is_cut) == (12_000, False)


@pytest.mark.django_db
def test_the_page_asked_for_or_the_nearest() -> None:
    for asked, number in (("2", 2), ("", 1), ("x", 1), ("-3", 2), ("9" * 30, 2)):
        request = RequestFactory().get("/list", {"page": asked})
        assert asked_page(request, ROWS[:7], 5).number == number
