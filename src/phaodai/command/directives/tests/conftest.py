from phaodai.command.directives.tests.factories import office

__all__ = ["office"]
