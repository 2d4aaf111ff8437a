"""`phaodai trace files` without the command: documents out of files, and one clear sentence for bad ones."""

import json
from pathlib import Path

import pytest

from tracegraph.files import WrongInput, trace_files

VISITS = """person,place,kind,start,end
F0,Q12,restaurant,2021-09-10T07:00:00+07:00,2021-09-10T07:30:00+07:00
An,Q12,restaurant,2021-09-10T07:10:00+07:00,2021-09-10T07:40:00+07:00
Chi,Q12,restaurant,2021-09-10T00:35:00Z,2021-09-10T00:50:00Z
"""
CASES = """person,infectious_from,infectious_to
F0,2021-09-07,2021-09-14T09:30:00+07:00
"""


@pytest.fixture
def run(tmp_path: Path):
    def write_and_trace(
        visits: str | bytes = VISITS, cases: str = CASES, policy: str | None = None, **options
    ):
        data = visits if isinstance(visits, bytes) else visits.encode()
        (tmp_path / "visits.csv").write_bytes(data)
        (tmp_path / "cases.csv").write_text(cases, "utf-8")
        if policy is not None:
            (tmp_path / "policy.toml").write_text(policy, "utf-8")
            options["policy"] = tmp_path / "policy.toml"
        return trace_files(tmp_path / "visits.csv", tmp_path / "cases.csv", **options)["contacts"]

    return write_and_trace


def test_the_document_has_the_shape_of_the_contract(run) -> None:
    (contact,) = run(linger=0)
    assert contact == {
        "case": "F0",
        "person": "An",
        "tier": 1,
        "visits": 1,
        "direct_s": 1200,
        "linger_s": 0,
        "first_at": "2021-09-10T07:10:00+07:00",
        "last_at": "2021-09-10T07:30:00+07:00",
        "score": contact["score"],
        "path": [
            {"case": "F0"},
            {
                "place": "Q12",
                "kind": "restaurant",
                "case_start": "2021-09-10T07:00:00+07:00",
                "case_end": "2021-09-10T07:30:00+07:00",
                "start": "2021-09-10T07:10:00+07:00",
                "end": "2021-09-10T07:40:00+07:00",
                "direct_s": 1200,
                "linger_s": 0,
            },
            {"person": "An"},
        ],
    }
    assert json.loads(json.dumps(contact)) == contact


def test_linger_on_the_command_line_overrides_the_policy(run) -> None:
    policy = "[linger]\ndefault = 0\nrestaurant = 0\n"
    assert [one["person"] for one in run(policy=policy)] == ["An"]
    assert [(one["person"], one["linger_s"]) for one in run(policy=policy, linger=600)] == [
        ("An", 600),
        ("Chi", 300),
    ]


def test_a_policy_file_sets_linger_and_open_visits_by_kind(run) -> None:
    visits = VISITS + "Dung,Q12,restaurant,2021-09-10T06:00:00+07:00,\n"
    policy = "[linger]\ndefault = 0\nrestaurant = 360\n[open_visit]\ndefault = 60\nrestaurant = 3601\n"
    assert {one["person"]: one["direct_s"] for one in run(visits, policy=policy)} == {
        "An": 1200,
        "Chi": 0,
        "Dung": 1,
    }


def test_columns_in_any_order_with_a_byte_order_mark_blank_lines_and_strange_columns(run) -> None:
    visits = (
        "\ufeffend,note,START,place,person,kind\r\n"
        ",x,2021-09-10,Q12,F0,market\r\n"
        "\r\n"
        '2021-09-10T09:00:00+07:00,"a, b",2021-09-10T08:00:00+07:00,Q12,An,market\r\n'
    )
    (contact,) = run(visits, linger=0)
    assert (contact["person"], contact["direct_s"]) == ("An", 3600)


def test_bare_days_are_whole_local_days(run) -> None:
    visits = (
        "person,place,kind,start,end\nF0,Q,m,2021-09-14,2021-09-14\nAn,Q,m,2021-09-14,\nChi,Q,m,2021-09-15,\n"
    )
    cases = "person,infectious_from,infectious_to\nF0,2021-09-14,2021-09-14\n"
    (contact,) = run(visits, cases, linger=0)
    assert (contact["person"], contact["direct_s"], contact["first_at"]) == (
        "An",
        86400,
        "2021-09-14T00:00:00+07:00",
    )


