"""The house rules, checked on the source: what import-linter cannot see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from phaodai.city.accounts.permissions import ROLES
from phaodai.core.access import ScopeRule
from phaodai.core.terms import TermChoices

SOURCE = Path(__file__).resolve().parents[2] / "src" / "phaodai"
FACES = ("views", "api")
OUR_APPS = [config for config in apps.get_app_configs() if config.name.startswith("phaodai.")]
THEIR_VIEWS = ("allauth.", "django.")


def source_files(*names: str) -> list[Path]:
    """Every ``name.py`` and every file of a package ``name/`` in the modules."""
    found = [path for name in names for path in SOURCE.glob(f"*/*/{name}.py")]
    return sorted(found + [path for name in names for path in SOURCE.glob(f"*/*/{name}/*.py")])


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", source_files(*FACES), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_orm_in_faces(path):
    used = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)]
    offences = [node.lineno for node in used if node.attr in {"objects", "_default_manager"}]
    assert not offences, f"{path} reads the database itself in lines {offences}"


@pytest.mark.parametrize("path", source_files("views"), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_view_imports_another_modules_view(path):
    package = ".".join(path.relative_to(SOURCE.parent).parts[:3])
    others = [
        name
        for name in imports_of(path)
        if name.startswith("phaodai.") and ".views" in name and not name.startswith(package)
    ]
    assert not others


@pytest.mark.parametrize("path", source_files("views"), ids=lambda path: str(path.relative_to(SOURCE)))
def test_views_page_with_a_bound(path):
    """A list of millions is neither counted to its end nor offered page by page: `core.ui.paging`."""
    assert "Paginator(" not in path.read_text()


@pytest.mark.parametrize("path", source_files("rules"), ids=lambda path: str(path.relative_to(SOURCE)))
def test_rules_are_pure(path):
    banned = ("django", "phaodai.core.clock", "phaodai.core.policy.in_force")
    offences = [name for name in imports_of(path) if name.startswith(banned)]
    assert not offences


@pytest.mark.parametrize("path", source_files("queries"), ids=lambda path: str(path.relative_to(SOURCE)))
def test_queries_only_read(path):
    writing = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    offences = [n.lineno for n in calls if isinstance(n.func, ast.Attribute) and n.func.attr in writing]
    assert not offences


def views_of(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views_of(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.callback


def our_views() -> list[tuple[str, object]]:
    return [
        (path, view)
        for path, view in views_of(get_resolver())
        if not getattr(view, "__module__", "").startswith(THEIR_VIEWS) and not path.startswith("api/")
    ]


@pytest.mark.parametrize(
    ("path", "view"), our_views(), ids=lambda item: item if isinstance(item, str) else ""
)
def test_every_view_declares_its_permission(path, view):
    assert getattr(view, "capability", None), f"{path} says nothing of who may open it"


def test_every_operation_declares_its_permission(api_operations):
    silent = [f"{o.methods} {o.path}" for o in api_operations if not getattr(o.view_func, "capability", None)]
    assert not silent


def test_every_capability_is_in_the_table(api_operations):
    asked = {view.capability for _path, view in our_views()} | {
        o.view_func.capability for o in api_operations
    }
    known = {name for row in ROLES.values() for name in row.capabilities} | {"public", "signed_in"}
    assert asked <= known


def our_models() -> list[type]:
    models = [model for config in OUR_APPS for model in config.get_models()]
    # History tables are written by triggers and read only beside the row they follow.
    return [model for model in models if not hasattr(model, "pgh_tracked_model")]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_model_states_its_scope(model):
    assert isinstance(getattr(model, "scope_rule", None), ScopeRule)


def all_terms() -> list[type[TermChoices]]:
    return sorted(_subclasses(TermChoices), key=lambda cls: cls.__qualname__)


def _subclasses(cls: type) -> Iterator[type]:
    for child in cls.__subclasses__():
        yield child
        yield from _subclasses(child)


@pytest.mark.parametrize("terms", all_terms(), ids=lambda cls: cls.__name__)
def test_every_term_has_both_labels(terms):
    for member in terms:
        assert member.label_vi.strip(), member
        assert member.label_en.strip(), member


def test_no_file_has_grown_long():
    long = {
        str(p.relative_to(SOURCE)): n
        for p in SOURCE.rglob("*.py")
        if (n := len(p.read_text().splitlines())) > 450
    }
    assert not {name: n for name, n in long.items() if "migrations" not in name}
