from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class IndicatorsConfig(AppConfig):
    name = "phaodai.city.indicators"
    label = "indicators"

    def ready(self) -> None:
        autodiscover_modules("indicators")
