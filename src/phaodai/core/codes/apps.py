from django.apps import AppConfig


class CodesConfig(AppConfig):
    name = "phaodai.core.codes"
    label = "codes"
