from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ClientsConfig(AppConfig):
    name = "phaodai.city.clients"
    label = "clients"

    def ready(self) -> None:
        # jobs and services need each other: a service defers the job, the job sends.
        self.send_due = import_module("phaodai.city.clients.services.messages").send_due
        autodiscover_modules("outgoing")
        import_module("phaodai.city.clients.steps").register_steps()
