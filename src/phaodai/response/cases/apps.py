from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "phaodai.response.cases"
    label = "cases"
