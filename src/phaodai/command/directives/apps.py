from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "phaodai.command.directives"
    label = "directives"
