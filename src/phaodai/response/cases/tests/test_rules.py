"""The epidemiology: read as sentences, and checked on generated cases."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phaodai.core.policy.values import read_policy_file
from phaodai.response.cases import rules
from phaodai.response.cases.apps import CasesConfig
from phaodai.response.cases.rules import CaseFacts, Findings, TestFact
from phaodai.response.cases.terms import CaseStatus

SHIPPED = {
    rule.code: {version.effective_from: version.value for version in rule.versions}
    for rule in read_policy_file(Path(__file__).parents[1] / "policies/cases.toml", CasesConfig.label)
}
OLD, NEW = date(2021, 7, 30), date(2021, 12, 29)
DEFINITION_3638, DEFINITION_11042 = (SHIPPED["cases.definition"][day] for day in (OLD, NEW))
PERIOD_3638, PERIOD_11042 = (SHIPPED["cases.infectious_period"][day] for day in (OLD, NEW))


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2021, 9, day, hour, minute, tzinfo=rules.TZ)


def lab(method: str, value: str = "positive", moment: datetime | None = None) -> TestFact:
    return TestFact(method, value, moment, moment or at(14, 7))


EPI = Findings(has_epi_link=True)
EIGHT_HOURS = [lab("antigen", moment=at(1, 8)), lab("antigen", moment=at(1, 16))]
A_MINUTE_MORE = [lab("antigen", moment=at(1, 8)), lab("antigen", moment=at(1, 16, 1))]


@pytest.mark.parametrize(
    ("tests", "findings", "by_3638", "by_11042"),
    [
        ([], Findings(), None, None),
        ([], Findings(is_reported=True), "suspected", "suspected"),
        ([lab("pcr")], Findings(), "confirmed", "confirmed"),
        ([lab("pcr", "negative")], Findings(), None, None),
        ([lab("antigen")], Findings(), "suspected", "suspected"),
        ([lab("antigen")], Findings(is_contact=True), "suspected", "confirmed"),
        ([lab("antigen")], Findings(has_symptoms=True), "suspected", "suspected"),
        ([lab("antigen")], Findings(has_symptoms=True, has_epi_link=True), "suspected", "confirmed"),
        (
            [lab("antigen", moment=at(1, 8)), lab("antigen", moment=at(1, 16))],
            EPI,
            "suspected",
            "confirmed",
        ),
        (
            [lab("antigen", moment=at(1, 8)), lab("antigen", moment=at(1, 16, 1))],
            EPI,
            "suspected",
            "suspected",
        ),
        ([lab("pcr_pool")], Findings(), None, None),
    ],
)
def test_the_two_definitions(
    tests: list[TestFact], findings: Findings, by_3638: str | None, by_11042: str | None
) -> None:
    assert rules.classify(tests, findings, DEFINITION_3638) == by_3638
    assert rules.classify(tests, findings, DEFINITION_11042) == by_11042


moments = st.integers(0, 60 * 24 * 60).map(
    lambda minutes: datetime(2021, 8, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
test_facts = st.builds(
    TestFact,
    st.sampled_from(["antigen", "pcr", "pcr_pool"]),
    st.sampled_from(["positive", "negative", "invalid"]),
    st.none() | moments,
    moments,
)
findings = st.builds(Findings, *[st.booleans()] * 4)
definitions = st.sampled_from([DEFINITION_3638, DEFINITION_11042])
RANK = {None: -1, "suspected": 0, "probable": 1, "confirmed": 2}


@given(st.lists(test_facts, max_size=5), test_facts, findings, definitions)
def test_more_evidence_never_lowers_a_case(
    tests: list[TestFact], one_more: TestFact, known: Findings, definition: dict[str, Any]
) -> None:
    before = rules.classify(tests, known, definition)
    after = rules.classify([*tests, one_more], known, definition)
    assert RANK[after] >= RANK[before]


@given(st.lists(test_facts, max_size=5), findings, definitions)
def test_only_positive_single_tests_and_reports_count(
    tests: list[TestFact], known: Findings, definition: dict[str, Any]
) -> None:
    telling = [one for one in tests if one.value == "positive" and one.method != "pcr_pool"]
    assert rules.classify(tests, known, definition) == rules.classify(telling, known, definition)


def test_every_status_has_its_moves_and_leads_somewhere() -> None:
    assert set(rules.MOVES) == {"", *CaseStatus.values}
    assert {after for moves in rules.MOVES.values() for after in moves} == set(CaseStatus.values)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("", "confirmed", rules.ADVANCE),
        ("suspected", "confirmed", rules.ADVANCE),
        ("confirmed", "suspected", rules.CORRECTION),
        ("confirmed", "recovered", rules.ADVANCE),
        ("discarded", "confirmed", rules.REOPENING),
        ("suspected", "recovered", None),
        ("died", "recovered", None),
        ("confirmed", "confirmed", None),
    ],
)
def test_moves(before: str, after: str, kind: str | None) -> None:
    assert rules.kind_of_move(before, after) == kind


def test_nothing_is_higher_than_what_is_closed() -> None:
    assert rules.is_higher("confirmed", "suspected")
    assert not rules.is_higher("recovered", "suspected")
    assert not rules.is_higher(None, "suspected")


TENTH = date(2021, 9, 10)
MET_ON_THE_FIFTH = CaseFacts(
    at(14), source_is_known=True, first_exposure_on=date(2021, 9, 5), sampled_at=at(13, 10)
)


@pytest.mark.parametrize(
    ("facts", "start", "end", "rule"),
    [
        (CaseFacts(at(14), symptom_onset=TENTH, isolated_at=at(14, 9, 30)), at(7), at(14, 9, 30), "onset"),
        (CaseFacts(at(14), symptom_onset=TENTH), at(7), None, "onset"),
        (MET_ON_THE_FIFTH, at(5), None, "first_exposure"),
        (CaseFacts(at(14), sampled_at=at(15, 10)), at(1), None, "sampling"),
        (CaseFacts(at(20)), at(6), None, "report"),
    ],
)  # fmt: skip
def test_the_period_by_3638(facts: CaseFacts, start: datetime, end: datetime | None, rule: str) -> None:
    found = rules.infectious_period(facts, PERIOD_3638)
    assert (found.start, found.end, found.rule) == (start, end, rule)


def test_the_period_by_11042_runs_until_negative() -> None:
    facts = CaseFacts(at(14), symptom_onset=date(2021, 9, 10), isolated_at=at(14, 9), negative_at=at(20, 8))
    found = rules.infectious_period(facts, PERIOD_11042)
    assert (found.start, found.end) == (at(8), at(20, 8))
    known = CaseFacts(at(14), source_is_known=True, first_exposure_on=date(2021, 9, 1), sampled_at=at(13, 10))
    assert rules.infectious_period(known, PERIOD_11042).start == at(11)


def test_a_positive_sample_before_the_onset_rule_widens_the_period() -> None:
    facts = CaseFacts(at(14), symptom_onset=date(2021, 9, 14), sampled_at=at(9, 23))
    found = rules.infectious_period(facts, PERIOD_3638)
    assert found.start == at(9)
    assert found.notes == ("sampled_before",)


def test_who_was_isolated_before_is_traced_on_that_day() -> None:
    facts = CaseFacts(at(14), symptom_onset=date(2021, 9, 14), isolated_at=at(10))
    found = rules.infectious_period(facts, PERIOD_3638)
    assert (found.start, found.end, found.notes) == (at(9), at(10), ("isolated_before",))


def test_a_known_source_never_met_by_date_is_noted() -> None:
    found = rules.infectious_period(
        CaseFacts(at(14), source_is_known=True, sampled_at=at(14, 8)), PERIOD_3638
    )
    assert found.notes == ("exposure_unknown",)


days = st.dates(date(2021, 8, 1), date(2021, 10, 1))
facts = st.builds(
    CaseFacts,
    reported_at=moments,
    symptom_onset=st.none() | days,
    source_is_known=st.booleans(),
    first_exposure_on=st.none() | days,
    sampled_at=st.none() | moments,
    isolated_at=st.none() | moments,
    negative_at=st.none() | moments,
)


@given(facts, st.sampled_from([PERIOD_3638, PERIOD_11042]))
def test_the_period_begins_at_a_local_midnight_and_runs_forward(
    known: CaseFacts, policy: dict[str, Any]
) -> None:
    found = rules.infectious_period(known, policy)
    local = found.start.astimezone(rules.TZ)
    assert (local.hour, local.minute, local.second) == (0, 0, 0)
    assert found.end is None or found.end > found.start
    assert found.start <= rules.midnight(found.reference_on)


@given(facts)
def test_a_longer_reach_back_never_shortens_the_period(known: CaseFacts) -> None:
    longer = {**PERIOD_3638, "onset_days_before": 5, "sampling_days_before": 20}
    narrow, wide = (rules.infectious_period(known, policy) for policy in (PERIOD_3638, longer))
    assert wide.start <= narrow.start


weights = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 20))
answers = st.dictionaries(st.sampled_from("abcdefgh"), st.none() | st.floats(0, 1))


@given(answers, weights)
def test_a_form_is_full_exactly_when_nothing_is_missing(
    answered: dict[str, float | None], weighed: dict[str, int]
) -> None:
    found = rules.completeness(answered, weighed)
    assert 0 <= found.percent <= 100
    assert (found.percent == 100) == (not found.missing)


def test_the_heaviest_gap_comes_first_and_what_does_not_apply_is_left_out() -> None:
    found = rules.completeness({"a": 1.0, "b": 0.5, "c": 0.0, "d": None}, {"a": 5, "b": 2, "c": 3, "d": 90})
    assert found == rules.Completeness(60, ("c", "b"))


def test_the_interview_asks_from_the_last_day_backward() -> None:
    asked = rules.interview_days(date(2021, 9, 14), 14)
    assert (asked[0], asked[-1], len(asked)) == (date(2021, 9, 14), date(2021, 9, 1), 14)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Quận Hai Bà Trưng", "HBT"),
        ("Quận Đống Đa", "DD"),
        ("Huyện Mê Linh", "ML"),
        ("Thị xã Sơn Tây", "ST"),
        ("Thành phố Hà Nội", "HN"),
        ("Quận 12", "12"),
        ("Quận Ô Môn", "OM"),
        ("Xã", "X"),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert rules.area_initials(name) == initials


def test_codes() -> None:
    assert rules.case_code("HBT", 412) == "HBT-0412"
    assert rules.case_code("HBT", 12345) == "HBT-12345"


def test_the_first_positive_sample_counts() -> None:
    tests = [lab("pcr", moment=at(13)), lab("antigen", moment=at(12)), lab("pcr", "negative", at(1))]
    assert rules.positive_sample(tests) == at(12)
    assert rules.positive_sample([]) is None


def test_a_day_lasts_until_local_midnight() -> None:
    assert rules.local_day(datetime(2021, 9, 13, 16, 59, tzinfo=UTC)) == date(2021, 9, 13)
    assert rules.local_day(datetime(2021, 9, 13, 17, 0, tzinfo=UTC)) == date(2021, 9, 14)
    assert rules.midnight(date(2021, 9, 14)) - timedelta(seconds=1) < at(14)
