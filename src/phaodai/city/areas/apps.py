from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "phaodai.city.areas"
    label = "areas"
