from django.apps import AppConfig


class TestingConfig(AppConfig):
    name = "phaodai.response.testing"
    label = "testing"
