"""Invented figures for the components page. Nothing here is read by any other page."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from phaodai.core.ui.values import Marker, PathNode, Pin, Series, Span, TimelineEntry

NOW = datetime(2021, 9, 14, 9, 0, tzinfo=UTC)  # 16:00 in Vietnam
AMOUNTS = (
    ("Nguyễn Du", 0),
    ("Phố Huế", 1),
    ("Đồng Nhân", 3),
    ("Lê Đại Hành", 7),
    ("Cầu Dền", None),
    ("Thanh Nhàn", 16),
)
"""New cases of six areas as `static/ui/js/map/sample.json` draws them: one has none, of one nobody knows."""


class SampleForm(forms.Form):
    """A form with one mistake in it."""

    name = forms.CharField(label=_("Full name"), help_text=_("As on the identity paper"))
    onset = forms.DateField(
        label=_("Day of the first symptom"), widget=forms.DateInput(attrs={"type": "date"})
    )
    source = forms.ChoiceField(
        label=_("Source of the infection"),
        choices=[("known", _("Source known")), ("unknown", _("Not known"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    symptoms = forms.MultipleChoiceField(
        label=_("Symptoms"), choices=[("fever", _("Fever")), ("breath", _("Short of breath"))],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip

    def clean_onset(self) -> date:
        """The sample was taken on 13/9; the first symptom cannot be later than that here."""
        if self.cleaned_data["onset"] > date(2021, 9, 13):
            raise forms.ValidationError(_("The first symptom is after the sample was taken on 13/9"))
        return self.cleaned_data["onset"]


def _curve() -> dict[str, Any]:
    days = [date(2021, 8, 16) + timedelta(days=n) for n in range(30)]
    community = (2, 1, 3, 2, 4, 3, 5, 4, 6, 5, 7, 6, 5, 8, 6, 7, 6, 5, 6, 4, 5, 6, 6, 5, 4, 6, 5, 7, 9, 14)
    lockdown = (
        4,
        6,
        5,
        8,
        7,
        9,
        9,
        10,
        12,
        9,
        13,
        14,
        12,
        10,
        13,
        11,
        10,
        9,
        10,
        7,
        8,
        6,
        7,
        6,
        5,
        7,
        8,
        5,
        6,
        4,
    )
    centre = (
        3,
        4,
        6,
        5,
        7,
        8,
        8,
        9,
        10,
        12,
        11,
        13,
        10,
        12,
        12,
        9,
        9,
        12,
        8,
        10,
        8,
        10,
        7,
        6,
        8,
        7,
        6,
        10,
        9,
        9,
    )
    return {
        "days": days, "markers": [Marker(date(2021, 9, 6), str(_("6/9 zone 1 in force")))],
        "series": [
            Series(str(_("Community")), community), Series(str(_("Locked down")), lockdown),
            Series(str(_("Quarantine site")), centre),
        ],
    }  # fmt: skip


def _band() -> dict[str, Any]:
    def at(day: int, hour: int = 0, minute: int = 0, month: int = 9) -> datetime:
        return datetime(2021, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)

    return {
        "start": at(31, month=8), "end": at(15),
        "spans": [
            Span(at(31, month=8), at(7), str(_("Look for the source: 31/8 to 6/9"))),
            Span(at(7), at(14, 9, 30), str(_("Infectious period: 7/9 to 14/9 09:30")), main=True),
        ],
        "pins": [
            Pin(at(10, 12), str(_("First symptom"))), Pin(at(13, 10), str(_("Sample taken")), minor=True),
            Pin(at(14, 9, 30), str(_("Isolated"))),
            Pin(at(8, 6, 20), "Chợ Mơ", below=True), Pin(at(10, 7), "Quán bún 12", below=True),
            Pin(at(12, 8), "Xưởng in", below=True),
        ],
    }  # fmt: skip


def _rows() -> list[dict[str, Any]]:
    names = ("name", "level", "cases", "recent", "sampled", "officer")
    table = (
        ("Thanh Nhàn", "red", 6, [1, 2, 2, 4, 3, 4, 5, 4, 5, 6], 71, "Đặng Tuấn Kiệt"),
        ("Bạch Mai", "orange", 3, [0, 0, 1, 1, 3, 1, 2, 1, 2, 3], 76, "Nguyễn Thị Ngân"),
        ("Bạch Đằng", "yellow", 0, [0, 2, 1, 0, None, None, 2, 1, 1, 0], 88, "Lê Văn Toản"),
        ("Vĩnh Tuy", "green", None, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0], 95.2, "Cao Xuân Bách"),
    )
    return [dict(zip(names, row, strict=True)) for row in table]


def components() -> dict[str, Any]:
    """Everything the components page draws."""
    rule = SimpleNamespace(document="QĐ 3638/QĐ-BYT", effective_from=date(2021, 7, 30), confirmed=True)
    doubtful = SimpleNamespace(
        document="Sổ tay QĐ 5053/QĐ-BYT", effective_from=date(2020, 12, 3), confirmed=False
    )
    return {
        "now": NOW, "late": NOW - timedelta(minutes=90), "soon": NOW + timedelta(minutes=45),
        "later": NOW + timedelta(hours=19), "levels": [("red", _("Red")), ("orange", _("Orange"))],
        "curve": _curve(), "infectious": _band(), "rows": _rows(),
        "page": Paginator(range(340), 50).page(2), "rules": [rule, doubtful],
        "amounts": [(f"sample-{place}", name, n) for place, (name, n) in enumerate(AMOUNTS, start=1)],
        "reason": [
            PathNode("Ca 0412", "virus"), PathNode("Quán bún số 12", "restaurant"),
            PathNode(time="10/9 07:10–07:40", strong=str(_("22 min together, same table"))),
        ],
        "events": [
            TimelineEntry(
                NOW - timedelta(minutes=390), str(_("Contact list 1 sent")), str(_("11 people, to 3 wards"))
            ),
            TimelineEntry(NOW - timedelta(hours=8), str(_("Basis confirmed"))),
            TimelineEntry(NOW - timedelta(hours=9), str(_("Result came in")), done=False),
        ],
    }  # fmt: skip
