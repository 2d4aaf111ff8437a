"""Addresses of the registers of numbers."""

from django.urls import path

from phaodai.city.papers.views import registers

app_name = "registers"
urlpatterns = [
    path("", registers.registers, name="list"),
    path("<uuid:uuid>/reserve/", registers.reserve, name="reserve"),
    path("numbers/<uuid:uuid>/void/", registers.void, name="void"),
]
