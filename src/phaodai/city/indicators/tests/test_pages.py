"""The pages as their users meet them."""

import pytest

from phaodai.city.indicators.models import Observation, ReportForm, Submission
from phaodai.city.indicators.tests.factories import CODES, TODAY, make_form, report

PLAIN = (
    "/indicators/",
    "/indicators/?tab=chart",
    "/indicators/?tab=map",
    "/indicators/?i=cases.new&i=welfare.bags&i=places_free&measure=per_100k",
    "/indicators/?i=welfare.bags&by=week&measure=sum7&level=ward",
    "/indicators/?i=cases.imported&measure=share",
    "/indicators/?i=nonsense&since=x&level=y&sort=-whole&page=9",
    "/indicators/?format=xlsx",
    "/indicators/?i=cases.new&i=welfare.bags&format=csv",
    "/indicators/catalogue",
    "/indicators/rows?code=cases.new",
    "/indicators/reports?code=welfare.bags",
    "/indicators/held",
    "/indicators/restated",
    "/indicators/sheets",
)


@pytest.fixture
def form(cast):
    return make_form(cast.ward_a, cast.ward_b)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_opens(cast, client_as, form, language):
    report(form, cast.ward_a, cast.ward_clerk_a, first_doses=100, posts=2)
    client = client_as(cast.health_officer)
    client.cookies["phaodai_language"] = language
    for path in (*PLAIN, f"/indicators/sheets/{form.uuid}"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        if answer.streaming:
            assert b"".join(answer.streaming_content)


def fill(client, unit, **figures):
    names = {code.split(".")[1]: "f_" + code.replace(".", "_") for code in CODES}
    data = {names[name]: value for name, value in figures.items() if name in names}
    rest = {name: value for name, value in figures.items() if name not in names}
    base = {"day": TODAY.isoformat(), "source": "Sổ tiêm", "signed_by_name": "Bà Hoa"}
    return client.post(f"/indicators/units/{unit.uuid}/fill", base | data | rest)


def test_a_ward_reports_a_whole_sheet_with_one_save(cast, client_as, form):
    client, unit = client_as(cast.ward_clerk_a), form.units.get(area=cast.ward_a)
    assert client.get(f"/indicators/units/{unit.uuid}/fill").status_code == 200
    answer = fill(client, unit, first_doses="120", posts="0")
    submission = Submission.objects.get()
    assert answer.url == f"/indicators/submissions/{submission.uuid}"
    kept = {row.indicator: (row.value, row.state) for row in Observation.objects.all()}
    assert kept == {"vaccination.first_doses": (120, "counted"), "checkpoints.posts": (0, "counted")}
    assert "Bà Hoa" in client.get(answer.url).content.decode()


def test_what_was_typed_is_kept_when_something_is_wrong(cast, client_as, form):
    client, unit = client_as(cast.ward_clerk_a), form.units.get(area=cast.ward_a)
    answer = fill(client, unit, first_doses="-3", posts="4", signed_by_name="")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="-3"' in page
    assert 'value="4"' in page
    assert not Submission.objects.exists()


def test_a_held_figure_shows_everywhere_and_is_confirmed_by_another(cast, client_as, form):
    report(form, cast.ward_a, cast.ward_clerk_a, first_doses=99_000)
    row = Observation.objects.get()
    officer = client_as(cast.health_officer)
    table = officer.get("/indicators/?i=vaccination.first_doses").content.decode()
    assert "99.000" not in table
    assert "giữ lại" in table
    assert "99.000" in officer.get("/indicators/held").content.decode()
    decide = f"/indicators/held/{row.uuid}/decide"
    assert client_as(cast.ward_clerk_a).post(decide, {"decision": "accept"}).status_code == 404
    officer.post(decide, {"decision": "accept"})
    assert "99.000" in officer.get("/indicators/?i=vaccination.first_doses").content.decode()


def test_the_rows_behind_a_number_are_scoped(cast, client_as, form):
    report(form, cast.ward_a, cast.ward_clerk_a, bags=70)
    stranger = client_as(cast.ward_clerk_c)
    assert "70" in stranger.get(f"/indicators/?i=welfare.bags&area={cast.hbt.uuid}").content.decode()
    page = stranger.get(f"/indicators/reports?code=welfare.bags&area={cast.hbt.uuid}").content.decode()
    assert "Chủ tịch phường" not in page
    assert "ngoài" in page
    assert stranger.get(f"/indicators/submissions/{Submission.objects.get().uuid}").status_code == 404


def test_an_officer_makes_a_sheet_and_says_who_owes_it(cast, client_as):
    client = client_as(cast.cdc_officer)
    data = {
        "title": "Báo cáo tiêm chủng", "indicators": ["welfare.bags"], "rhythm": "daily", "weekday": "1", "due_hour": "15",
        "units": [cast.ward_a.pk, cast.ward_b.pk],
    }  # fmt: skip
    answer = client.post("/indicators/sheets/new", data)
    form = ReportForm.objects.get()
    assert answer.url == f"/indicators/sheets/{form.uuid}"
    client.post(f"/indicators/sheets/{form.uuid}/units", {"units": [cast.ward_b.pk]})
    assert [unit.area for unit in form.units.all()] == [cast.ward_b]
    assert client.post("/indicators/sheets/new", data | {"indicators": ["cases.new"]}).status_code == 422
    client.post(f"/indicators/sheets/{form.uuid}/close")
    assert not ReportForm.objects.get().is_active
