"""Forms: what was typed stays, an error is an ink bar with a bold sentence, labels are always visible."""

from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField

register = template.Library()

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
INLINE_FROM = 4  # choices with more than this stand below each other


def _layout(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CHOICES):
        return "choices"
    return "check" if isinstance(widget, forms.CheckboxInput) else "plain"


def _describe(bound: BoundField, hint: str) -> dict[str, str | bool]:
    """Attributes that tie a field to its hint and its mistake for screen readers."""
    ids = [f"{bound.id_for_label}_helptext"] if hint else []
    ids += [f"{bound.id_for_label}_error"] if bound.errors else []
    return {"aria-describedby": " ".join(ids)} if ids else {}


@register.inclusion_tag("ui/_field.html")
def field(
    bound: BoundField,
    label: str = "",
    hint: str | None = None,
    optional: bool = True,
    gloves: bool = False,
    full: bool = False,
) -> dict[str, Any]:
    """One field with label, hint and mistake. ``gloves``: 56 px high on a phone; ``full``: both columns."""
    hint = str(bound.help_text or "") if hint is None else hint
    layout = _layout(bound)
    attrs: dict[str, str | bool] = {} if layout == "choices" else _describe(bound, hint)
    if label:
        attrs["placeholder"] = False  # a label of the page's own would be said twice
    return {
        "field": bound, "layout": layout, "label": label or bound.label, "hint": hint,
        "gloves": gloves, "full": full,
        "widget": bound.as_widget(attrs=attrs), "optional": optional and not bound.field.required,
        "inline": layout == "choices" and len(getattr(bound.field, "choices", ())) <= INLINE_FROM,
    }  # fmt: skip


@register.inclusion_tag("ui/_form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with the form as a whole, and the mistakes of hidden fields."""
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {"errors": [*form.non_field_errors(), *hidden]}


@register.inclusion_tag("ui/_form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Every field of a form in its order, with hidden fields and the form's own mistakes."""
    return {"form": form}


@register.inclusion_tag("ui/_keep_note.html")
def keep_note() -> dict[str, Any]:
    """Inside a form[data-keep]: says that unsaved text was put back and offers to drop it."""
    return {}
