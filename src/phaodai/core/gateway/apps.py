from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "phaodai.core.gateway"
    label = "gateway"
