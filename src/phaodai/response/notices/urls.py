"""Addresses of place notices, under /notices/; those under /notices/public/ are open to everybody."""

from django.urls import path

from phaodai.response.notices.views import office, public

app_name = "notices"
urlpatterns = [
    path("", office.notices, name="list"),
    path("draft", office.draft, name="draft"),
    path("public/", public.public_list, name="public"),
    path("public/feed.xml", public.feed, name="feed"),
    path("public/<uuid:uuid>.txt", public.public_text, name="public_text"),
    path("public/<uuid:uuid>.xml", public.public_cap, name="public_cap"),
    path("<uuid:uuid>", office.notice, name="notice"),
    path("<uuid:uuid>/hours", office.change_hours, name="hours"),
    path("<uuid:uuid>/approve", office.approve, name="approve"),
    path("<uuid:uuid>/refuse", office.refuse, name="refuse"),
    path("<uuid:uuid>/withdraw", office.withdraw, name="withdraw"),
]
