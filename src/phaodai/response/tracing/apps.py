from django.apps import AppConfig


class TracingConfig(AppConfig):
    name = "phaodai.response.tracing"
    label = "tracing"
