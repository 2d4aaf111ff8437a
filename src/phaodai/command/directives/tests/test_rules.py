"""The pure rules, and the same rules in SQL."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phaodai.command.directives.models import Assignment
from phaodai.command.directives.queries.assignments import with_standing
from phaodai.command.directives.rules.body import body_lines
from phaodai.command.directives.rules.deadlines import (
    first_and_last,
    fits_under,
    holds_while,
    next_due,
    rhythm_of,
    rungs_due,
)
from phaodai.command.directives.rules.moves import (
    ASSIGNMENT_MOVES,
    AssignmentMove,
    DirectiveMove,
    assignment_after,
    directive_after,
)
from phaodai.command.directives.rules.numbers import (
    abbreviation,
    default_sign,
    kind_of,
    same_number,
    sign_of,
    without_kind,
)
from phaodai.command.directives.rules.passages import find_passage, segments, split_at
from phaodai.command.directives.rules.standing import DONE, OPEN, standing_of, tally
from phaodai.command.directives.rules.targets import Outcome, needs_reason
from phaodai.command.directives.terms import AssignmentState, DirectiveState, Standing
from phaodai.command.directives.tests.factories import assignment_of, one_task
from tests.cast import at

END = at(30, 23, 59)
MOMENTS = st.none() | st.integers(0, 30 * 24).map(lambda hours: at(1) + timedelta(hours=hours))
LADDER = {"remind_before_h": 24, "next_head_after_h": 24, "issuer_after_h": 72}


@pytest.mark.parametrize(
    ("state", "due", "finished", "expected"),
    [
        ("new", None, None, "open_no_deadline"),
        ("new", at(14, 16), None, "open_in_time"),
        ("received", at(14, 15), None, "open_overdue"),
        ("reported", at(14, 10), at(14, 10), "open_in_time"),
        ("reported", at(14, 10), at(14, 11), "open_overdue"),
        ("done", at(14, 10), at(14, 10), "done_in_time"),
        ("done", at(14, 10), at(14, 11), "done_late"),
        ("done", None, at(14, 11), "done_no_deadline"),
        ("withdrawn", at(1), None, "withdrawn"),
    ],
)
def test_standing(state, due, finished, expected):
    assert standing_of(state, due, finished, at(14, 16)) == expected


@given(st.sampled_from(AssignmentState.values), MOMENTS, MOMENTS)
def test_every_assignment_stands_somewhere(state, due, finished):
    found = standing_of(state, due, finished, at(14))
    assert (found in DONE) == (state == "done")
    assert (found in OPEN) == (state not in ("done", "withdrawn"))


@given(st.lists(st.sampled_from(Standing.values)))
def test_a_tally_counts_each_once(standings):
    counted = tally(standings)
    assert counted.total == sum(one != "withdrawn" for one in standings)


def test_sql_and_rule_say_the_same(office):
    row = assignment_of(one_task(office), office.health)
    for state in AssignmentState.values:
        for due in (None, at(10), at(20)):
            for finished in (at(9), at(10), at(15), at(25)):
                Assignment.objects.filter(pk=row.pk).update(
                    state=state, due_at=due, finished_at=finished, via=office.ward_a
                )
                (found,) = with_standing(Assignment.objects.all(), at(14))
                assert found.standing == standing_of(state, due, finished, at(14))


@given(st.lists(st.sampled_from(list(AssignmentMove)), max_size=12), st.booleans())
def test_no_move_leaves_the_closed_states_but_reopening(moves, has_via):
    state = AssignmentState.NEW
    for move in moves:
        after = assignment_after(move, state, has_via=has_via)
        if state == "withdrawn":
            assert after is None
        if state == "done":
            assert (after is not None) == (move == AssignmentMove.REOPEN)
        state = after or state
    assert set(ASSIGNMENT_MOVES) == set(AssignmentMove)


def test_a_text_cannot_be_signed_twice_or_issued_unsigned():
    assert directive_after(DirectiveMove.SIGN, DirectiveState.SIGNED) is None
    assert directive_after(DirectiveMove.ISSUE, DirectiveState.DRAFT) is None
    assert directive_after(DirectiveMove.END, DirectiveState.ENDED) is None


@pytest.mark.parametrize(
    ("recurrence", "due", "expected"),
    [
        ("daily", at(14, 16), at(15, 16)),
        ("weekly", at(14, 16), at(21, 16)),
        ("monthly", at(31, 9, month=10), at(30, 9, month=11)),
        ("quarterly", at(30, 9), at(30, 9, month=12)),
        ("continuous", at(14), None),
        ("", at(14), None),
    ],
)
def test_next_round(recurrence, due, expected):
    assert next_due(recurrence, due) == expected


def test_a_monthly_round_returns_to_its_day():
    assert next_due("monthly", at(30, month=11), anchor_day=31) == at(31, month=12)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("trước 16h00 hằng ngày", "daily"),
        ("hàng tuần", "weekly"),
        ("thường xuyên", "continuous"),
        (None, ""),
        ("", ""),
    ],
)
def test_rhythms(written, code):
    assert rhythm_of(written) == code


@pytest.mark.parametrize(
    ("passage", "rhythm", "written", "wanted"),
    [
        ("báo cáo trước 16h00 hằng ngày cho đến hết ngày 30/9/2021", "daily", "trước 16h00 hằng ngày", (at(14, 16), 30)),
        ("báo cáo trước 15 giờ hằng ngày đến ngày 30/9", "daily", "trước 15 giờ hằng ngày", (at(15, 15), 30)),
        ("tuần tra hằng ngày đến hết 30/9", "daily", "hằng ngày", (at(14, 23, 59) + timedelta(seconds=59), 30)),
        ("rà soát xong trước ngày 1/10, báo cáo hằng ngày", "daily", "hằng ngày", (END, None)),
        ("báo cáo hằng tuần đến hết ngày 30/9", "weekly", "hằng tuần", (END, None)),
        ("báo cáo đến hết ngày 30/9", "", "", (END, None)),
    ],
)  # fmt: skip
def test_daily_rounds_end_on_the_day_read(passage, rhythm, written, wanted):
    first, last = first_and_last(passage, rhythm, written, END, at(14, 16))
    assert (first, last and last.day) == wanted
    assert first_and_last(passage, rhythm, written, None, at(14, 16)) == (None, None)


def test_the_circumstance_that_ends_a_recurring_task():
    assert holds_while("tuần tra hằng ngày trong suốt thời gian giãn cách xã hội, báo cáo ngay") == (
        "trong suốt thời gian giãn cách xã hội"
    )
    assert holds_while("trực 24/24 cho đến khi có chỉ đạo mới.") == "cho đến khi có chỉ đạo mới"
    assert holds_while("tuần tra hằng ngày") == ""


def test_the_ladder_rises_with_time():
    due = at(14, 12)
    climbed = [len(rungs_due(due, due + timedelta(hours=h), **LADDER)) for h in (-25, -1, 0, 1, 25, 80)]
    assert climbed == [0, 1, 1, 2, 3, 4]


@given(MOMENTS, MOMENTS)
def test_a_sub_task_is_never_due_after_the_task_above(due, above):
    assert fits_under(due, above) == (above is None or (due is not None and due <= above))


def test_numbers_of_party_and_state():
    assert default_sign("TB", "UBND") == "/TB-UBND"
    assert default_sign("CV", "UBND") == "/UBND"
    assert (sign_of("03-TB/BCĐ"), sign_of("không số")) == ("-TB/BCĐ", "")
    assert (kind_of("17/CĐ-UBND"), kind_of("")) == ("CĐ", "TB")
    assert same_number("03-TB/BCĐ", "3 - TB/BCĐ")
    assert not same_number("", "")
    assert without_kind("THÔNG BÁO kết luận họp") == "Kết luận họp"
    assert without_kind("Lấy mẫu toàn dân") == "Lấy mẫu toàn dân"
    assert abbreviation("Ban Chỉ đạo quận Hai Bà Trưng") == "BCĐQHBT"


SPANS = st.lists(
    st.tuples(st.text("ab", min_size=1, max_size=2), st.integers(0, 40), st.integers(0, 40)), max_size=6
)


@given(st.text(max_size=40), SPANS)
def test_segments_join_to_the_text_again(text, spans):
    found = segments(text, spans)
    assert "".join(part.text for part in found) == text
    for key, start, end in spans:
        marked = "".join(part.text for part in found if key in part.keys)
        assert text[start : max(start, end)] == "" or text[start:end] in text
        assert len(marked) >= len(text[start:end])


def test_passages_are_found_near_where_they_were():
    assert find_passage("ab ab ab", "ab", near=5) == (6, 8)
    assert find_passage("ab", "x") is None
    assert split_at(3, 9, 5) == ((3, 5), (5, 9))
    assert split_at(3, 9, 9) is None


def test_the_body_leaves_head_and_tail_to_the_form():
    text = "Số 03-TB/BCĐ\nTHÔNG BÁO\nNgày 06/9/2021, Ban Chỉ đạo họp.\n1. Giao A.\nNơi nhận:\n- A\nPHÓ BÍ THƯ"
    assert body_lines(text) == ["Ngày 06/9/2021, Ban Chỉ đạo họp.", "1. Giao A."]
    assert body_lines("chỉ một dòng") == ["chỉ một dòng"]


@pytest.mark.parametrize(
    ("goal", "actual", "base", "met", "percent"),
    [
        (3000, 3000, None, True, 100),
        (3000, 1500, None, False, 50),
        (100, 50, 200, False, 25),
        (100, None, None, None, None),
        (100, 5, 0, None, None),
    ],
)
def test_targets(goal, actual, base, met, percent):
    values = [None if value is None else Decimal(value) for value in (actual, base)]
    outcome = Outcome(Decimal(goal), None, *values)
    assert (outcome.is_met, outcome.percent) == (met, percent)
    assert needs_reason([outcome]) == (met is not True)
