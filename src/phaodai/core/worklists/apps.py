from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorklistsConfig(AppConfig):
    name = "phaodai.core.worklists"
    label = "worklists"

    def ready(self) -> None:
        autodiscover_modules("worklists")