def test_two_tiers(run) -> None:
    visits = VISITS + (
        "An,X,workplace,2021-09-11T08:00:00+07:00,2021-09-11T09:00:00+07:00\n"
        "Em,X,workplace,2021-09-11T08:00:00+07:00,2021-09-11T09:00:00+07:00\n"
    )
    found = run(visits, linger=0, tiers=2)
    assert [(one["person"], one["tier"]) for one in found] == [("An", 1), ("Em", 2), ("Chi", 2)]
    assert [next(iter(node.values())) for node in found[1]["path"]] == ["F0", "Q12", "An", "X", "Em"]


def bad_visit(start: str = "2021-09-10", end: str = "", person: str = "An", place: str = "Q") -> str:
    return f"{VISITS}{person},{place},m,{start},{end}\n"


@pytest.mark.parametrize(
    ("visits", "sentence"),
    [
        ("", "visits.csv, row 1: the column person, place, kind, start, end is missing."),
        ("person,place,kind,start\n", "visits.csv, row 1: the column end is missing."),
        ("person,person,place,kind,start,end\n", "visits.csv, row 1: the column person is named twice."),
        (bad_visit(person=" "), "visits.csv, row 5, column person: is empty."),
        (bad_visit(place=""), "visits.csv, row 5, column place: is empty."),
        (bad_visit(start=""), "visits.csv, row 5, column start: is empty."),
        (
            bad_visit(start="2021-09-31"),
            "visits.csv, row 5, column start: '2021-09-31' is not a day such as 2021-09-14.",
        ),
        (
            bad_visit(start="10/9/2021 07:00"),
            "visits.csv, row 5, column start: '10/9/2021 07:00' is not a time "
            "such as 2021-09-14T07:48:00+07:00.",
        ),
        (
            bad_visit(start="2021-09-10T07:00:00"),
            "visits.csv, row 5, column start: '2021-09-10T07:00:00' has no offset; "
            "write it like 2021-09-14T07:48:00+07:00.",
        ),
        (bad_visit(end="2021-09-09"), "visits.csv, row 5, column end: ends before start."),
        (
            bad_visit(start="9999-12-31"),
            "visits.csv, row 5, column start: '9999-12-31' is not a day such as 2021-09-14.",
        ),
        (VISITS + "a,b,c,d,e,f\n", "visits.csv, row 5: has 6 cells under 5 column names."),
    ],
)
def test_bad_visits_are_one_sentence_with_row_and_column(run, visits: str, sentence: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        run(visits)
    assert str(wrong.value) == sentence


@pytest.mark.parametrize(
    ("cases", "sentence"),
    [
        (CASES + "An,,\n", "cases.csv, row 3, column infectious_from: is empty."),
        (
            CASES + "An,2021-09-10,2021-09-08\n",
            "cases.csv, row 3, column infectious_to: ends before infectious_from.",
        ),
    ],
)
def test_bad_cases_are_one_sentence(run, cases: str, sentence: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        run(cases=cases)
    assert str(wrong.value) == sentence


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        ("[linger]\nmarket = -1\n", "policy.toml: linger.market must be a whole number of seconds, not -1."),
        (
            "[linger]\nmarket = '1'\n",
            "policy.toml: linger.market must be a whole number of seconds, not '1'.",
        ),
        ("linger = 5\n", "policy.toml: linger must be a table."),
        ("[lingers]\n", "policy.toml: unknown table lingers; known are linger, open_visit, score."),
        ("[score]\nhalf = 1\n", "policy.toml: unknown setting score.half."),
        ("[score]\nhalf_minutes = 0\n", "policy.toml: score.half_minutes must be more than 0."),
        ("[score.kinds]\nhome = true\n", "policy.toml: the weight home must be a number from 0, not True."),
    ],
)
def test_bad_policies_are_one_sentence(run, policy: str, sentence: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        run(policy=policy)
    assert str(wrong.value) == sentence


def test_no_toml_no_utf8_no_file_and_bad_options(run, tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="is not a TOML file"):
        run(policy="[linger\n")
    with pytest.raises(WrongInput, match=r"visits\.csv is not UTF-8 text\."):
        run(VISITS.encode("utf-16"))
    with pytest.raises(WrongInput, match="cannot be read: No such file"):
        trace_files(tmp_path / "none.csv", tmp_path / "none.csv")
    with pytest.raises(WrongInput, match="--linger must be 0 or more seconds, not -1"):
        run(linger=-1)
    with pytest.raises(WrongInput, match="--tiers must be 1 or 2, not 3"):
        run(tiers=3)
