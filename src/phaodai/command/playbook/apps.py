from django.apps import AppConfig


class PlaybookConfig(AppConfig):
    name = "phaodai.command.playbook"
    label = "playbook"
