"""Addresses of the ledger, under /visits/."""

from datetime import date

from django.urls import path, register_converter

from phaodai.response.movement import views


class DayConverter:
    """A day as 2021-09-14."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "visit_day")

app_name = "movement"
urlpatterns = [
    path("record", views.record, name="record"),
    path("<visit_day:day>/<uuid:client_id>/undo", views.undo, name="undo"),
    path("<visit_day:day>/<uuid:client_id>/leave", views.leave, name="leave"),
    path("import", views.import_file, name="import"),
    path("retention", views.retention, name="retention"),
    path("people/<uuid:uuid>/panel", views.person_panel, name="person_panel"),
    path("devices/<uuid:uuid>/panel", views.device_panel, name="device_panel"),
    path("places/<uuid:uuid>/panel", views.place_panel, name="place_panel"),
]
