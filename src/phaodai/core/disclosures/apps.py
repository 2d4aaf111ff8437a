from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "phaodai.core.disclosures"
    label = "disclosures"
