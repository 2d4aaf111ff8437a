"""Reading devices, keys, webhooks and what programs asked."""

from phaodai.city.clients.queries.devices import (
    device_for,
    devices_of,
    enrollable_areas,
    enrollable_holders,
    enrollable_organizations,
    list_devices,
    offer_for,
    own_device,
)
from phaodai.city.clients.queries.keys import (
    capability_choices,
    key_for,
    keyable_areas,
    keyable_organizations,
    list_keys,
    live_keys_for,
)
from phaodai.city.clients.queries.requests import log_in_reach
from phaodai.city.clients.queries.webhooks import (
    event_choices,
    list_messages,
    list_webhooks,
    message_for,
    webhook_for,
)

__all__ = [
    "capability_choices",
    "device_for",
    "devices_of",
    "enrollable_areas",
    "enrollable_holders",
    "enrollable_organizations",
    "event_choices",
    "key_for",
    "keyable_areas",
    "keyable_organizations",
    "list_devices",
    "list_keys",
    "list_messages",
    "list_webhooks",
    "live_keys_for",
    "log_in_reach",
    "message_for",
    "offer_for",
    "own_device",
    "webhook_for",
]
