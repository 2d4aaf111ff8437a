from django.apps import AppConfig


class InvestigationsConfig(AppConfig):
    name = "phaodai.response.investigations"
    label = "investigations"
