from django.urls import path

from phaodai.city.organizations import views

app_name = "organizations"
urlpatterns = [
    path("", views.organization_list, name="list"),
    path("add", views.add, name="add"),
    path("suggest", views.suggest, name="suggest"),
    path("area/<uuid:uuid>/panel", views.area_panel, name="area_panel"),
    path("<uuid:uuid>/", views.organization, name="organization"),
    path("<uuid:uuid>/edit", views.edit, name="edit"),
    path("<uuid:uuid>/posts", views.add_post, name="add_post"),
]
