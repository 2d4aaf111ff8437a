"""Every kind of list, as the module that owns it takes it in, says it is there already, and takes it back."""

import io

import pytest
import xlsxwriter

from phaodai.city.accounts.models import Grant, User
from phaodai.city.organizations.models import Organization
from phaodai.city.people.models import Person
from phaodai.city.places.models import Place
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.exchange.files import import_content
from phaodai.core.exchange.kinds import Run, Written, kinds
from phaodai.response.cases.models import Case, DeclaredContact
from phaodai.response.cases.terms import CaseStatus
from phaodai.response.movement.models import Visit
from phaodai.response.testing.models import Tube
from phaodai.response.testing.services import label_tubes


def bring(kind: str, text: str, by=SYSTEM_ACTOR, dry_run: bool = False):
    return import_content(kind=kinds()[kind], content=text.encode(), dry_run=dry_run, by=by)


def figures(result):
    return result.accepted, result.duplicates, [(one.row, one.column, one.code) for one in result.rejected]


def undo(kind: str, rows, by=SYSTEM_ACTOR):
    written = [Written(number, row.uuid, "") for number, row in enumerate(rows, 1)]
    return kinds()[kind].undo(written, Run(by, False))


def test_places(cast):
    text = (
        "Tên,Loại hình,Địa chỉ,Phường,Vĩ độ,Kinh độ\nTạp hóa Tâm,Cửa hàng,Số 5,Thanh Nhàn,21.0,105.8\n"
        "Chợ Xa,chợ,,Láng Hạ,,\nNơi lạ,tàu vũ trụ,,Thanh Nhàn,200,\nTạp hóa Tâm,Cửa hàng,Số 5,00271,21.0,105.8\n"
    )
    result = bring("places", text, by=cast.ward_clerk_a)
    assert figures(result) == (
        1, 1, [(2, "ward", "out_of_reach"), (3, "kind", "no_choice"), (3, "latitude", "out_of_range")],
    )  # fmt: skip
    assert bring("places", text, by=cast.ward_clerk_a).duplicates == 2
    place = Place.objects.get(name="Tạp hóa Tâm")
    assert (
        undo("places", [place, cast.canteen], by=cast.ward_clerk_a) == {}
        or not Place.objects.filter(pk=place.pk).exists()
    )
    assert not Place.objects.filter(pk=place.pk).exists()


def test_organizations(cast):
    text = (
        "Mã,Tên,Loại,Trực thuộc,Địa bàn\nTYT-X,Trạm Y tế X,Trạm y tế,TTYT-HBT,Phường Thanh Nhàn\n"
        "TO-X,Tổ lưu động X,Khác,TYT-X,Quận Hai Bà Trưng\nCDC-HN,Tên khác,Khác,,\nY,Đơn vị Y,Khác,KHONG-CO,\n"
    )
    assert bring("organizations", text, dry_run=True).accepted == 2
    assert not Organization.objects.filter(code="TYT-X").exists()
    result = bring("organizations", text, by=cast.admin)
    assert figures(result) == (2, 0, [(3, "code", "taken"), (4, "parent", "unknown_organization")])
    station, team = Organization.objects.get(code="TYT-X"), Organization.objects.get(code="TO-X")
    assert (team.parent, team.area) == (station, cast.hbt)
    Place.objects.filter(pk=cast.canteen.pk).update(organization=team)
    assert set(undo("organizations", [station, team], by=cast.admin)) == {station.uuid, team.uuid}
    Place.objects.filter(pk=cast.canteen.pk).update(organization=None)
    assert undo("organizations", [station, team], by=cast.admin) == {}


