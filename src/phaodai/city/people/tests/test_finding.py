from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phaodai.city.people import finding, queries
from phaodai.city.people.finding import Typed, closest_by_degrees, closest_naively
from phaodai.city.people.models import Custody, Person
from phaodai.core import clock
from phaodai.core.text import name_sort_key, search_key
from phaodai.core.ui.paging import BoundedPaginator
from tests.cast import Cast

FAMILIES, MIDDLES, GIVENS = (
    ("Nguyễn", "Trần", "Lê", "An"),
    ("Thị", "Văn", "Lan", ""),
    ("Lan", "An", "Ánh", "Nguyên", "Thị"),
)
WORDS = (
    "nguyen",
    "tran",
    "le",
    "an",
    "anh",
    "thi",
    "van",
    "lan",
    "ng",
    "l",
    "n",
    "guye",
    "xz",
    "1980",
    "a%",
    "_",
)


@pytest.fixture
def crowd(cast: Cast) -> list[Person]:
    """Names of few words in every arrangement, in three wards, born in turn."""
    wards = (cast.ward_a, cast.ward_b, cast.dongda)
    names = [" ".join(f"{f} {m} {g}".split()) for f in FAMILIES for m in MIDDLES for g in GIVENS]
    return Person.objects.bulk_create(
        Person(
            full_name=name,
            sort_key=name_sort_key(name),
            search_key=search_key(name),
            area=wards[number % 3],
            birth_year=1979 + number % 4,
            sex=("male", "female", "unknown")[number % 3],
        )
        for number, name in enumerate(names)
    )


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sees more than one area is taken for somebody who sees a city."""
    monkeypatch.setattr("phaodai.city.accounts.models.FEW_AREAS", 1)


MANY = """
    INSERT INTO people_person (uuid, full_name, sort_key, search_key, birth_year, sex, phone, occupation, nationality,
                               area_id, address)
    SELECT gen_random_uuid(), 'Người ' || n, n::text, 'ten ' || md5(n::text), 1930 + n % 90, 'female', '+849' || n, '',
           'VN', areas[1 + n % cardinality(areas)], ''
    FROM generate_series(10000, 14000) n, (SELECT array_agg(id) AS areas FROM areas_area WHERE level = 'ward') wards
