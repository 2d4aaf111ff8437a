"""`{% load papers %}`: small pieces of the lists, and the printings of a thing on its own page."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from phaodai.city.papers import kinds, queries
from phaodai.city.papers.models import Paper, RegisterEntry

register = template.Library()


@register.simple_tag
def paper_kind(row: Paper) -> str:
    """What kind of paper it is."""
    return str(kinds.find(row.kind).title)


@register.simple_tag
def number_link(row: RegisterEntry) -> SafeString | str:
    """The number, leading to its document."""
    known = {kind.code: kind.page for kind in kinds.all_kinds()}
    if row.subject_id is None or row.subject_type not in known:
        return row.written
    address = reverse(known[row.subject_type], args=[row.subject_id])
    return format_html('<a class="name" href="{}">{}</a>', address, row.written)


@register.inclusion_tag("papers/_printings.html")
def printings(kind: str, subject_id: Any) -> dict[str, Any]:
    """The papers of a thing, on the thing's page; the page has scoped the thing."""
    return {"papers": list(queries.papers_of(kind, subject_id)[:20])}
