from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "phaodai.core.policy"
    label = "policy"
