from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from phaodai.core.ui.formats import (
    deadline_text,
    number_text,
    percent_text,
    remaining_text,
    span_text,
    when_text,
)

NOW = datetime(2021, 9, 14, 9, 0, tzinfo=UTC)  # 16:00 in Vietnam


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (1284, "1.284", "1,284"), (96.4, "96,4", "96.4"), (96.0, "96", "96"), (0, "0", "0"), (-3, "−3", "−3"),
        (None, "–", "–"), (-0.04, "0,0", "0.0"), (1234567.89, "1.234.567,9", "1,234,567.9"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_in_the_language(value: float | None, vi: str, en: str) -> None:
    with override("vi"):
        assert number_text(value) == vi
    with override("en"):
        assert number_text(value) == en


def test_percent_of_the_unknown_is_a_dash() -> None:
    with override("vi"):
        assert percent_text(96.4) == "96,4%"
        assert percent_text(None) == "–"


def test_moments_are_local_and_day_comes_before_month() -> None:
    assert when_text(NOW) == "14/9 16:00"
    assert when_text(NOW, "day") == "14/9/2021"
    assert when_text(NOW, "time") == "16:00"
    assert when_text(NOW, "long") == "14/9/2021 16:00"
    assert when_text(datetime(2021, 9, 14, 18, 30, tzinfo=UTC)) == "15/9 01:30"
    assert when_text(date(2021, 9, 14), "daymonth") == "14/9"
    assert when_text(None) == "–"


@pytest.mark.parametrize(
    ("minutes", "vi", "en"),
    [
        (45, "45 phút", "45 min"), (60, "1 giờ", "1 h"), (90, "1 giờ 30 phút", "1 h 30 min"),
        (26 * 60, "26 giờ", "26 h"), (3 * 1440, "3 ngày", "3 days"),
    ],
)  # fmt: skip
def test_spans_use_the_units_people_say(minutes: int, vi: str, en: str) -> None:
    with override("vi"):
        assert span_text(timedelta(minutes=minutes)) == vi
    with override("en"):
        assert span_text(timedelta(minutes=minutes)) == en


def test_a_deadline_says_how_far_it_is() -> None:
    with override("vi"):
        assert remaining_text(NOW - timedelta(minutes=90), NOW) == "quá 1 giờ 30 phút"
        assert remaining_text(NOW + timedelta(minutes=45), NOW) == "còn 45 phút"
        assert remaining_text(NOW + timedelta(hours=19), NOW) == "ngày mai"


def test_a_deadline_of_today_needs_no_date() -> None:
    assert deadline_text(NOW + timedelta(minutes=45), NOW) == "16:45"
    assert deadline_text(NOW - timedelta(minutes=90), NOW) == "14/9 14:30"
    assert deadline_text(NOW + timedelta(days=200), NOW) == "2/4/2022 16:00"
