"""What laboratories write, as found in the city CDC's lists."""

from datetime import datetime

import pytest

from phaodai.core.clock import TZ
from phaodai.response.testing import reading


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Dương tính", "positive"),
        ("DƯƠNG TÍNH", "positive"),
        (" duong tinh ", "positive"),
        ("+", "positive"),
        ("âm tính", "negative"),
        ("-", "negative"),
        ("'-", "negative"),
        ("Chưa xác định", "indeterminate"),
        ("mẫu không đạt–lấy lại", "invalid"),
        ("NEGATIVE", "negative"),
        ("khác", None),
        ("", None),
    ],
)
def test_values(text, value):
    assert reading.read_value(text) == value


@pytest.mark.parametrize("text", ["M-004396-X", "m-004396-x", "M004396X", " m 004396 x ", "M-004396X"])
def test_codes(text):
    assert reading.read_code(text) == "M-004396-X"


@pytest.mark.parametrize(
    "text",
    [
        "14/9/2021 16:30",
        "14/09/2021 16:30",
        "16:30 14/9/2021",
        "2021-09-14 16:30",
        "2021-09-14T16:30:00+07:00",
        "2021-09-14T09:30:00+00:00",
        "2021-09-14T16:30",
    ],
)
def test_times(text):
    assert reading.read_time(text) == datetime(2021, 9, 14, 16, 30, tzinfo=TZ)


def test_what_is_no_time():
    assert reading.read_time("hôm qua") is None


@pytest.mark.parametrize(
    ("text", "ct"), [("24,5", 24.5), ("18", 18.0), ("0", None), ("51", None), ("x", None)]
)
def test_ct_values(text, ct):
    assert reading.read_ct(text) == ct
