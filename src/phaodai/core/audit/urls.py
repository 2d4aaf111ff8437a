from django.urls import path

from phaodai.core.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("search", views.log, name="search"),
    path("<slug:kind>/<uuid:uuid>/", views.subject, name="subject"),
]
