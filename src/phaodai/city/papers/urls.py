"""Addresses of printed papers."""

from django.urls import path

from phaodai.city.papers.views import papers

app_name = "papers"
urlpatterns = [
    path("", papers.paper_list, name="list"),
    path("<uuid:uuid>/", papers.paper, name="paper"),
    path("<uuid:uuid>/copies/<int:number>/", papers.copy, name="copy"),
    path("<uuid:uuid>/print/", papers.again, name="again"),
    path("<uuid:uuid>/withdraw/", papers.withdraw, name="withdraw"),
]
