"""Pages of devices, keys and webhooks."""

from phaodai.city.clients.views.devices import (
    add_device,
    device,
    devices,
    end_device,
    my_devices,
    my_lost,
    my_name,
    name_device,
    offer_state,
)
from phaodai.city.clients.views.keys import add_key, key, keys, requests, revoke_key, rotate_key
from phaodai.city.clients.views.phone import take
from phaodai.city.clients.views.webhooks import (
    add_webhook,
    edit_webhook,
    pause_webhook,
    ping_webhook,
    replace_secret,
    resume_webhook,
    send_again,
    settle_dead,
    webhook,
    webhooks,
)

__all__ = [
    "add_device",
    "add_key",
    "add_webhook",
    "device",
    "devices",
    "edit_webhook",
    "end_device",
    "key",
    "keys",
    "my_devices",
    "my_lost",
    "my_name",
    "name_device",
    "offer_state",
    "pause_webhook",
    "ping_webhook",
    "replace_secret",
    "requests",
    "resume_webhook",
    "revoke_key",
    "rotate_key",
    "send_again",
    "settle_dead",
    "take",
    "webhook",
    "webhooks",
]
