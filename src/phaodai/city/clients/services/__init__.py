"""Writing devices, keys and webhooks: each function authorises, checks, saves and puts itself on record."""

from phaodai.city.clients.services.devices import (
    CodeUsedUp,
    end_device,
    enrol_device,
    may_end,
    offer_device,
    open_offer,
    rename_device,
)
from phaodai.city.clients.services.guard import may_enrol_for
from phaodai.city.clients.services.keys import make_key, may_reach_area, revoke_key, rotate_key
from phaodai.city.clients.services.messages import drop_dead, send_again, send_dead_again, send_ping
from phaodai.city.clients.services.signing import secret_of
from phaodai.city.clients.services.webhooks import (
    add_webhook,
    change_webhook,
    pause_webhook,
    replace_secret,
    resume_webhook,
)

__all__ = [
    "CodeUsedUp",
    "add_webhook",
    "change_webhook",
    "drop_dead",
    "end_device",
    "enrol_device",
    "make_key",
    "may_end",
    "may_enrol_for",
    "may_reach_area",
    "offer_device",
    "open_offer",
    "pause_webhook",
    "rename_device",
    "replace_secret",
    "resume_webhook",
    "revoke_key",
    "rotate_key",
    "secret_of",
    "send_again",
    "send_dead_again",
    "send_ping",
]
