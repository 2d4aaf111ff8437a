from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "phaodai.core.clock"
    label = "clock"
