from importlib import import_module

from django.apps import AppConfig


class TracingConfig(AppConfig):
    name = "phaodai.response.tracing"
    label = "tracing"

    def ready(self) -> None:
        # Models may be imported only now.
        keepers = import_module("phaodai.response.movement.evidence")
        keepers.register("tracing", import_module("phaodai.response.tracing.retained").keep_evidence)
        forget = import_module("phaodai.response.tracing.services").forget_sealed_days
        keepers.register("tracing segments", forget)
