from django.urls import path

from phaodai.city.organizations import views

app_name = "organizations"
urlpatterns = [
    path("", views.organization_list, name="list"),
    path("suggest", views.suggest, name="suggest"),
    path("area/<uuid:uuid>/panel", views.area_panel, name="area_panel"),
    path("<uuid:uuid>/", views.organization, name="organization"),
]
