"""Nothing that is held about a person can be forgotten: every model with a path to one tells of it, or says why not."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from phaodai.core.holdings import all_holdings, declared
from phaodai.core.holdings.registry import subject_model

PLAIN_IDS = ("person_id", "about_id", "subject_person_id")
"""Fields that point at a person without a foreign key, by the names this house gives them."""


def our_models() -> list[type]:
    """Without history tables: they go with the record they follow."""
    models = [m for c in apps.get_app_configs() if c.name.startswith("phaodai.") for m in c.get_models()]
    return [model for model in models if not hasattr(model, "pgh_tracked_model")]


def _reached() -> set[type]:
    """Every model from which foreign keys lead to the person, over any number of steps."""
    found, models = {subject_model()}, our_models()
    while True:
        more = {m for m in models if m not in found and any(_points_at(m, one) for one in found)}
        if not more:
            return found
        found |= more


def _points_at(model: type, target: type) -> bool:
    return any(f.is_relation and f.related_model is target for f in model._meta.concrete_fields)


def holding_models() -> list[type]:
    plain = {m for m in our_models() if {f.name for f in m._meta.concrete_fields} & set(PLAIN_IDS)}
    return sorted(_reached() | plain, key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", holding_models(), ids=lambda model: model._meta.label)
def test_every_model_with_a_path_to_a_person_tells_of_it(model: type) -> None:
    known = {holding.model for holding in all_holdings()} | set(declared())
    assert model._meta.label in known, (
        f"{model._meta.label} leads to a person: register a Holding in its module's holdings.py, "
        "or declare() why it holds nothing of theirs"
    )


def test_nobody_both_tells_and_denies() -> None:
    both = {holding.model for holding in all_holdings()} & set(declared())
    assert not both
    assert all(len(why) > 20 for why in declared().values())


def _fields(holding) -> Iterator[str]:
    yield from holding.others
    yield from (source.split(".")[0] for _label, source in holding.columns)


@pytest.mark.parametrize("holding", all_holdings(), ids=lambda holding: holding.model)
def test_every_holding_can_be_asked(holding, db) -> None:
    """The path leads somewhere, and every field it names exists."""
    assert list(holding.rows.filter(**{holding.path: 0})[:1]) == []
    model = holding.rows.model
    for name in _fields(holding):
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            assert hasattr(model, name), f"{holding.model} has no {name}"
