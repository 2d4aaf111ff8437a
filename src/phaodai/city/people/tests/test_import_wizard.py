"""The wizard from sending to undoing, as its pages and its jobs do it."""

import io
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import load_workbook

from phaodai.city.people.models import Household, Person, Residence
from phaodai.city.people.services import edit_person
from phaodai.core.audit.models import ActionLog
from phaodai.core.exchange import keeping, services
from phaodai.core.exchange.kinds import kinds
from phaodai.core.exchange.models import Import, RememberedColumns
from phaodai.core.exchange.services import advance_import, forget_old_imports
from phaodai.core.exchange.terms import ImportState

HEAD = ["HỌ TÊN", "nam sinh", "Gioi tinh", "Số ĐT", "CCCD", "Phường/Xã", "Hộ số", "Địa chỉ", "Mã riêng"]
GOOD = ["Nguyễn Thị Mới", "15/3/74", "Nữ", "912345678", "001174000099", "P. Thanh Nhàn", "1", "Số 1", "x1"]
SECOND = ["Lê Văn Con", "2005", "nam", "", "", "00271", "1", "Số 1", "x2"]
KNOWN = ["Nguyễn Văn An", "1974", "Nam", "", "001074000011", "271", "", "", "x3"]
BAD = ["Trần 123", "2050", "?", "12", "12", "Phường Lạ", "", "", "x4"]
FAR = ["Phạm Xa", "1980", "Nam", "", "", "Láng Hạ", "", "", "x5"]


@pytest.fixture(autouse=True)
def _home(settings, tmp_path: Path) -> None:
    settings.PHAODAI_HOME = tmp_path


