from django.apps import AppConfig


class DrillConfig(AppConfig):
    name = "phaodai.command.drill"
    label = "drill"
