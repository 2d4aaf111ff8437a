"""The columns of the list of areas as a spreadsheet."""

from django.utils.translation import gettext_lazy as _

from phaodai.city.areas.terms import AreaLevel, RiskLevel
from phaodai.core.exchange import Column

RISK_LABELS = dict(RiskLevel.choices)
LEVEL_LABELS = dict(AreaLevel.choices)

AREA_COLUMNS = [
    Column(_("Code"), lambda row: row.code, 10),
    Column(_("Name"), lambda row: row.name, 30),
    Column(_("Kind"), lambda row: LEVEL_LABELS[row.level], 18),
    Column(_("Within"), lambda row: row.parent.name if row.parent else "", 26),
    Column(_("Level in force"), lambda row: RISK_LABELS.get(row.decided or "", ""), 26),
    Column(_("Level computed"), lambda row: RISK_LABELS.get(row.computed or "", ""), 26),
    Column(_("Population"), lambda row: row.population, 14),
    Column(_("Source of the population"), lambda row: row.population_source, 40),
    Column(_("Latitude"), lambda row: row.latitude, 12),
    Column(_("Longitude"), lambda row: row.longitude, 12),
    Column(_("Areas inside"), lambda row: row.child_count, 12),
]
