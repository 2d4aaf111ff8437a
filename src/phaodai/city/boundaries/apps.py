from django.apps import AppConfig


class BoundariesConfig(AppConfig):
    name = "phaodai.city.boundaries"
    label = "boundaries"
