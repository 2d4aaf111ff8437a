from datetime import UTC, date, datetime, timedelta

from phaodai.core.ui.charts import moving_average, nice_step, spark_points, stacked_bars, timeline_band
from phaodai.core.ui.values import Marker, Pin, Series, Span

DAYS = [date(2021, 9, 1) + timedelta(days=n) for n in range(14)]
START = datetime(2021, 9, 1, tzinfo=UTC)


def test_grid_lines_are_round_numbers() -> None:
    assert [nice_step(v) for v in (1, 3, 33, 40, 41, 900)] == [1, 1, 10, 10, 20, 500]


def test_the_average_ignores_unknown_days() -> None:
    assert moving_average([2, 4, None, 6], days=7) == [2, 3, 3, 4]
    assert moving_average([None, None], days=7) == [None, None]


def test_blocks_stack_upwards_and_keep_their_share() -> None:
    chart = stacked_bars(DAYS, [Series("a", (2,) * 14), Series("b", (4,) * 14)])
    first, second = chart.blocks[:2]
    assert first.y + first.height == chart.floor
    assert abs(second.y + second.height - first.y) < 0.2
    assert abs(second.height - 2 * first.height) < 0.3


def test_zero_and_unknown_days_draw_nothing() -> None:
    chart = stacked_bars(DAYS[:2], [Series("a", (0, None))])
    assert chart.blocks == ()


def test_the_last_day_is_always_named() -> None:
    chart = stacked_bars(DAYS, [Series("a", (1,) * 14)], width=328)
    assert chart.days[-1].text == "14/9"
    assert chart.days[-1].strong
    gaps = [b.at - a.at for a, b in zip(chart.days, chart.days[1:], strict=False)]
    assert min(gaps) >= 40


def test_markers_outside_the_days_are_left_out() -> None:
    chart = stacked_bars(
        DAYS, [Series("a", (1,) * 14)], markers=[Marker(DAYS[3], "in"), Marker(date(2020, 1, 1), "out")]
    )
    assert [m.text for m in chart.markers] == ["in"]


def test_a_spark_breaks_where_a_day_is_unknown() -> None:
    path, last = spark_points([1, 2, None, 4])
    assert path.count("M") == 2
    assert last is not None
    assert spark_points([None, None]) == ("", None)


def test_a_period_lies_between_its_days() -> None:
    span = Span(START + timedelta(days=7), START + timedelta(days=14), "from: to", main=True)
    band = timeline_band(START, START + timedelta(days=14), spans=[span], width=1400)
    assert (band.spans[0].x, band.spans[0].width) == (700, 700)
    assert band.spans[0].text == "from: to"


def test_words_that_do_not_fit_are_shortened_then_left_out() -> None:
    def words(label: str) -> str:
        span = Span(START, START + timedelta(days=1), label)
        return timeline_band(START, START + timedelta(days=10), spans=[span], width=1000).spans[0].text

    assert words("Source: a very long sentence that cannot fit") == "Source"
    assert words("A very long word without a colon") == ""


def test_words_of_near_pins_move_apart() -> None:
    pins = [Pin(START + timedelta(hours=h), "Same place") for h in (30, 31)]
    wide = timeline_band(START, START + timedelta(days=4), pins=pins)
    assert sorted(p.row for p in wide.pins) == [0, 1]


def test_on_a_phone_minor_words_give_way() -> None:
    pins = [
        Pin(START + timedelta(hours=30), "Sample", minor=True),
        Pin(START + timedelta(hours=31), "Isolated"),
    ]
    band = timeline_band(START, START + timedelta(days=4), pins=pins, width=328, rows=1)
    assert {p.text for p in band.pins} == {"Isolated", ""}
