"""Addresses of responsibility."""

from django.urls import path

from phaodai.city.duties import views

app_name = "duties"
urlpatterns = [
    path("gaps/", views.gaps, name="gaps"),
    path("roster/", views.roster, name="roster"),
    path("roster/<uuid:uuid>/", views.organization_roster, name="organization_roster"),
    path("roster/<uuid:uuid>/plan/", views.plan, name="plan"),
    path("areas/<uuid:uuid>/", views.area, name="area"),
    path("areas/<uuid:uuid>/panel/", views.area_panel, name="area_panel"),
    path("areas/<uuid:uuid>/name/", views.name, name="name"),
    path("<uuid:uuid>/relieve/", views.relieve, name="relieve"),
]
