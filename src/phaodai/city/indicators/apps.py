from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "phaodai.city.indicators"
    label = "indicators"
