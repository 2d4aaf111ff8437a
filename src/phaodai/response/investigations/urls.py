"""Addresses of investigation reports, under /investigations/."""

from django.urls import path

from phaodai.response.investigations import views

app_name = "investigations"
urlpatterns = [
    path("cases/<uuid:uuid>", views.reports, name="reports"),
    path("cases/<uuid:uuid>/panel", views.case_panel, name="case_panel"),
    path("<uuid:uuid>", views.report, name="report"),
    path("<uuid:uuid>.pdf", views.pdf, name="pdf"),
    path("<uuid:uuid>.docx", views.docx, name="docx"),
]
