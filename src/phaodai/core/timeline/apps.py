from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TimelineConfig(AppConfig):
    name = "phaodai.core.timeline"
    label = "timeline"

    def ready(self) -> None:
        autodiscover_modules("timeline")
