"""`{% load ui %}`: every tag of the kit. What each takes and draws is in the README beside this folder."""

from django import template

from phaodai.core.ui.tags import charts, figures, forms, layout, lists, maps, status

register = template.Library()

for library in (charts, figures, forms, layout, lists, maps, status):
    register.tags.update(library.register.tags)
    register.filters.update(library.register.filters)
