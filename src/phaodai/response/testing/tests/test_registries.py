"""The faces of testing: worklists, timeline, indicators, importer, API."""

from datetime import timedelta

import pytest
from django.test import Client

from phaodai.city.indicators import find as find_indicator
from phaodai.city.indicators.queries import Period, figures
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.commands import WrongInput
from phaodai.core.exchange.files import importers
from phaodai.core.timeline import entries_of
from phaodai.core.worklists.queries import items_for
from phaodai.response.testing import services
from phaodai.response.testing.models import TestResult
from phaodai.response.testing.terms import Method, OrderReason
from phaodai.response.testing.tests.factories import make_pool, make_resulted, make_taken

API = "/api/v1/tests"


def waiting(user):
    found = [item for item in items_for(user) if item.worklist.code.startswith("testing.")]
    assert all(item.url and "{" not in item.headline for item in found)
    return sorted((item.worklist.code, item.subject) for item in found)


def test_what_waits_for_whom(cast):
    sent = make_taken(cast, cast.an)
    services.send_tubes(tubes=[sent], by=SYSTEM_ACTOR)
    here = make_taken(cast, cast.binh)
    services.receive_tubes(tubes=[here], by=SYSTEM_ACTOR)
    assert waiting(cast.lab) == [("testing.enter", here.code), ("testing.receive", sent.code)]
    assert waiting(cast.other_lab_user) == []


def test_pools_orders_and_results_to_tell_wait_in_the_area(cast):
    pool = make_pool(cast).tube
    assert waiting(cast.investigator) == [("testing.unpool", pool.code)]
    services.unpool_tube(tube=pool, by=SYSTEM_ACTOR)
    single = make_resulted(cast, "positive", cast.an, taken_at=cast.now)
    assert waiting(cast.sampler) == [
        ("testing.notify", single.tube.code),
        ("testing.sample", "Trần Thị Bình"),
    ]


def test_overdue_tubes_wait_for_who_orders(cast):
    late = make_taken(cast, cast.an, taken_at=cast.now - timedelta(days=1))
    assert waiting(cast.investigator) == [("testing.overdue", late.code)]
    assert waiting(cast.ward_clerk_a) == []


def test_positives_are_told_before_negatives(cast):
    make_resulted(cast, "negative", cast.binh)
    positive = make_resulted(cast, "positive", cast.an)
    first = next(item for item in items_for(cast.sampler) if item.worklist.code == "testing.notify")
    assert (first.subject, first.due_at) == (positive.tube.code, cast.now + timedelta(hours=1))


def test_a_corrected_result_that_was_told_waits_among_the_corrections(cast):
    result = make_resulted(cast, "positive", cast.an)
    services.notify_tubes(tubes=[result.tube], by=cast.sampler)
    services.correct_result(result=result, value="negative", reason="Nhầm ống", by=cast.lab)
    assert waiting(cast.sampler) == [("testing.retell", result.tube.code)]
    services.notify_tubes(tubes=[result.tube], by=cast.sampler)
    assert waiting(cast.sampler) == []


def test_the_timeline_tells_a_pool_as_what_it_is(cast):
    make_pool(cast)
    texts = [entry.text for entry in entries_of(cast.an.pk, cast.health_officer) if "M-" in entry.text]
    assert any("Chờ tách mẫu" in text for text in texts)
    assert not any("Dương tính" in text for text in texts)
    assert not [e for e in entries_of(cast.an.pk, cast.ward_clerk_b) if "M-" in e.text]


def test_the_numbers(cast):
    make_resulted(cast, "positive", cast.an)
    make_resulted(cast, "negative", cast.binh, cast.hoa, method=Method.PCR_POOL)
    make_resulted(cast, "positive", cast.chi, method=Method.ANTIGEN)
    make_pool(cast)
    make_taken(cast, cast.dung, taken_at=cast.now - timedelta(days=1))
    codes = [
        "testing.taken", "testing.persons", "testing.same_day", "testing.overdue", "testing.positive_pcr",
        "testing.positive_antigen", "testing.positive_pool", "testing.pools_waiting",
    ]  # fmt: skip
    period = Period(*clock.day_bounds(clock.today()))
    found = figures([find_indicator(code) for code in codes], [cast.hbt.pk], period)
    values = [found[code, cast.hbt.pk].value for code in codes]
    assert values == [4, 4, 4, 1, 1, 1, 1, 1]


def test_import_writes_the_valid_rows_and_names_the_others(cast):
    tube = make_taken(cast, cast.an)
    content = f"tube,value\n{tube.code},positive\nM-1,negative\n".encode()
    run = importers()["results"]
    tried = run(content=content, dry_run=True, by=SYSTEM_ACTOR)
    assert (tried.rows, tried.accepted, len(tried.rejected)) == (2, 1, 1)
    assert not TestResult.objects.exists()
    done = run(content=content, dry_run=False, by=SYSTEM_ACTOR)
    assert (done.accepted, done.rejected[0].code) == (1, "bad_code")
    assert run(content=content, dry_run=False, by=SYSTEM_ACTOR).duplicates == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"tube,value\n"])
def test_import_refuses_what_is_no_list(cast, content):
    with pytest.raises(WrongInput):
        importers()["results"](content=content, dry_run=False, by=SYSTEM_ACTOR)


def post(client, path, data):
    return client.post(API + path, data, content_type="application/json")


def test_results_by_api(cast, client_as):
    lab, tube = client_as(cast.lab), make_taken(cast, cast.an)
    answer = post(lab, "/results", {"tube": tube.code, "value": "positive", "ct": 20})
    assert (answer.status_code, answer.json()["value"]) == (201, "positive")
    again = post(lab, "/results", {"tube": tube.code, "value": "negative"})
    assert (again.status_code, again.json()["code"]) == (422, "already_resulted")
    wrong = post(lab, "/results", {"tube": "M-000001-0", "value": "negative"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "bad_code")
    assert post(lab, "/results", {"tube": tube.code, "value": "good"}).status_code == 422
    other = client_as(cast.other_lab_user)
    assert post(other, "/results", {"tube": tube.code, "value": "negative"}).status_code == 404


def test_a_batch_by_api(cast, client_as):
    lab, tube = client_as(cast.lab), make_taken(cast, cast.an)
    rows = [{"tube": tube.code, "value": "negative"}, {"tube": "M-1", "value": "negative"}]
    kept = post(lab, "/results/batch", {"results": rows}).json()
    assert (kept["accepted"], kept["rejected"][0]["code"]) == (0, "bad_code")
    assert post(lab, "/results/batch", {"results": rows, "only_valid": True}).json()["accepted"] == 1


def test_tubes_by_api(cast, client_as):
    lab, tube = client_as(cast.lab), make_taken(cast, cast.an)
    make_taken(cast, cast.binh, laboratory=cast.other_lab)
    listed = lab.get(f"{API}/tubes").json()
    assert (listed["total"], listed["tubes"][0]["code"]) == (1, tube.code)
    one = lab.get(f"{API}/tubes/{tube.uuid}").json()
    assert [member["full_name"] for member in one["members"]] == ["Nguyễn Văn An"]
    assert "phone" not in str(one)
    assert Client().get(f"{API}/tubes").status_code == 401
    assert client_as(cast.admin).get(f"{API}/tubes").status_code == 404


def test_withdrawn_orders_wait_for_nobody(cast):
    (order,) = services.order_tests(people=[cast.an], reason=OrderReason.CONTACT, by=SYSTEM_ACTOR)
    services.withdraw_order(order=order, reason="x", by=SYSTEM_ACTOR)
    assert waiting(cast.sampler) == []
