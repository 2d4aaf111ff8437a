"""Addresses of the pages of cases, under ``cases/``."""

from django.urls import path

from phaodai.response.cases.views import actions, edit, interview, page, report

app_name = "cases"
urlpatterns = [
    path("", page.case_list, name="list"),
    path("report", report.report, name="report"),
    path("print", page.print_list, name="print_list"),
    path("person/<uuid:uuid>/panel", page.person_panel, name="person_panel"),
    path("<uuid:uuid>", page.case, name="case"),
    path("<uuid:uuid>/edit", edit.edit, name="edit"),
    path("<uuid:uuid>/confirm", actions.confirm, name="confirm"),
    path("<uuid:uuid>/discard", actions.discard, name="discard"),
    path("<uuid:uuid>/close", actions.close, name="close"),
    path("<uuid:uuid>/reopen", actions.reopen, name="reopen"),
    path("<uuid:uuid>/isolate", actions.isolate, name="isolate"),
    path("<uuid:uuid>/assign", actions.assign, name="assign"),
    path("<uuid:uuid>/period", actions.period, name="period"),
    path("<uuid:uuid>/national-code", actions.national, name="national"),
    path("<uuid:uuid>/basis", actions.basis, name="basis"),
    path("<uuid:uuid>/told/<uuid:told>", actions.told, name="told"),
    path("<uuid:uuid>/interview", interview.interview, name="interview"),
    path("<uuid:uuid>/interview/stop", interview.stop, name="stop"),
    path("<uuid:uuid>/interview/stop/<uuid:stop>/remove", interview.remove, name="stop_remove"),
    path("<uuid:uuid>/interview/stop/<uuid:stop>/restore", interview.restore, name="stop_restore"),
    path("<uuid:uuid>/interview/quiet", interview.quiet, name="quiet"),
    path("<uuid:uuid>/interview/contact", interview.contact, name="contact"),
    path("<uuid:uuid>/interview/contact/<uuid:named>/remove", interview.forget, name="contact_remove"),
    path("<uuid:uuid>/interview/contact/<uuid:named>/restore", interview.recall, name="contact_restore"),
]
