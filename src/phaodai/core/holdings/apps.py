from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class HoldingsConfig(AppConfig):
    name = "phaodai.core.holdings"
    label = "holdings"

    def ready(self) -> None:
        autodiscover_modules("holdings")
