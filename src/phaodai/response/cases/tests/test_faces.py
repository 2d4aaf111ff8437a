"""What cases show to the whole: worklists, timeline, indicators, API, curve, and their words."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils.translation import override

from phaodai.city.indicators import find
from phaodai.city.indicators.queries import Period, figures
from phaodai.core.clock import frozen
from phaodai.core.timeline import entries_of
from phaodai.core.worklists.queries import items_for
from phaodai.response.cases import queries, services
from phaodai.response.cases.tests.factories import confirmed_case, evidence, moment, suspected_case
from phaodai.response.cases.wording import deed_text, period_rule_text


def waiting(user: Any) -> list[tuple[str, str]]:
    return sorted(
        (item.worklist.code, item.subject)
        for item in items_for(user)
        if item.worklist.code.startswith("cases.")
    )


def test_a_new_case_is_work_for_who_investigates_there(cast: Any) -> None:
    case = confirmed_case(cast.an)
    assert waiting(cast.investigator) == [("cases.basis", "HBT-0001"), ("cases.investigate", "HBT-0001")]
    assert waiting(cast.ward_clerk_a) == []
    services.confirm_infectious_basis(case=case, by=cast.investigator)
    services.assign_investigator(case=case, user=cast.health_officer, by=cast.health_officer)
    assert waiting(cast.investigator) == []
    services.discard_case(case=case, reason="nhầm", by=cast.health_officer)
    assert waiting(cast.health_officer) == []


def test_a_suspicion_that_waits_too_long_is_a_decision(cast: Any) -> None:
    suspected_case(cast.an, cast.ward_clerk_a)
    assert ("cases.unconfirmed", "HBT-0001") not in waiting(cast.health_officer)
    with frozen(cast.now + timedelta(hours=13)):
        assert ("cases.unconfirmed", "HBT-0001") in waiting(cast.health_officer)
        assert ("cases.unconfirmed", "HBT-0001") not in waiting(cast.investigator)


def test_a_persons_timeline_tells_their_cases_to_who_may_see(cast: Any) -> None:
    case = confirmed_case(cast.an)
    services.isolate_case(case=case, at=moment(14, 9), by=cast.investigator)
    texts = [entry.text for entry in entries_of(cast.an.pk, cast.ward_clerk_a)]
    assert "Ca HBT-0001: F0 xác định" in texts
    assert "Ca HBT-0001 được cách ly" in texts
    assert not [entry for entry in entries_of(cast.an.pk, cast.ward_clerk_b) if "HBT" in entry.text]


def test_the_numbers(cast: Any) -> None:
    case = confirmed_case(cast.an)
    services.edit_source(case=case, setting="community", by=cast.investigator)
    suspected_case(cast.chi, cast.ward_clerk_b)
    services.discard_case(case=confirmed_case(cast.dung), reason="x", by=cast.health_officer)
    codes = [
        "cases.new",
        "cases.community",
        "cases.quarantine",
        "cases.unknown_source",
        "cases.suspected",
        "cases.overdue",
    ]
    period = Period(moment(14), moment(15))
    found = figures([find(code) for code in codes], [cast.hbt.pk, cast.dongda.pk], period)
    assert [found[code, cast.hbt.pk].value for code in codes] == [1, 1, 0, 1, 1, 0]
    assert [found[code, cast.dongda.pk].value for code in codes] == [0] * 6
    with frozen(cast.now + timedelta(days=2)):
        late = figures([find("cases.overdue")], [cast.hbt.pk], period)
    assert late["cases.overdue", cast.hbt.pk].value == 2
    curve = queries.new_by_day(cast.investigator, date(2021, 9, 1), date(2021, 9, 14))
    assert curve == {date(2021, 9, 14): {"community": 1}}


def test_search_finds_by_code_and_name_inside_the_reach(cast: Any) -> None:
    case = confirmed_case(cast.an)
    for text in ("hbt-0001", "van an", "Nguyễn"):
        assert list(queries.search_cases(cast.ward_clerk_a, text)) == [case]
    assert not queries.search_cases(cast.ward_clerk_b, "hbt-0001")
    assert not queries.search_cases(cast.ward_clerk_a, "h")


# --- API -------------------------------------------------------------------------------------------------

API = "/api/v1/cases"


def post(client: Any, address: str, document: dict[str, Any]) -> Any:
    return client.post(address, json.dumps(document), content_type="application/json")


def test_the_api_lists_and_shows_what_is_in_reach(cast: Any, client_as: Any) -> None:
    case = confirmed_case(cast.an)
    listed = client_as(cast.ward_clerk_a).get(API, {"status": "confirmed"}).json()
    assert listed["count"] == 1
    assert listed["cases"][0]["code"] == "HBT-0001"
    assert "Nguyễn" not in json.dumps(listed, ensure_ascii=False)
    assert client_as(cast.ward_clerk_b).get(API).json()["count"] == 0
    assert client_as(cast.ward_clerk_a).get(f"{API}/{case.uuid}").json()["person"] == str(cast.an.uuid)
    assert client_as(cast.ward_clerk_b).get(f"{API}/{case.uuid}").status_code == 404
    assert client_as(cast.lab).get(API).status_code == 404


def test_the_api_reports(cast: Any, client_as: Any) -> None:
    told = {"name": "Trần Văn Tâm", "birth_year": 1980, "phone": "0900000999", "area_code": "00271"}
    answer = post(client_as(cast.ward_clerk_a), API, told)
    assert (answer.status_code, answer.json()["code"]) == (201, "HBT-0001")
    across = post(client_as(cast.ward_clerk_a), API, {**told, "name": "Lê Văn Ba", "area_code": "00286"})
    assert (across.status_code, across.json()["code"]) == (201, None)
    assert post(client_as(cast.ward_clerk_a), API, {**told, "area_code": "0"}).status_code == 422
    assert post(client_as(cast.ward_clerk_a), API, {**told, "phone": "12"}).status_code == 422
    assert post(client_as(cast.ward_clerk_a), API, {**told, "name": "a\u0000b"}).status_code == 422


def test_a_stop_sent_twice_over_the_api_is_one_stop(cast: Any, client_as: Any) -> None:
    case = confirmed_case(cast.an)
    line = {
        "uuid": str(uuid4()), "day": "2021-09-10", "start_at": "2021-09-10T07:10:00+07:00",
        "end_at": "2021-09-10T07:40:00+07:00", "place": cast.canteen.code,
    }  # fmt: skip
    client = client_as(cast.investigator)
    first = post(client, f"{API}/{case.uuid}/stops", line)
    assert first.json() == post(client, f"{API}/{case.uuid}/stops", line).json()
    assert first.json()["place_code"] == cast.canteen.code
    assert case.stops.count() == 1
    wrong = {**line, "uuid": str(uuid4()), "end_at": "2021-09-09T07:40:00+07:00"}
    assert post(client, f"{API}/{case.uuid}/stops", wrong).status_code == 422
    assert post(client_as(cast.ward_clerk_a), f"{API}/{case.uuid}/stops", line).status_code == 404


# --- Words -----------------------------------------------------------------------------------------------


def test_the_basis_reads_as_a_sentence(cast: Any) -> None:
    case = services.edit_illness(
        case=confirmed_case(cast.an),
        has_symptoms=True,
        symptoms=[],
        symptom_onset=date(2021, 9, 10),
        by=cast.investigator,
    )
    assert period_rule_text(case.infectious_basis) == (
        "có triệu chứng, tính từ 3 ngày trước khởi phát (10/9/2021) đến khi được cách ly"
    )
    with override("en"):
        assert "counted from 3 days before the onset" in period_rule_text(case.infectious_basis)
    notes = {
        **case.infectious_basis,
        "rule": "first_exposure",
        "notes": ["sampled_before"],
        "until": "negative",
    }
    assert "Có mẫu dương tính sớm hơn" in period_rule_text(notes)
    assert period_rule_text({**notes, "rule": "report"}).startswith("chưa rõ khởi phát")
    assert period_rule_text({"edited": True, "edit_reason": "gặp nguồn"}) == "người điều tra đặt: gặp nguồn"
    assert period_rule_text({}) == ""


def test_deeds_nobody_named_are_still_readable() -> None:
    assert deed_text("tests.ordered_again") == "tests ordered again"
    assert str(evidence().as_record()["resulted_at"]).endswith("+07:00")


def test_every_word_has_its_vietnamese() -> None:
    polib = pytest.importorskip("polib")
    catalogue = polib.pofile(str(Path(__file__).parents[1] / "locale/vi/LC_MESSAGES/django.po"))
    empty = [entry.msgid for entry in catalogue if not (entry.msgstr or all(entry.msgstr_plural.values()))]
    assert not empty
    assert not [entry.msgid for entry in catalogue if "fuzzy" in entry.flags]
