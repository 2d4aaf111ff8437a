from django.urls import path

from phaodai.city.areas import views

app_name = "areas"
urlpatterns = [
    path("", views.area_list, name="list"),
    path("suggest", views.suggest, name="suggest"),
    path("<uuid:uuid>/", views.area, name="area"),
    path("<uuid:uuid>/decide", views.decide, name="decide"),
]
