"""Addresses of tracing, under /contacts/."""

from django.urls import path

from phaodai.response.tracing.views import contacts, deciding, handovers, sheets

app_name = "tracing"
urlpatterns = [
    path("", sheets.list_contacts, name="list"),
    path("export", sheets.export_sheet, name="export"),
    path("bulk", deciding.bulk, name="bulk"),
    path("hand-over", deciding.hand_over, name="hand_over"),
    path("undo/<str:token>", deciding.undo, name="undo"),
    path("cases/<uuid:uuid>", sheets.call_sheet, name="call_sheet"),
    path("cases/<uuid:uuid>/panel", sheets.case_panel, name="case_panel"),
    path("cases/<uuid:uuid>/print", sheets.print_sheet, name="print_sheet"),
    path("cases/<uuid:uuid>/search", sheets.search_again, name="search_again"),
    path("cases/<uuid:uuid>/send", sheets.send_list, name="send_list"),
    path("places/<uuid:uuid>/panel", contacts.place_panel, name="place_panel"),
    path("people/<uuid:uuid>/panel", contacts.person_panel, name="person_panel"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/<uuid:uuid>", handovers.handover, name="handover"),
    path("handovers/<uuid:uuid>/answer", handovers.answer, name="answer_handover"),
    path("handovers/<uuid:uuid>/cancel", handovers.cancel, name="cancel_handover"),
    path("<uuid:uuid>", contacts.contact, name="contact"),
    path("<uuid:uuid>/call", contacts.record_call, name="record_call"),
    path("<uuid:uuid>/isolation", contacts.isolate, name="isolate"),
]
