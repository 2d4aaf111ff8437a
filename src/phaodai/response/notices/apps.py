from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "phaodai.response.notices"
    label = "notices"
