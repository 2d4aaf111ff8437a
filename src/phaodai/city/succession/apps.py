from django.apps import AppConfig


class SuccessionConfig(AppConfig):
    name = "phaodai.city.succession"
    label = "succession"
