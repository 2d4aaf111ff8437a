"""A ward's list of newcomers: sent, its columns said, checked, its errors taken away, imported, and taken back."""

import csv

import pytest
from python_calamine import load_workbook

pytestmark = pytest.mark.journey

LIST = [
    ["Họ và tên", "Năm sinh", "Giới tính", "SĐT", "Phường", "Hộ", "Ở trọ tại"],
    ["Đinh Thị Hành", "15/3/79", "Nữ", "912009901", "P. Thanh Nhàn", "1", "Số 2, ngõ 61"],
    ["Đinh Văn Trình", "2004", "Nam", "", "Thanh Nhàn", "1", "Số 2, ngõ 61"],
    ["Cù Xuân Sai", "31/2/1966", "Nam", "98765", "Phường Không Có", "2", "Số 9"],
]


def send(clerk, path):
    clerk.go("/people/")
    clerk.page.get_by_role("link", name="Nạp từ tệp").first.click()
    clerk.page.set_input_files("input[type=file]", path)
    clerk.page.locator("form#upload button").click()
    clerk.page.wait_for_selector("form#columns select", timeout=60_000)


def check(clerk):
    """“Ở trọ tại” is a heading of this office alone: the clerk says what it is."""
    page = clerk.page
    assert page.locator("#column-0").input_value() == "full_name"
    assert page.locator("#column-6").input_value() == ""
    page.select_option("#column-6", "address")
    page.locator(".actions button[form=columns]").click()
    page.wait_for_selector(".tiles", timeout=60_000)
    figures = page.locator(".tile .v").all_inner_texts()
    assert figures == ["3", "2", "0", "1"]
    assert "“31/2/1966” không phải ngày" in page.content()


def take_errors_away(clerk, folder):
    with clerk.page.expect_download() as waiting:
        clerk.page.get_by_role("link", name="Dòng lỗi kèm lý do").click()
    path = folder / "errors.xlsx"
    waiting.value.save_as(path)
    rows = load_workbook(str(path)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Họ và tên", "Cù Xuân Sai"]
    assert "Không có phường" in rows[1][-1]


def write_valid_rows(clerk):
    clerk.page.locator("[data-open=only-valid]:visible").first.click()
    clerk.page.locator("dialog#only-valid footer button[type=submit]").click()
    clerk.page.wait_for_selector("[data-open=undo]", timeout=60_000)


def test_a_list_comes_in_and_goes_again(as_role, tmp_path):
    path = tmp_path / "tạm trú tổ 7.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(LIST)
    clerk = as_role("ward_clerk", user="ward_clerk")
    send(clerk, path)
    check(clerk)
    take_errors_away(clerk, tmp_path)
    write_valid_rows(clerk)
    waiting = clerk.page.url.removeprefix(clerk.city.web)
    clerk.go("/people/?q=Đinh+Thị+Hành")
    assert "Đinh Thị Hành" in clerk.page.locator("table").inner_text()

    clerk.go("/imports/")
    assert "tạm trú tổ 7.csv" in clerk.page.content()
    clerk.go(waiting)
    clerk.page.locator("[data-open=undo]:visible").first.click()
    clerk.page.locator("dialog#undo footer button[type=submit]").click()
    clerk.page.wait_for_selector(".chip:has-text('Đã hoàn tác')", timeout=60_000)
    clerk.go("/people/?q=Đinh+Thị+Hành")
    assert "Không có ai khớp" in clerk.page.content() or not clerk.page.locator("table").count()
