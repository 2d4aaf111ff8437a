"""Addresses of devices, keys and webhooks, under /connections/."""

from django.urls import path

from phaodai.city.clients import views

app_name = "clients"
urlpatterns = [
    path("mine/", views.my_devices, name="my_devices"),
    path("mine/<uuid:uuid>/lost", views.my_lost, name="my_lost"),
    path("mine/<uuid:uuid>/name", views.my_name, name="my_name"),
    path("enrol/<str:code>", views.take, name="take"),
    path("devices/", views.devices, name="devices"),
    path("devices/add", views.add_device, name="add_device"),
    path("devices/offers/<uuid:uuid>/state", views.offer_state, name="offer_state"),
    path("devices/<uuid:uuid>/", views.device, name="device"),
    path("devices/<uuid:uuid>/name", views.name_device, name="name_device"),
    path("devices/<uuid:uuid>/end", views.end_device, name="end_device"),
    path("api/keys/", views.keys, name="keys"),
    path("api/keys/add", views.add_key, name="add_key"),
    path("api/keys/<uuid:uuid>/", views.key, name="key"),
    path("api/keys/<uuid:uuid>/rotate", views.rotate_key, name="rotate_key"),
    path("api/keys/<uuid:uuid>/revoke", views.revoke_key, name="revoke_key"),
    path("api/webhooks/", views.webhooks, name="webhooks"),
    path("api/webhooks/add", views.add_webhook, name="add_webhook"),
    path("api/webhooks/<uuid:uuid>/", views.webhook, name="webhook"),
    path("api/webhooks/<uuid:uuid>/edit", views.edit_webhook, name="edit_webhook"),
    path("api/webhooks/<uuid:uuid>/ping", views.ping_webhook, name="ping_webhook"),
    path("api/webhooks/<uuid:uuid>/secret", views.replace_secret, name="replace_secret"),
    path("api/webhooks/<uuid:uuid>/pause", views.pause_webhook, name="pause_webhook"),
    path("api/webhooks/<uuid:uuid>/resume", views.resume_webhook, name="resume_webhook"),
    path("api/webhooks/<uuid:uuid>/dead", views.settle_dead, name="settle_dead"),
    path("api/messages/<uuid:uuid>/again", views.send_again, name="send_again"),
    path("api/requests/", views.requests, name="requests"),
]
