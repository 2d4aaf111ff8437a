"""Addresses of the playbook."""

from django.urls import path

from phaodai.command.playbook import views

app_name = "playbook"
urlpatterns = [
    path("", views.steps, name="steps"),
    path("steps/<int:delivery_id>/retry/", views.retry, name="retry"),
    path("cases/<uuid:uuid>/", views.case, name="case"),
    path("cases/<uuid:uuid>/panel/", views.case_panel, name="case_panel"),
]