"""


@pytest.fixture
def explained(cast: Cast) -> Iterator[Any]:
    """The plan of a query among some thousands of people: on an empty table one index is as good as another."""

    def explain(rows: Any) -> str:
        return str(rows.explain())

    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("ANALYZE people_person")
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield explain
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, limit=st.sampled_from([1, 3, 20, 500]))
def test_ranges_find_what_comparing_everybody_finds(crowd: list[Person], text: str, limit: int) -> None:
    typed, everybody = Typed.parse(text), Person.objects.all()
    if not any(len(word) > 1 for word in typed.words):  # single letters stop at the ranges
        return
    assert closest_by_degrees(everybody, typed, limit) == closest_naively(everybody, typed, limit)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, sort=st.sampled_from(sorted(queries.SORTS)), sex=st.sampled_from(["", "unknown", "male"]))
def test_pages_hold_what_the_whole_list_holds(
    crowd: list[Person], cast: Cast, wide: None, text: str, sort: str, sex: str
) -> None:
    if all(len(word) == 1 for word in Typed.parse(text).words):
        return
    for user in (cast.cdc_officer, cast.ward_clerk_a, cast.lab):
        asked = {"text": text, "sort": sort, "sex": sex, "born_from": 1980}
        everybody = list(queries.list_people(user, **asked))
        rows = queries.page_people(user, **asked)
        assert rows.count_to(10_001) == len(everybody)
        assert rows[0:7] + rows[7:500] == everybody


def test_the_closest_come_first(crowd: list[Person], cast: Cast, wide: None) -> None:
    found = [who.search_key for who in queries.search_people(cast.cdc_officer, "nguyen lan", limit=100)]
    assert found[0] == "nguyen lan"
    begins = found.index("nguyen lan an")
    assert found.index("nguyen thi lan") > begins > 0
    assert found.index("le lan nguyen") > found.index("nguyen van lan")
    assert queries.search_people(cast.cdc_officer, "an", limit=2)[0].search_key == "an an"


def test_short_words_begin_a_word_of_the_name(crowd: list[Person], cast: Cast) -> None:
    found = queries.search_people(cast.cdc_officer, "ng l", limit=200)
    assert found
    assert all(any(word.startswith("l") for word in who.search_key.split()) for who in found)


def test_whoever_is_in_custody_is_found_and_listed_once(crowd: list[Person], cast: Cast) -> None:
    clerk = cast.ward_clerk_a
    for who in (crowd[0], crowd[2]):  # of the ward itself, and of elsewhere
        Custody.objects.create(
            person=who, area=cast.ward_a, reason="handover", reference=who.uuid, valid=(clock.now(), None)
        )
    crowd[0].refresh_from_db()
    home = Person.objects.filter(area=cast.ward_a).count()
    assert queries.page_people(clerk).count_to(10_001) == home + 1
    listed = queries.page_people(clerk)[0:1000]
    assert listed == list(queries.list_people(clerk))
    assert crowd[2] in listed
    assert crowd[2] in queries.search_people(clerk, crowd[2].full_name, limit=50)
    assert crowd[2] not in queries.search_people(cast.ward_clerk_b, crowd[2].full_name, limit=50)


def test_a_text_that_too_many_match_lists_the_closest(
    crowd: list[Person], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_BY_NAME", 12)
    rows = queries.page_people(cast.cdc_officer, text="lan")
    assert BoundedPaginator(rows, 5).is_cut
    assert {who.search_key.split()[-1] for who in rows[0:12]} == {"lan"}


def test_a_search_asks_a_few_questions_whatever_it_finds(crowd: list[Person], cast: Cast, wide: None) -> None:
    user = cast.cdc_officer
    user.live_grants  # noqa: B018 - read once a request
    for text, most in (("nguyen", 5), ("khong co ai", 10), ("lan nguyen", 10), ("0900 000 101", 3)):
        with CaptureQueriesContext(connection) as asked:
            queries.search_people(user, text)
        assert len(asked) <= most, text


def test_a_ward_is_read_by_its_index(cast: Cast, explained: Any) -> None:
    """Whoever lives in the ward and whoever it looks after: two look-ups, not a reading of everybody."""
    clerk = cast.ward_clerk_a
    plan = explained(Person.objects.visible_to(clerk))
    assert "BitmapOr" in plan
    assert "Seq Scan on people_person" not in plan
    homes, *others = Person.objects.visible_parts(clerk)
    assert "person_area_sort" in explained(homes)
    for others_part in others:
        assert "people_person_pkey" in explained(others_part)


@pytest.mark.parametrize(
    ("sort", "index"),
    [("name", "person_sort"), ("-name", "person_sort"), ("year", "person_year"), ("-year", "person_year")],
)
def test_every_order_is_an_index_read_one_way_or_the_other(
    db: None, explained: Any, sort: str, index: str
) -> None:
    plan = explained(Person.objects.order_by(*queries.SORTS[sort])[:50])
    assert f"using {index}" in plan
    assert "Sort  " not in plan


def test_each_degree_of_closeness_is_a_range_of_an_index(db: None, explained: Any) -> None:
    rows = Person.objects.alias(given=finding.given_name()).order_by("search_key", "pk")
    used = ("person_name", "person_given", "person_name", "person_given", "person_given")
    for degree, index in zip(finding.degrees(Typed.parse("nguyen lan")), used, strict=True):
        plan = explained(rows.filter(degree)[:20])
        assert f"using {index}" in plan
        assert "Index Cond" in plan
        assert "Sort  " not in plan


def test_single_letters_are_looked_for_only_where_few_people_are(crowd: list[Person]) -> None:
    typed = Typed.parse("n v")
    assert closest_by_degrees(Person.objects.all(), typed, 20) == []
    assert len(closest_naively(Person.objects.all(), typed, 20)) == 9
