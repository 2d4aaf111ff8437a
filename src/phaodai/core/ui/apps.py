from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "phaodai.core.ui"
    label = "ui"
