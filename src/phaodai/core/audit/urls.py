from django.urls import path

from phaodai.core.audit import views

app_name = "audit"
urlpatterns = [
    path("<slug:kind>/<uuid:uuid>/", views.subject, name="subject"),
]
