"""The states that migrations pass through, kept lean while a new database is built.

Django renders every model that is related to a new one again, in case something refers to it already. In a house where
nearly everything is related to people and areas that is a third of all models for each of some hundreds of steps.
While a database is new nothing can refer to a model before it is made, and a constraint or a trigger changes no class:
so a new model is rendered alone, and an added option not at all. The database that results is the same, statement by
statement; `tests/setup` compares the two.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger


def _add_model(self: ProjectState, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:  # type: ignore[attr-defined]
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.apps.render_multiple([model_state])


_usual_append_option = ProjectState._append_option  # type: ignore[attr-defined]


def _append_option(self: ProjectState, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    if not apps.get_app_config(app_label).name.startswith("phaodai."):
        # Other people's migrations go back and forth over what they added.
        _usual_append_option(self, app_label, model_name, option_name, obj)
        return
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], obj]


def _add_trigger(self: Any, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, self.model_name.lower()].options
    options["triggers"] = [*options.get("triggers", []), self.trigger]


LEAN = (
    (ProjectState, "add_model", _add_model),
    (ProjectState, "_append_option", _append_option),
    (AddTrigger, "state_forwards", _add_trigger),
)


@contextmanager
def lean_states() -> Iterator[None]:
    """As described above, for as long as it is open."""
    usual = [(owner, name, getattr(owner, name)) for owner, name, _ in LEAN]
    try:
        for owner, name, lean in LEAN:
            setattr(owner, name, lean)
        yield
    finally:
        for owner, name, method in usual:
            setattr(owner, name, method)
