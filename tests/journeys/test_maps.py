"""Boundaries are brought, the map shows them with a figure day by day, and the table says the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey

WARDS = {"00286": ("Phường Bạch Mai", 105.848), "00271": ("Phường Thanh Nhàn", 105.852)}


def boundaries() -> str:
    """Two neighbouring wards as squares around their centres, and one that is open."""
    features = []
    for code, (name, west) in WARDS.items():
        ring = [
            [west, 20.998],
            [west + 0.004, 20.998],
            [west + 0.004, 21.008],
            [west, 21.008],
            [west, 20.998],
        ]
        features.append(
            {
                "type": "Feature",
                "properties": {"code": code, "name": name},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    broken = {
        "type": "Polygon",
        "coordinates": [[[105.86, 21.0], [105.87, 21.0], [105.87, 21.01], [105.86, 21.01]]],
    }
    features.append({"type": "Feature", "properties": {"code": "00268"}, "geometry": broken})
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_boundaries_come_and_the_map_its_slider_and_its_table_agree(
    as_role: Any, tmp_path: Path, pictures: Path
) -> None:
    file = tmp_path / "wards.geojson"
    file.write_text(boundaries(), encoding="utf-8")
    keeper = as_role("admin")
    keeper.go("/areas/boundaries/")
    keeper.page.set_input_files("input[name=file]", file)
    keeper.page.fill("input[name=source]", "Sở Tài nguyên và Môi trường")
    keeper.page.click("form.form button.btn.p")
    assert "không khép kín" in keeper.page.inner_text("main")

    commander = as_role("commander")
    page = commander.page
    commander.go("/map?what=cases.new")
    page.wait_for_selector("[data-map-ready]")
    assert page.locator("path.map-area").count() == 18
    assert page.locator("path.map-area.boundary").count() == 2
    assert "Sở Tài nguyên và Môi trường" in page.inner_text(".map-note")

    slider = page.locator("[data-map-time] input")
    slider.focus()
    for _day in range(9):
        page.keyboard.press("ArrowLeft")
    day = page.inner_text("[data-map-time] output")
    assert page.inner_text("[data-map-day-head]") == day
    shown = {
        row.get_attribute("data-area"): row.locator("[data-map-cell]").inner_text()
        for row in page.locator("#areas-shown tbody tr").all()
    }
    spoken = page.locator("path.map-area").evaluate_all(
        "all => all.map(path => path.getAttribute('aria-label'))"
    )
    figures = sorted(text.split(": ")[1].split(" ")[0] for text in spoken)
    assert figures == sorted(shown.values())

    page.locator("path.map-area[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    assert page.inner_text("[data-map-say]")
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup a").get_attribute("href").endswith("/")
    page.check("[data-map-points] >> nth=0")
    page.wait_for_selector(".map-point")
    page.screenshot(path=str(pictures / "map.png"))

    phone = as_role("commander", viewport=PHONE, language="en")
    phone.go("/dashboard")
    phone.page.wait_for_selector("[data-map-ready]")
    assert "Boundaries: Sở Tài nguyên và Môi trường" in phone.page.inner_text(".map-note")
