from django.urls import path

from phaodai.city.succession import views

app_name = "succession"
urlpatterns = [
    path("", views.changes, name="list"),
    path("gaps/", views.gaps, name="gaps"),
    path("gaps/<uuid:uuid>/", views.gap, name="gap"),
    path("areas/<uuid:uuid>/panel", views.area_panel, name="area_panel"),
    path("areas/<uuid:uuid>/", views.area_through_time, name="area"),
    path("<uuid:uuid>/", views.change, name="change"),
    path("<uuid:uuid>/confirm", views.confirm, name="confirm"),
    path("<uuid:uuid>/undo", views.undo, name="undo"),
]
