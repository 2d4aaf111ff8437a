"""Addresses of testing, under /tests/."""

from django.urls import path

from phaodai.response.testing.views import entry, orders, panels, sampling, tubes

app_name = "testing"

urlpatterns = [
    path("", tubes.tube_list, name="list"),
    path("send", tubes.send, name="send"),
    path("sample", sampling.sample, name="sample"),
    path("labels", orders.labels, name="labels"),
    path("orders", orders.order_list, name="orders"),
    path("orders/<uuid:uuid>", orders.order, name="order"),
    path("orders/<uuid:uuid>/withdraw", orders.withdraw, name="withdraw"),
    path("entry", entry.entry, name="entry"),
    path("entry/list", entry.entry_list, name="entry_list"),
    path("receive", entry.receive, name="receive"),
    path("results/<uuid:uuid>/correct", tubes.correct, name="correct"),
    path("person/<uuid:uuid>", panels.person_panel, name="person_panel"),
    path("case/<uuid:uuid>", panels.case_panel, name="case_panel"),
    path("<uuid:uuid>", tubes.tube, name="tube"),
    path("<uuid:uuid>/result", tubes.record, name="record"),
    path("<uuid:uuid>/unpool", tubes.unpool, name="unpool"),
    path("<uuid:uuid>/notify", tubes.notify, name="notify"),
    path("<uuid:uuid>/told/<uuid:told_uuid>/corrected", tubes.correction_told, name="correction_told"),
    path("<uuid:uuid>/discard", tubes.discard, name="discard"),
    path("<uuid:uuid>/label", orders.label, name="label"),
]
