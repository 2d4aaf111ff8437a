from django.apps import AppConfig


class QuarantineConfig(AppConfig):
    name = "phaodai.response.quarantine"
    label = "quarantine"
