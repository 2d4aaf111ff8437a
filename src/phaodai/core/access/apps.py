from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "phaodai.core.access"
    label = "access"
