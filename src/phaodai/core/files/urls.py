"""Addresses of the store. Files themselves are read at the addresses of what they belong to."""

from django.urls import path

from phaodai.core.files import views

app_name = "files"
urlpatterns = [
    path("", views.store, name="store"),
    path("verify/", views.verify, name="verify"),
]