def test_cases_and_whom_they_name(cast):
    text = (
        "Họ và tên,Năm sinh,SĐT,CCCD,Phường,Nơi phát hiện,Ngày khởi phát\n"
        "Nguyễn Văn An,1974,,001074000011,Thanh Nhàn,Cộng đồng,12/9/2021\nLê Văn Mới,1980,0912000001,,Thanh Nhàn,,\n"
        "Phạm Xa,1980,,,Láng Hạ,,\nTrần Sai,1980,,,Thanh Nhàn,,20/9/2021\n"
    )
    before = Person.objects.count()
    assert bring("cases", text, by=cast.ward_clerk_a, dry_run=True).accepted == 2
    assert (Case.objects.count(), Person.objects.count()) == (0, before)
    result = bring("cases", text, by=cast.ward_clerk_a)
    assert figures(result) == (2, 0, [(3, "ward", "out_of_reach"), (4, "symptom_onset", "in_future")])
    assert bring("cases", text, by=cast.ward_clerk_a).duplicates == 2
    known = Case.objects.get(person=cast.an)
    assert (known.setting, str(known.symptom_onset), known.status) == (
        "community",
        "2021-09-12",
        CaseStatus.SUSPECTED,
    )

    named = (
        f"Mã ca bệnh,Họ tên,SĐT,Quan hệ,Tiếp xúc lần cuối,Phường\n{known.code},Bạn Mới,0912000002,bạn,10/9/2021,Thanh Nhàn\n"
        f"{known.code},Người Xa,0912000003,,,Láng Hạ\nXX-1,Ai Đó,,,,\n"
    )
    result = bring("contacts", named, by=cast.investigator)
    assert figures(result) == (2, 0, [(3, "case_code", "unknown_case")])
    assert bring("contacts", named, by=cast.investigator).duplicates == 2
    near, far = DeclaredContact.objects.order_by("pk")
    assert near.person.area == cast.ward_a
    assert (far.person, far.note) == (None, "Phường Láng Hạ, Quận Đống Đa"), (
        "nobody is registered out of reach"
    )

    other = Case.objects.exclude(pk=known.pk).get()
    assert set(undo("cases", [known, other], by=cast.ward_clerk_a)) == {known.uuid}, (
        "somebody has worked on it"
    )
    other.refresh_from_db()
    assert other.status == CaseStatus.DISCARDED
    assert undo("contacts", [near, far], by=cast.investigator) == {}
    assert DeclaredContact.objects.filter(removed_at__isnull=False).count() == 2


def test_tubes_and_results(cast):
    first, second, third = (
        tube.code for tube in label_tubes(count=3, area=cast.ward_a, laboratory=cast.cdc, by=SYSTEM_ACTOR)
    )
    text = (
        f"Mã ống,Họ tên,Năm sinh,CCCD,Ngày lấy mẫu\n{first},Nguyễn Văn An,1974,001074000011,14/9/2021 08:00\n"
        f"{second},Nguyễn Văn An,1974,,14/9/2021 08:00\n{second},Trần Thị Bình,1976,,14/9/2021 08:00\n"
        f"{third},Người Không Có,1980,,14/9/2021 08:00\nM-1,Bùi Thị Hoa,1983,,\n"
    )
    result = bring("tubes", text, by=cast.sampler)
    assert figures(result) == (3, 0, [(4, "full_name", "unknown_person"), (5, "tube", "bad_code")])
    assert bring("tubes", text, by=cast.sampler).duplicates == 3
    pool = Tube.objects.get(code=second)
    assert (pool.method, pool.members.count()) == ("pcr_pool", 2)
    answer = bring(
        "results", f'ket_qua,ma_xn,ct\nÂm tính,{second},\n+,{first},"21,5"\n-,{third},\n', by=cast.lab
    )
    assert figures(answer) == (2, 0, [(3, "tube", "not_taken")])
    assert bring("results", f"{second},negative\n{first},+\n", by=cast.lab).duplicates == 2
    assert set(undo("tubes", [pool], by=cast.sampler)) == {pool.uuid}
    assert kinds()["results"].undo is None


def test_visits_from_a_workbook(cast):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Giờ đến", "Giờ đi", "Người", "Địa điểm"])
    sheet.write_row(1, 0, ["10/9/2021 07:15", "10/9/2021 07:40", 1074000011, cast.canteen.code])
    sheet.write_row(2, 0, ["10/9/2021", "", 1074000011, cast.canteen.code])
    book.close()
    result = import_content(
        kind=kinds()["visits"], content=out.getvalue(), dry_run=False, by=cast.ward_clerk_a
    )
    assert figures(result) == (1, 0, [(2, "start", "bad_time")])
    visit = Visit.objects.get()
    assert visit.person_id == cast.an.pk
    assert kinds()["visits"].undo([Written(1, visit.client_id, "")], Run(cast.ward_clerk_a, False)) == {}
    assert not Visit.objects.exists()


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_each_kind_has_its_capability(cast, kind):
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415

    nobody = User.objects.create(username="nobody", full_name="x")
    assert not Grant.objects.filter(user=nobody).exists()
    with pytest.raises(PermissionDenied):
        bring(kind, "a,b\n1,2\n", by=nobody)


def test_a_chunk_costs_the_same_whatever_it_holds(cast, django_assert_max_num_queries):
    rows = "\n".join(f"Lê Văn Ba,1980,Thanh Nhàn,Số {number},{number // 3}" for number in range(300))
    with django_assert_max_num_queries(40):
        result = bring("people", f"Họ tên,Năm sinh,Phường,Địa chỉ,Số hộ\n{rows}\n")
    assert (result.accepted, Person.objects.filter(full_name="Lê Văn Ba").count()) == (300, 300)
