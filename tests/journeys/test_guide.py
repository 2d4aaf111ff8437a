"""Every page of the guide is walked as its reader, and the guide's pictures are taken on the way."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey

KEPT = os.environ.get("PHAODAI_GUIDE")
LANGUAGES = ("vi", "en") if KEPT else ("vi",)
"""Both are walked when pictures are kept; the texts of the other language are other tests' work."""
SCREEN = {"width": 1200, "height": 780}
FIRST_ROW = "table.t tbody a[href^='/'], .li a[href^='/'], .cards a[href^='/']"


@dataclass(frozen=True)
class Shot:
    """A page of the guide: its address, or the first row of the list there, at a desk or on a phone."""

    path: str
    opens_first_row: bool = False
    viewport: tuple[tuple[str, int], ...] = tuple(SCREEN.items())


ON_PHONE = tuple(PHONE.items())
SHOTS: dict[str, tuple[Shot, ...]] = {
    "ward_clerk": (Shot("/"), Shot("/people/")),
    "investigator": (Shot("/contacts/", opens_first_row=True), Shot("/cases/", opens_first_row=True)),
    "lab": (Shot("/tests/entry"),),
    "sampler": (Shot("/tests/sample", viewport=ON_PHONE),),
    "health_officer": (Shot("/quarantine/to-confirm/"),),
    "authority": (Shot("/quarantine/to-sign/"),),
    "commander": (Shot("/dashboard"),),
    "cdc": (Shot("/cases/"),),
    "site_manager": (Shot("/quarantine/sites/", opens_first_row=True),),
    "checkpoint": (Shot("/visits/record", viewport=ON_PHONE),),
    "place_keeper": (Shot("/places/", opens_first_row=True),),
    "office": (Shot("/directives/", opens_first_row=True), Shot("/directives/tasks/")),
    "unit": (Shot("/directives/tasks/"),),
    "data_officer": (Shot("/oversight/log"),),
    "admin": (Shot("/accounts/users"),),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_finds_what_its_page_says(as_role: Any, tmp_path: Path, language: str) -> None:
    folder = Path(KEPT or tmp_path) / language
    folder.mkdir(parents=True, exist_ok=True)
    for role, shots in SHOTS.items():
        for number, shot in enumerate(shots, start=1):
            visitor = as_role(role, viewport=dict(shot.viewport), language=language)
            visitor.go(shot.path)
            if shot.opens_first_row:
                visitor.page.locator(FIRST_ROW).first.click()
            visitor.page.wait_for_load_state("networkidle")
            assert visitor.page.locator("h1").first.inner_text(), f"{role}: {shot.path}"
            path = folder / f"{role}-{number}.jpg"
            visitor.page.screenshot(path=path, type="jpeg", quality=62)
            visitor.page.context.close()
