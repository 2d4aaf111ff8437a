from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "phaodai.city.duties"
    label = "duties"
