"""What no module measures yet and units report by hand: cases as told, vaccination, checkpoints, welfare."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators.registry import Indicator, register

CASES, VACCINES = _("Cases as reported"), _("Vaccination")
POSTS, WELFARE = _("Checkpoints"), _("Welfare")

# code, title, topic, kind, unit, better, source, more
REPORTED: list[tuple[str, Any, Any, Any, Any, Any, Any, dict[str, Any]]] = [
    ("cases.reported", _("New cases as reported"), CASES, "flow", _("cases"), "down", _("Daily bulletin of the unit"), {}),
    ("deaths.reported", _("Deaths as reported"), CASES, "flow", _("people"), "down", _("Daily bulletin of the unit"), {}),
    ("vaccination.first_doses", _("First doses given"), VACCINES, "flow", _("doses"), "up",
     _("Vaccination book of the session"), {}),
    ("vaccination.second_doses", _("Second doses given"), VACCINES, "flow", _("doses"), "up",
     _("Vaccination book of the session"), {}),
    ("vaccination.adults_reached", _("Adults with a first dose, so far"), VACCINES, "cumulative", _("people"), "up",
     _("Vaccination list of the ward"), {"denominator": "adults"}),
    ("vaccination.doses_in_store", _("Doses in store"), VACCINES, "stock", _("doses"), "neither",
     _("Store book"), {"per_capita": False}),
    ("checkpoints.posts", _("Checkpoints manned"), POSTS, "stock", _("posts"), "neither",
     _("Duty book of the post"), {"per_capita": False}),
    ("checkpoints.vehicles", _("Vehicles checked"), POSTS, "flow", _("vehicles"), "neither",
     _("Duty book of the post"), {"per_capita": False}),
    ("checkpoints.turned_back", _("People turned back"), POSTS, "flow", _("people"), "neither",
     _("Duty book of the post"), {}),
    ("welfare.asked", _("Households that asked for food"), WELFARE, "flow", _("households"), "down",
     _("Register of requests"), {}),
    ("welfare.helped", _("Households helped"), WELFARE, "flow", _("households"), "up", _("List of receipt"), {}),
    ("welfare.bags", _("Food bags handed out"), WELFARE, "flow", _("bags"), "up", _("List of receipt"), {}),
]  # fmt: skip

for code, title, topic, kind, unit, better, source, more in REPORTED:
    register(
        Indicator(
            code=code, title=title, topic=topic, kind=kind, unit=unit, better=better, source=source, **more,
            note=_("Reported by hand on a sheet; a unit that did not report is unknown, not zero."),
        )
    )  # fmt: skip
