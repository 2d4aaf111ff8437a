from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "phaodai.city.oversight"
    label = "oversight"
