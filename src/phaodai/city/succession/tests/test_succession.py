"""Areas become others, are asked for on any day, decided by hand and taken back."""

import json
from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.areas.services import load_facts
from phaodai.city.succession.models import AreaChange, AreaSuccession, SuccessionGap
from phaodai.city.succession.queries import carried_figures, origins_of, resolve
from phaodai.city.succession.reading import Registers
from phaodai.city.succession.rules import Unit
from phaodai.city.succession.services import (
    confirm_change,
    decide_succession,
    load_changes,
    renew_areas,
    undo_change,
)
from phaodai.core.access import SYSTEM_ACTOR
from tests.cast import make_user

SCENARIO, NEW_YEAR, JULY = date(2021, 9, 14), date(2025, 1, 1), date(2025, 7, 1)


def ward(code: str, name: str) -> Unit:
    return Unit("ward", code, name, "007", "01", (105.85, 21.0))


def later(code: str, name: str) -> Unit:
    return Unit("ward", code, name, "01", "01", (105.85, 21.0))


def registers(**changes) -> Registers:
    """Early 2025: Bạch Mai has taken Quỳnh Lôi. July: Minh Khai is divided, Nguyễn Du is in no table."""
    facts = {
        "early": [
            ward("00292", "Phường Bạch Mai"),
            ward("00295", "Phường Minh Khai"),
            ward("00241", "Phường Nguyễn Du"),
        ],
        "late": [later("00286", "Phường Bạch Mai"), later("00300", "Phường Vĩnh Tuy")],
        "provinces": [Unit("province", "01", "Thành phố Hà Nội", "", "01")],
        "table": [("00292", "00286"), ("00295", "00286"), ("00295", "00300")],
        "absorbed": {("007", "phuongbachmai"): frozenset({"phuongquynhloi"})},
        "source": "test",
    }
    return Registers(**{**facts, **changes})


@pytest.fixture
def facts(db):
    load_facts()
    kept = ("00286", "00292", "00295", "00241", "00298")
    gone = Area.objects.filter(level="ward").exclude(code__in=kept)
    AreaClosure.objects.filter(descendant__in=gone).delete()
    gone.delete()


@pytest.fixture
def keeper(facts):
    return make_user("keeper", "admin", full_name="Lương Thị Nga")


@pytest.fixture
def clerk(facts):
    return make_user("clerk", "ward_clerk", area=area("00298"))


def area(code: str, day: date = SCENARIO, level: str = "ward") -> Area:
    return Area.objects.in_force(day).get(level=level, code=code)


def test_two_hops_end_open_and_link_areas_and_a_second_run_adds_nothing(facts):
    outcome = renew_areas(registers=registers(), by=SYSTEM_ACTOR)
    assert (outcome.gaps, outcome.unchanged, outcome.refused) == (2, 2, [])
    assert area("00286").valid.upper == NEW_YEAR
    assert area("00292", NEW_YEAR).name == "Phường Bạch Mai"
    july = area("00286", JULY)
    assert (july.parent.level, july.latitude) == ("province", 21.0)
    assert AreaClosure.objects.filter(descendant=july, ancestor__code="01").exists()
    before = (
        AreaChange.objects.count(),
        AreaSuccession.objects.count(),
        Area.objects.count(),
        SuccessionGap.objects.count(),
    )
    again = renew_areas(registers=registers(), by=SYSTEM_ACTOR)
    assert (again.opened, again.changes, again.ended) == (0, 0, 0)
    assert before == (
        AreaChange.objects.count(),
        AreaSuccession.objects.count(),
        Area.objects.count(),
        SuccessionGap.objects.count(),
    )


def test_what_an_area_is_on_another_day(facts, django_assert_max_num_queries):
    renew_areas(registers=registers(), by=SYSTEM_ACTOR)
    whole = resolve(area("00292"), JULY)
    assert (whole.fate, [part.area.code for part in whole.parts]) == ("whole", ["00286"])
    assert [step.change.kind for step in whole.steps] == ["merge", "redraw", "redraw"][: len(whole.steps)]
    divided = resolve(area("00295"), JULY)
    assert (divided.fate, {(p.area.code, p.share) for p in divided.parts}) == (
        "parts",
        {("00286", None), ("00300", None)},
    )
    assert resolve(area("00298"), JULY).gaps[0].reason == "not_found"
    assert resolve(area("00241"), JULY).gaps[0].reason == "no_link"
    assert resolve(area("00292"), SCENARIO).fate == "same"
    assert resolve(area("007", level="district"), JULY).fate == "ended"
    back = resolve(area("00286", JULY), SCENARIO)
    assert {part.area.code for part in back.parts} == {"00286", "00292", "00295"}
    with django_assert_max_num_queries(4):
        resolve(area("00292"), JULY)


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2024, 12, 31), "00286"), (NEW_YEAR, "00292"), (date(2025, 6, 30), "00292"), (JULY, "00286")],
)
def test_the_day_of_a_change_is_the_first_of_the_new_area(facts, day, code):
    renew_areas(registers=registers(), by=SYSTEM_ACTOR)
    assert [part.area.code for part in resolve(area("00286"), day).parts] == [code]


