"""The columns of the exported runs."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.exchange import Column

RUNS = [
    Column(_("Run"), lambda run: run.started_at, 18),
    Column(_("Files deleted"), lambda run: run.files_deleted, 12),
    Column(_("Contents before"), lambda run: run.contents_before, 12),
    Column(_("Contents after"), lambda run: run.contents_after, 12),
    Column(_("Sum before"), lambda run: run.before, 66),
    Column(_("Sum after"), lambda run: run.after, 66),
    Column(_("Contents deleted"), lambda run: " ".join(run.contents_deleted), 66),
    Column(_("Past their term, still needed"), lambda run: run.left_past_term, 14),
]
