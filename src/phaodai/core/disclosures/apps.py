from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DisclosuresConfig(AppConfig):
    name = "phaodai.core.disclosures"
    label = "disclosures"

    def ready(self) -> None:
        autodiscover_modules("disclosures")