def test_figures_of_whole_predecessors_are_summed_and_of_divided_ones_are_not(
    facts, django_assert_max_num_queries
):
    renew_areas(registers=registers(), by=SYSTEM_ACTOR)
    early, july, other = area("00292", NEW_YEAR), area("00286", JULY), area("00300", JULY)
    values = {area(code).pk: n for code, n in (("00286", 3.0), ("00292", 4.0), ("00295", 5.0))}
    with django_assert_max_num_queries(3):
        found = carried_figures([early, july, other], SCENARIO, values)
    assert (found[early.pk].value, found[early.pk].is_estimate) == (7, False)
    assert (found[july.pk].value, found[july.pk].why) == (None, "unknown_share")
    AreaSuccession.objects.filter(predecessor__code="00295").update(share="0.4")
    found = carried_figures([july, other], SCENARIO, values)
    assert (found[july.pk].value, found[july.pk].is_estimate) == (pytest.approx(9), True)


def test_figures_are_not_summed_where_a_predecessor_is_not_in_the_register(facts):
    table = [*registers().table, ("00999", "00286")]
    renew_areas(registers=registers(table=table), by=SYSTEM_ACTOR)
    july = area("00286", JULY)
    assert not origins_of([july], SCENARIO)[july.pk].is_complete
    assert carried_figures([july], SCENARIO, {})[july.pk].why == "unknown_predecessor"


def test_provinces_that_were_joined_become_a_new_area(facts):
    joined = registers(
        early=[
            *registers().early, Unit("ward", "31117", "Phường Cái Khế", "916", "92"),
            Unit("ward", "31300", "Phường I", "930", "93"),
        ],
        late=[*registers().late, Unit("ward", "31120", "Phường Cái Khế", "92", "92")],
        provinces=[*registers().provinces, Unit("province", "92", "Thành phố Cần Thơ", "", "92")],
        table=[*registers().table, ("31117", "31120"), ("31300", "31120")],
    )  # fmt: skip
    renew_areas(registers=joined, by=SYSTEM_ACTOR)
    old, new = area("92", level="province"), area("92", JULY, "province")
    assert old.pk != new.pk
    assert not AreaChange.objects.get(links__successor=new).is_complete
    assert area("01", JULY, "province").valid.lower == date(2021, 7, 1)


def test_a_dry_run_writes_nothing(facts):
    before = Area.objects.count()
    assert renew_areas(registers=registers(), by=SYSTEM_ACTOR, dry_run=True).opened > 0
    assert (Area.objects.count(), AreaChange.objects.count()) == (before, 0)


def test_the_example_of_the_demo_leaves_2021_alone(facts):
    load_changes()
    assert AreaChange.objects.count() == 1  # of the three mergers only these two wards are in this register
    assert load_changes().changes == 0
    assert area("00286").name == "Phường Bạch Mai"
    assert resolve(area("00286"), NEW_YEAR).fate == "whole"


def test_a_lost_area_is_decided_by_hand_signed_and_taken_back(keeper):
    renew_areas(registers=registers(), by=SYSTEM_ACTOR)
    gap = SuccessionGap.objects.get(area__code="00241")
    one, two = area("00286", JULY), area("00300", JULY)
    for parts, decree in (
        ([], "NQ 1"), ([(one, None)], " "), ([(one, None), (one, None)], "NQ 1"), ([(gap.area, None)], "NQ 1"),
        ([(one, Fraction(1, 2)), (two, None)], "NQ 1"), ([(one, Fraction(1, 2)), (two, Fraction(1, 4))], "NQ 1"),
    ):  # fmt: skip
        with pytest.raises(ValidationError):
            decide_succession(gap=gap, parts=parts, decree=decree, by=keeper)
    thirds = [(one, Fraction(2, 3)), (two, Fraction(1, 3))]
    change = decide_succession(gap=gap, parts=thirds, decree="NQ 1656/NQ-UBTVQH15", by=keeper)
    assert (change.kind, change.by_hand, change.decided_by_name) == ("split", True, "Lương Thị Nga")
    assert [round(float(p.share), 3) for p in resolve(area("00241"), JULY).parts] == [0.667, 0.333]
    with pytest.raises(ValidationError):
        decide_succession(gap=gap, parts=thirds, decree="x", by=keeper)
    undo_change(change=change, reason="nhầm", by=keeper)
    assert resolve(area("00241"), JULY).gaps[0].reason == "taken_back"
    with pytest.raises(ValidationError):
        undo_change(change=change, reason="nhầm", by=keeper)


