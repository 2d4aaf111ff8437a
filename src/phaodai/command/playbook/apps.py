from importlib import import_module

from django.apps import AppConfig

SITUATIONS = (
    "result_positive",
    "result_corrected",
    "case_reported",
    "case_confirmed",
    "case_unconfirmed",
    "case_discarded",
    "infectious_period_changed",
    "interview_saved",
    "contacts_listed",
    "contact_verified",
    "contact_rejected",
    "order_signed",
    "order_over",
)


class PlaybookConfig(AppConfig):
    name = "phaodai.command.playbook"
    label = "playbook"

    def ready(self) -> None:
        for situation in SITUATIONS:
            import_module(f"phaodai.command.playbook.situations.{situation}")
