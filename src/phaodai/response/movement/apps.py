from django.apps import AppConfig


class MovementConfig(AppConfig):
    name = "phaodai.response.movement"
    label = "movement"
