from django.urls import path

from phaodai.core.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.own, name="list"),
    path("new/<slug:kind>/", views.new, name="new"),
    path("template/<slug:kind>/", views.template, name="template"),
    path("<uuid:uuid>/", views.one, name="import"),
    path("<uuid:uuid>/columns", views.columns, name="columns"),
    path("<uuid:uuid>/sheet", views.sheet, name="sheet"),
    path("<uuid:uuid>/write", views.write, name="write"),
    path("<uuid:uuid>/undo", views.undo, name="undo"),
    path("<uuid:uuid>/cancel", views.cancel, name="cancel"),
    path("<uuid:uuid>/errors", views.errors, name="errors"),
]
