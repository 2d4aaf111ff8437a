from django.apps import AppConfig


class OutbreaksConfig(AppConfig):
    name = "phaodai.response.outbreaks"
    label = "outbreaks"
