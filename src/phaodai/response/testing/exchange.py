"""Lists of samples (tubes and who is in them) and of results, by our column names or the city CDC's."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.people.exchange import BORN, CITIZEN, NAME, PHONE
from phaodai.city.people.models import Person
from phaodai.city.people.recognising import read_named, recognise
from phaodai.core.codes import is_valid
from phaodai.core.exchange.cells import Choice, Moment, Text
from phaodai.core.exchange.kinds import Field, ImportKind, Row, Run, Written, register_kind
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import Tube
from phaodai.response.testing.reading import read_code
from phaodai.response.testing.services import (
    RawResult,
    check_results,
    discard_tube,
    record_results,
    take_sample,
)
from phaodai.response.testing.services.batch import MOST_ROWS
from phaodai.response.testing.terms import Method, TubeState

SAMPLING, RESULTING = "tests.sample", "tests.result"
METHOD_WORDS = {
    "test nhanh": "antigen", "nhanh": "antigen", "ag": "antigen", "rtpcr": "pcr", "rt pcr": "pcr", "mau don": "pcr",
    "don": "pcr", "rt-pcr": "pcr", "gop": "pcr_pool", "mau gop": "pcr_pool", "pool": "pcr_pool",
}  # fmt: skip

TUBE = Field(
    "tube", "Mã ống", "Tube", Text(60), required=True, example="M-004396-X",
    also=("code", "ma_xn", "mã xn", "mã mẫu", "ống", "mã ống mẫu", "sample", "sample code", "mã bệnh phẩm"),
)  # fmt: skip
RESULT_FIELDS = (
    TUBE,
    Field("value", "Kết quả", "Result", Text(60, keeps_dash=True), required=True, example="Âm tính", also=("ket_qua", "kết quả xét nghiệm", "kq")),
    Field("resulted_at", "Thời gian trả kết quả", "Result given", Moment(), example="14/9/2021 16:30", also=("time", "thoi_gian_tra_ket_qua", "giờ trả", "thời gian", "ngày trả kết quả", "ngày có kết quả", "result date")),
    Field("ct", "Giá trị CT", "Ct value", Text(20), example="24,5", also=("ct", "chỉ số ct")),
)  # fmt: skip


def take_results(rows: Sequence[Row], run: Run) -> None:
    """Write the good results; a tube that has just this result is there already."""
    ready = [row for row in rows if row.is_good]
    if not ready:
        return
    raw = [_raw(row) for row in ready]
    deed = check_results if run.dry_run else record_results
    more: dict[str, Any] = {} if run.dry_run else {"only_valid": True}
    outcome = deed(rows=raw, by=run.by, **more)
    by_number = {row.number: row for row in ready}
    for error in outcome.rejected:
        by_number[error.row].refuse(error.column, error.code, error.message)
    again = set(outcome.duplicate_rows)
    for row in ready:
        if row.number in again:
            row.repeat(None, _("The tube has this result already."))
        elif row.is_good:
            row.accept(None, read_code(str(row.values["tube"])))


def _raw(row: Row) -> RawResult:
    moment = row.values["resulted_at"]
    return RawResult(
        row.number,
        row.values["tube"],
        row.values["value"],
        moment.isoformat() if moment else "",
        row.values["ct"],
    )


RESULTS = register_kind(
    ImportKind(
        "results", "Kết quả xét nghiệm", "Test results", RESULTING, RESULT_FIELDS, take_results, None,
        chunk=MOST_ROWS, most_rows=20_000, headless=("tube", "value", "resulted_at", "ct"), icon="tube",
        hint_vi="Kết quả theo mã ống. Kết quả đã ghi không xóa được, chỉ đính chính: danh sách này không hoàn tác.",
        hint_en="Results by tube. A result is never deleted, only corrected: this list cannot be undone.",
    )
)  # fmt: skip

TUBE_FIELDS = (
    TUBE,
    NAME,
    BORN,
    PHONE,
    CITIZEN,
    Field("method", "Phương pháp", "Method", Choice(Method, METHOD_WORDS), example="RT-PCR mẫu đơn", also=("loại xét nghiệm", "hình thức", "kỹ thuật", "loại mẫu")),
    Field("taken_at", "Lấy mẫu lúc", "Sample taken at", Moment(), example="14/9/2021 08:00", also=("ngày lấy mẫu", "thời gian lấy mẫu", "giờ lấy mẫu", "ngày lấy", "sampled at", "sample date", "collection date")),
)  # fmt: skip


def take_tubes(rows: Sequence[Row], run: Run) -> None:
    """Put the people of the rows into their tubes; rows with one code are one pool."""
    tubes = _tubes(rows, run.by)
    groups: dict[str, list[tuple[Row, Person | None]]] = defaultdict(list)
    for row in rows:
        code = read_code(str(row.values["tube"]))
        person = _person(row, run)
        if row.values["tube"] and code not in tubes:
            known = "unknown_tube" if is_valid(code) else "bad_code"
            row.refuse("tube", known, Refused(known, code=code).sentence)
        groups[code].append((row, person))
    for code, members in groups.items():
        if code in tubes:
            _take_tube(tubes[code], members, run)


def _tubes(rows: Sequence[Row], by: Any) -> dict[str, Tube]:
    codes = {read_code(str(row.values["tube"])) for row in rows if row.values["tube"]}
    return {tube.code: tube for tube in Tube.objects.visible_to(by, SAMPLING).filter(code__in=codes)}


def _person(row: Row, run: Run) -> Person | None:
    named = read_named(row)
    person = recognise(named, run.by, SAMPLING)
    if person is None and row.is_good:
        row.refuse(
            "full_name",
            "unknown_person",
            _("Nobody in your area is clearly meant: give the citizen code, or name with year or telephone."),
        )
    return person


def _take_tube(tube: Tube, members: list[tuple[Row, Person | None]], run: Run) -> None:
    rows = [row for row, _person in members]
    people = [person for _row, person in members if person]
    if any(not row.is_good for row in rows):
        for row in rows:
            if row.is_good:
                row.refuse(
                    "tube",
                    "tube_with_faults",
                    _("Another row of this tube is wrong; a tube is taken as a whole."),
                )
        return
    if tube.state != TubeState.LABELLED and set(tube.members.values_list("person", flat=True)) == {
        one.pk for one in people
    }:
        for row in rows:
            row.repeat(tube.uuid, _("These people are in this tube already."))
        return
    _sample(tube, rows, people, run)


def _sample(tube: Tube, rows: list[Row], people: list[Person], run: Run) -> None:
    method = rows[0].values["method"] or (Method.PCR_POOL if len(people) > 1 else None)
    try:
        with transaction.atomic():
            take_sample(
                tube=tube, people=people, method=method, taken_at=rows[0].values["taken_at"], by=run.by
            )
    except (Refused, ValidationError) as refusal:
        for row in rows:
            row.refuse("tube", str(getattr(refusal, "code", "") or "refused"), refusal.messages[0])
    except PermissionDenied:
        for row in rows:
            row.refuse("tube", "out_of_reach", _("This lies outside what you may work on."))
    else:
        for number, row in enumerate(rows):
            row.accept(None if number else tube.uuid, tube.code)


def undo_tubes(written: Sequence[Written], run: Run) -> dict[UUID, str]:
    """Discard the tubes that have not been sent or read since; their people wait for sampling again."""
    why: dict[UUID, str] = {}
    for tube in Tube.objects.filter(uuid__in=[one.subject for one in written]).order_by("pk"):
        if tube.state != TubeState.TAKEN:
            why[tube.uuid] = _("It is “%(status)s” by now.") % {"status": tube.get_state_display()}
            continue
        try:
            discard_tube(tube=tube, reason=_("The list was taken back."), by=run.by)
        except (PermissionDenied, ValidationError):
            why[tube.uuid] = _("This lies outside what you may work on.")
    return why


TUBES = register_kind(
    ImportKind(
        "tubes", "Ống mẫu và người được lấy mẫu", "Tubes and who is in them", SAMPLING, TUBE_FIELDS, take_tubes, undo_tubes,
        chunk=5_000, most_rows=5_000, checks_by_writing=True, icon="tube",
        hint_vi="Ống đã in nhãn, và ai ở trong đó. Các dòng cùng mã ống là một mẫu gộp.",
        hint_en="Labelled tubes, and who is in them. Rows with the same tube are one pool.",
    )
)  # fmt: skip