def workbook(*rows, **options) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, **options})
    sheet = book.add_worksheet("Danh sách")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def upload(client, content: bytes, name: str = "danh sách.xlsx", kind: str = "people") -> Import:
    answer = client.post(reverse("exchange:new", args=[kind]), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("pk")


def work(row: Import) -> Import:
    """What the worker does."""
    advance_import(row.pk)
    row.refresh_from_db()
    return row


def post(client, row: Import, step: str, **data) -> Import:
    client.post(reverse(f"exchange:{step}", args=[row.uuid]), data)
    return work(row)


def map_columns(client, row: Import) -> Import:
    chosen = {f"column-{position}": name for name, position in row.columns.items()}
    return post(client, row, "columns", **chosen)


def page(client, row: Import) -> str:
    return client.get(reverse("exchange:import", args=[row.uuid])).content.decode()


def checked(client, *rows) -> Import:
    return map_columns(client, work(upload(client, workbook(*rows))))


def test_from_the_file_to_the_undoing(cast, client_as):
    clerk = client_as(cast.ward_clerk_a)
    row = work(upload(clerk, workbook(["DANH SÁCH HỘ DÂN"], HEAD, GOOD, SECOND, KNOWN, BAD, FAR)))
    assert row.state == ImportState.MAPPING
    assert set(row.columns) == {
        "full_name",
        "birth",
        "sex",
        "phone",
        "citizen_code",
        "ward",
        "household",
        "address",
    }
    assert "Mã riêng" in page(clerk, row)
    people = Person.objects.count()
    row = map_columns(clerk, row)
    assert (row.state, row.rows, row.accepted, row.duplicates, row.rejected) == ("checked", 5, 2, 1, 2)
    assert Person.objects.count() == people
    codes = list(row.fault_rows.values_list("row", "column", "code"))
    assert codes[0] == (4, "birth", "not_a_year")
    wrong = {"full_name", "birth", "sex", "phone", "citizen_code", "ward"}
    assert {found[:2] for found in codes[:-1]} == {(4, column) for column in wrong}
    assert codes[-1] == (5, "ward", "out_of_reach")
    shown = page(clerk, row)
    assert "“2050” không phải năm" in shown
    assert "Láng Hạ không thuộc địa bàn" in shown

    row = post(clerk, row, "write")
    assert row.state == ImportState.CHECKED, "rows are wrong: all or nothing writes nothing"
    row = post(clerk, row, "write", only_valid="yes")
    assert (row.state, row.accepted) == (ImportState.DONE, 2)
    mother, child = Person.objects.order_by("pk")[people:]
    assert (mother.full_name, mother.birth_on.isoformat(), mother.phone) == (
        "Nguyễn Thị Mới",
        "1974-03-15",
        "+84912345678",
    )
    assert mother.household_id == child.household_id
    assert mother.area == cast.ward_a
    assert Residence.objects.filter(person__in=[mother, child], household=mother.household).count() == 2
    assert ActionLog.objects.filter(action="person.registered", actor_id=cast.ward_clerk_a.pk).count() == 2
    home = mother.household

    Person.objects.filter(pk=child.pk).update(household=None)
    cast.an.household = home
    cast.an.save()
    row = post(clerk, row, "undo")
    assert (row.state, row.kept) == (ImportState.UNDONE, 0)
    assert Person.objects.count() == people
    assert Household.objects.filter(pk=home.pk).exists(), "somebody else lives there by now"


def test_rows_somebody_has_built_on_stay_and_are_named(cast, client_as):
    clerk = client_as(cast.ward_clerk_a)
    row = post(clerk, checked(clerk, HEAD, GOOD, SECOND), "write")
    services_by = cast.ward_clerk_a
    person = Person.objects.get(full_name="Nguyễn Thị Mới")
    edit_person(person=person, by=services_by, reason="Sửa", occupation="Giáo viên")
    row = post(clerk, row, "undo")
    assert (row.state, row.kept) == (ImportState.UNDONE, 1)
    assert Person.objects.filter(pk=person.pk).exists()
    assert not Person.objects.filter(full_name="Lê Văn Con").exists()
    shown = page(clerk, row)
    assert "Đã có người sửa từ đó." in shown
    assert "Nguyễn Thị Mới" in shown


def test_the_same_file_again_is_recognised_and_writes_nothing(cast, client_as):
    clerk = client_as(cast.ward_clerk_a)
    content = workbook(HEAD, GOOD, SECOND)
    post(clerk, map_columns(clerk, work(upload(clerk, content))), "write")
    row = map_columns(clerk, work(upload(clerk, content, "khác.xlsx")))
    assert (row.accepted, row.duplicates) == (0, 2)
    shown = page(clerk, row)
    assert "Chính tệp này đã được nạp" in shown
    assert "Đã đăng ký, trùng số giấy tờ này." in shown


def test_what_a_column_means_is_remembered_for_the_office(cast, client_as):
    clerk = client_as(cast.ward_clerk_a)
    odd = ["Họ và tên", "Sinh", "Cư ngụ"]
    row = work(upload(clerk, workbook(odd, ["Lê Lạ", "1980", "Số 5"])))
    assert row.columns == {"full_name": 0}
    row = post(clerk, row, "columns", **{"column-0": "full_name", "column-1": "birth", "column-2": "address"})
    assert (row.state, row.accepted) == (ImportState.CHECKED, 1), "a ward's own clerk needs no ward column"
    assert RememberedColumns.objects.get().office == f"area:{cast.ward_a.pk}"
    again = work(upload(clerk, workbook(odd, ["Lê Khác", "1981", "Số 6"])))
    assert again.columns == {"full_name": 0, "birth": 1, "address": 2}


def test_columns_must_be_clear(cast, client_as):
    clerk = client_as(cast.ward_clerk_a)
    row = work(upload(clerk, workbook(HEAD, GOOD)))
    post(clerk, row, "columns", **{"column-1": "birth"})
    assert (row.state, "Hãy chọn cột cho: Họ và tên" in page(clerk, row)) == (ImportState.MAPPING, True)
    post(clerk, row, "columns", **{"column-0": "full_name", "column-1": "full_name"})
    assert row.state == ImportState.MAPPING


def test_the_errors_go_out_and_come_back_as_a_list(cast, client_as):
    clerk = client_as(cast.ward_clerk_a)
    row = checked(clerk, HEAD, GOOD, [*BAD[:8], "=CMD()"])
    answer = clerk.get(reverse("exchange:errors", args=[row.uuid]))
    content = b"".join(answer.streaming_content)
    book = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [line[0] for line in book] == ["HỌ TÊN", "Trần 123"]
    assert "Phường, xã: Không có phường" in book[1][-1]
    assert book[1][8] == "'=CMD()"
    again = map_columns(clerk, work(upload(clerk, content, "loi.xlsx")))
    assert (again.rows, again.rejected) == (1, 1)


def test_templates_are_what_the_importer_reads(cast, client_as):
    admin = client_as(cast.cdc_officer)
    for code in ("people", "places", "cases", "contacts", "visits"):
        for form in ("xlsx", "csv"):
            answer = admin.get(reverse("exchange:template", args=[code]) + f"?format={form}")
            row = work(upload(admin, answer.content, f"mau.{form}", code))
            assert (row.state, len(row.columns)) == (ImportState.MAPPING, len(kinds()[code].fields)), (
                code,
                form,
            )


def test_an_import_is_its_owners(cast, client_as):
    row = work(upload(client_as(cast.ward_clerk_a), workbook(HEAD, GOOD)))
    other = client_as(cast.ward_clerk_b)
    assert other.get(reverse("exchange:import", args=[row.uuid])).status_code == 404
    assert other.post(reverse("exchange:cancel", args=[row.uuid])).status_code == 404
    assert row.file_name not in other.get(reverse("exchange:list")).content.decode()
    assert client_as(cast.lab).get(reverse("exchange:new", args=["people"])).status_code == 404
    assert client_as(cast.commander).get(reverse("exchange:list")).status_code == 404


def test_rights_lost_meanwhile_stop_the_import(cast, client_as):
    clerk = client_as(cast.ward_clerk_a)
    row = checked(clerk, HEAD, GOOD)
    services.write_import(row=row, only_valid=False, by=cast.ward_clerk_a)
    cast.ward_clerk_a.grants.all().delete()
    row = work(row)
    assert (row.state, row.refusal) == (ImportState.REFUSED, "not_allowed")
    assert not Person.objects.filter(full_name="Nguyễn Thị Mới").exists()


def test_data_that_changed_since_the_check_stops_all_or_nothing(cast, client_as):
    clerk = client_as(cast.ward_clerk_a)
    row = checked(clerk, HEAD, GOOD, SECOND)
    Person.objects.create(
        full_name="Người Khác", area=cast.ward_a, sort_key="", search_key="nguoi khac"
    ).identifiers.create(kind="citizen", value="001174000099")
    row = post(clerk, row, "write")
    assert (row.state, row.refusal, row.rejected) == (ImportState.CHECKED, "changed", 1)
    assert not Person.objects.filter(full_name="Lê Văn Con").exists()
    assert "Dữ liệu đã đổi từ lúc kiểm tra" in page(clerk, row)


def test_a_stage_done_is_not_done_again(cast, client_as):
    clerk = client_as(cast.ward_clerk_a)
    row = post(clerk, checked(clerk, HEAD, GOOD), "write")
    people = Person.objects.count()
    assert work(row).state == ImportState.DONE
    assert Person.objects.count() == people


def test_a_file_that_stops_every_worker_is_given_up(cast, client_as, monkeypatch):
    row = upload(client_as(cast.ward_clerk_a), workbook(HEAD, GOOD))
    Import.objects.filter(pk=row.pk).update(attempts=3)
    row = work(row)
    assert (row.state, row.refusal) == (ImportState.REFUSED, "stopped_twice")


def test_a_dropped_list_is_gone(cast, client_as):
    clerk = client_as(cast.ward_clerk_a)
    row = work(upload(clerk, workbook(HEAD, GOOD)))
    keeping_path = keeping.path_of(row.digest)
    assert keeping_path.exists()
    services.forgetting.forget_file(row)
    clerk.post(reverse("exchange:cancel", args=[row.uuid]))
    row.refresh_from_db()
    assert row.state == ImportState.CANCELLED
    assert not keeping.rows_path(row.uuid).exists()


def test_files_go_when_their_time_is_up(cast, client_as, django_capture_on_commit_callbacks):
    clerk = client_as(cast.ward_clerk_a)
    row = checked(clerk, HEAD, GOOD, BAD)
    Import.objects.filter(pk=row.pk).update(sent_at="2021-01-01T00:00:00Z")
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_imports() == 1
    row.refresh_from_db()
    assert row.forgotten_at
    assert not keeping.path_of(row.digest).exists()
    assert not row.fault_rows.exists()
    assert clerk.get(reverse("exchange:errors", args=[row.uuid])).status_code == 404
    page(clerk, row)


def test_a_page_costs_the_same_whatever_the_number_of_errors(cast, client_as, django_assert_max_num_queries):
    clerk = client_as(cast.ward_clerk_a)
    row = checked(clerk, HEAD, *[BAD] * 60)
    with django_assert_max_num_queries(24):
        page(clerk, row)
    with django_assert_max_num_queries(24):
        clerk.get(reverse("exchange:list"))
