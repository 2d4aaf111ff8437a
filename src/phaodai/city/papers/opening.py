"""Looking at a printed paper, and printing it once more: both on record."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.papers.kinds import find
from phaodai.city.papers.models import Paper, PaperCopy
from phaodai.city.papers.queries import content_of, paper_for
from phaodai.city.papers.services.printing import add_copy
from phaodai.city.papers.terms import PaperState
from phaodai.core.audit.services import record_read


def open_paper(*, uuid: UUID, by: Any, purpose: str) -> Paper:
    """A paper the user may see, with the look put on record under the thing it tells of."""
    paper = paper_for(by, uuid)
    record_read(actor=by, subject_type="paper", subject_ids=[paper.uuid], purpose=purpose)
    kind = find(paper.kind)
    if not kind.is_own:
        model = kind.subject()
        name = str(getattr(model, "audit_subject", model._meta.model_name))
        record_read(actor=by, subject_type=name, subject_ids=[paper.subject_id], purpose=purpose)
    return paper


@transaction.atomic
def print_again(*, paper: Paper, by: Any) -> PaperCopy:
    """Another copy of a list or report as it was.

    Raises:
        ValidationError: it was replaced or withdrawn, or is printed from its own page.
        Http404: its content is past its term.
    """
    row = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if row.state != PaperState.CURRENT or find(row.kind).standing_of is not None:
        raise ValidationError(_("Only the current paper is printed again."), code="not_current")
    content_of(row)
    return add_copy(row, by)
