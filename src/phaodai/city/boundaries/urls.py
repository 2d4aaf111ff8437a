from django.urls import path

from phaodai.city.boundaries import views

app_name = "boundaries"
urlpatterns = [
    path("", views.boundaries, name="list"),
    path("<uuid:uuid>/", views.boundary_file, name="file"),
    path("<uuid:uuid>/undo", views.undo, name="undo"),
    path("shapes/<uuid:uuid>", views.shapes, name="shapes"),
]
