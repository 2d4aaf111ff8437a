"""Addresses of the pages of numbers, under ``indicators/``."""

from django.urls import path

from phaodai.city.indicators.views import explorer, observations, panels, rows, sheets

app_name = "indicators"
urlpatterns = [
    path("", explorer.explore, name="explore"),
    path("area/<uuid:uuid>/panel", panels.area_panel, name="area_panel"),
    path("catalogue", explorer.catalogue, name="catalogue"),
    path("rows", rows.facts, name="facts"),
    path("reports", rows.reports, name="reports"),
    path("held", observations.held, name="held"),
    path("held/<uuid:uuid>/decide", observations.decide, name="decide"),
    path("restated", observations.restated, name="restated"),
    path("submissions/<uuid:uuid>", observations.submission, name="submission"),
    path("sheets", sheets.sheet_list, name="sheets"),
    path("sheets/new", sheets.new_sheet, name="new_sheet"),
    path("sheets/<uuid:uuid>", sheets.sheet, name="sheet"),
    path("sheets/<uuid:uuid>/units", sheets.units, name="units"),
    path("sheets/<uuid:uuid>/close", sheets.close, name="close_sheet"),
    path("units/<uuid:uuid>/fill", sheets.fill, name="fill"),
]
