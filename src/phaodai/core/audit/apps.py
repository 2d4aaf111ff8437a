from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "phaodai.core.audit"
    label = "audit"
