"""Printing an issued document: every copy is on record."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.papers.models import PaperCopy
from phaodai.city.papers.services import print_paper
from phaodai.command.directives.models import Directive
from phaodai.command.directives.paper.data import DRAFTS, paper_draft


@transaction.atomic
def print_directive(*, directive: Directive, by: Any) -> PaperCopy:
    """Another copy, with its code; of a new paper when the document has changed since.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: not issued.
    """
    row = (
        Directive.objects.visible_to(by)
        .select_related("issuer__area__parent")
        .filter(pk=directive.pk)
        .first()
    )
    if row is None:
        raise PermissionDenied
    if row.state in DRAFTS:
        raise ValidationError(_("A draft is looked at, not printed."), code="wrong_state")
    return print_paper(kind="directive", draft=paper_draft(row), by=by).copy
