from django.urls import path

from phaodai.city.places import views

app_name = "places"
urlpatterns = [
    path("", views.place_list, name="list"),
    path("add", views.add, name="add"),
    path("suggest", views.suggest, name="suggest"),
    path("points", views.points, name="points"),
    path("area/<uuid:uuid>/panel", views.area_panel, name="area_panel"),
    path("<uuid:uuid>/", views.place, name="place"),
    path("<uuid:uuid>/edit", views.edit, name="edit"),
    path("<uuid:uuid>/poster", views.poster, name="poster"),
    path("<uuid:uuid>/qr.svg", views.qr, name="qr"),
]
