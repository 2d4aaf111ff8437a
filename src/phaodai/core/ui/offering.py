"""What a form offers for choice, known only when it is asked."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet


def offer_rows(
    form: forms.BaseForm, name: str, rows: "QuerySet[Any]", label: Callable[[Any], str] | None = None
) -> None:
    """Let a field of rows choose among ``rows``, each shown by ``label`` where given."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField), name
    field.queryset = rows
    if label is not None:
        setattr(field, "label_from_instance", label)  # noqa: B010 - a method by its stubs


def offer_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let a field of codes choose among ``choices``: (code, text)."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField), name
    field.choices = list(choices)


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put a service's refusal where it belongs; a field the form lacks becomes a mistake of the whole."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
