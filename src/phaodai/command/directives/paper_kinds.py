"""Papers of this module."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from phaodai.city.papers.kinds import PaperKind, register
from phaodai.city.papers.terms import Standing
from phaodai.command.directives.models import Directive
from phaodai.command.directives.paper.pdf import TEMPLATE
from phaodai.command.directives.terms import DirectiveState

STANDINGS = {
    DirectiveState.ISSUED: Standing.IN_FORCE,
    DirectiveState.AMENDED: Standing.AMENDED,
    DirectiveState.ENDED: Standing.ENDED,
}


def standing_of(directive_id: UUID) -> Standing:
    """How the directive stands now."""
    state = Directive.objects.filter(uuid=directive_id).values_list("state", flat=True).first()
    return STANDINGS.get(DirectiveState(state), Standing.WITHDRAWN) if state else Standing.WITHDRAWN


DIRECTIVE = register(
    PaperKind(
        code="directive",
        title=_("Directive"),
        template=TEMPLATE,
        subject=lambda: Directive,
        capability="directives.view",
        page="directives:directive",
        standing_of=standing_of,
    )
)