def test_only_those_who_keep_the_register_write(clerk):
    with pytest.raises(PermissionDenied):
        renew_areas(registers=registers(), by=clerk)
    renew_areas(registers=registers(), by=SYSTEM_ACTOR)
    change, gap = AreaChange.objects.first(), SuccessionGap.objects.first()
    for deed in (
        lambda: decide_succession(gap=gap, parts=[], decree="x", by=clerk),
        lambda: undo_change(change=change, reason="x", by=clerk),
        lambda: confirm_change(change=change, decree="x", by=clerk),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_the_screens_list_decide_confirm_and_take_back(keeper, client_as):
    renew_areas(registers=registers(), by=SYSTEM_ACTOR)
    client, gap = client_as(keeper), SuccessionGap.objects.get(area__code="00241")
    assert "Nguyễn Du" in client.get("/areas/changes/gaps/?q=00241").content.decode()
    assert "00241" in b"".join(client.get("/areas/changes/gaps/?format=csv").streaming_content).decode()
    page = f"/areas/changes/gaps/{gap.uuid}/"
    assert client.post(page, {"decree": "NQ 1"}).status_code == 422
    target = area("00300", JULY)
    answer = client.post(page, {"decree": "NQ 1656", "area_1": str(target.uuid), "share_1": ""})
    change = answer["Location"]
    assert "NQ 1656" in client.get(change).content.decode()
    assert client.get(page)["Location"] == change
    assert client.post(f"{change}undo", {"reason": ""}).status_code == 422
    client.post(f"{change}undo", {"reason": "nhầm tên"})
    assert "nhầm tên" in client.get(change).content.decode()
    merge = AreaChange.objects.get(effective_on=NEW_YEAR)
    client.post(f"/areas/changes/{merge.uuid}/confirm", {"decree": "NQ 1286/NQ-UBTVQH15"})
    assert "NQ 1286" in client.get("/areas/changes/?q=quynh loi&kind=merge").content.decode()
    assert b"PK" in b"".join(client.get("/areas/changes/?format=xlsx").streaming_content)


def test_the_page_of_an_area_tells_what_it_was_and_became(clerk, client_as):
    renew_areas(registers=registers(), by=SYSTEM_ACTOR)
    client, old = client_as(clerk), area("00295")
    assert "Vĩnh Tuy" in client.get(f"/areas/changes/areas/{old.uuid}/panel").content.decode()
    for asked in ("", "?at=2025-08-01", "?at=2021-08-01", "?at=nonsense", "?at=2025-13-99"):
        assert client.get(f"/areas/changes/areas/{old.uuid}/{asked}").status_code == 200
    assert "areas/changes/areas" in client.get(f"/areas/{old.uuid}/").content.decode()
    quiet = client.get(f"/areas/changes/areas/{area('006', level='district').uuid}/panel").content.decode()
    assert "card" not in quiet


def test_command_and_api_give_the_same_document(clerk, client_as, capsys):
    renew_areas(registers=registers(), by=SYSTEM_ACTOR)
    call_command("areas", "resolve", "00292", "--at", "2025-07-15", "--json")
    document = json.loads(capsys.readouterr().out)
    assert (document["status"], document["areas"][0]["code"], document["areas"][0]["share"]) == (
        "whole",
        "00286",
        1.0,
    )
    url = "/api/v1/area-changes/resolve?code=00292&at=2025-07-15&on=2021-09-14"
    answer = client_as(clerk).get(url)
    assert answer.json() == document
    with pytest.raises(SystemExit) as ended:
        call_command("areas", "resolve", "00241", "--at", "2025-07-15", "--json")
    assert ended.value.code == 1
    for words in (("99999", "--at", "2025-07-15"), ("00292", "--at", "tomorrow")):
        with pytest.raises(SystemExit) as ended:
            call_command("areas", "resolve", *words)
        assert ended.value.code == 2


def test_a_citys_own_list_of_changes_is_imported(facts, tmp_path, capsys):
    path = tmp_path / "changes.csv"
    path.write_text(
        "level,old_code,new_code,new_name,effective_on,share,decree\n"
        "ward,00295,00295,Phường Minh Khai,2023-01-01,0.7,NQ 5\n"
        "ward,00295,00298,Phường Trương Định,2023-01-01,0.3,NQ 5\n"
        "ward,00298,00298,Phường Trương Định,2023-01-01,1,NQ 5\n"
        "ward,99999,1,X,2023-01-01,1,NQ 5\n"
        "planet,1,1,X,2023-01-01,1,\n"
        "ward,00286,00286,X,yesterday,1,\n"
        "ward,00286,00286,X,2023-01-01,7,\n"
        "ward,00286,,X,2023-01-01,1,\n",
        encoding="utf-8",
    )
    with pytest.raises(SystemExit):
        call_command("import", "area-changes", str(path), "--json")
    document = json.loads(capsys.readouterr().out)
    assert (document["rows"], document["accepted"]) == (8, 3)
    assert [error["row"] for error in document["rejected"]] == [4, 5, 6, 7, 8]
    found = resolve(area("00295"), date(2023, 1, 1))
    assert [(part.area.name, float(part.share)) for part in found.parts] == [
        ("Phường Minh Khai", 0.7),
        ("Phường Trương Định", 0.3),
    ]
