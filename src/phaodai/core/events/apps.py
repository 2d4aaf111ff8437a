from importlib import import_module

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "phaodai.core.events"
    label = "events"

    def ready(self) -> None:
        # jobs and services need each other: publish defers the job, the job delivers.
        self.deliver = import_module("phaodai.core.events.services").deliver
