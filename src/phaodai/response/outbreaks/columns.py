"""What the spreadsheets of this module hold."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.exchange import Column

QUEUE_COLUMNS = [
    Column(_("Case"), lambda line: line.case.code),
    Column(_("Full name"), lambda line: line.case.person.full_name, 28),
    Column(_("Ward"), lambda line: line.case.area.name, 22),
    Column(_("Onset"), lambda line: line.case.symptom_onset),
    Column(_("Reported"), lambda line: line.case.reported_at),
    Column(_("Days waiting"), lambda line: line.age_days),
    Column(_("Source of infection"), lambda line: line.case.get_source_status_display(), 22),
    Column(_("Possible sources"), lambda line: line.possible),
    Column(_("Likeliest"), lambda line: line.best and line.best.code),
    Column(_("Its probability, %"), lambda line: line.best_percent),
    Column(_("From outside, %"), lambda line: line.outside_percent),
    Column(_("Investigator"), lambda line: line.case.investigator and line.case.investigator.full_name, 24),
]
PLACE_COLUMNS = [
    Column(_("Place"), lambda line: line.place.name, 32),
    Column(_("Ward"), lambda line: line.place.area.name, 22),
    Column(_("Day"), lambda line: line.row.day),
    Column(_("Cases there"), lambda line: len(line.cases)),
    Column(_("Expected"), lambda line: round(line.row.expected, 2)),
    Column(_("Visits that day"), lambda line: line.row.visits),
    Column(_("Excess"), lambda line: round(line.row.llr, 2)),
    Column(_("Cases"), lambda line: ", ".join(case.code for case in line.cases), 40),
]
PERSON_COLUMNS = [
    Column(_("Full name"), lambda line: line.person.full_name, 28),
    Column(_("Born"), lambda line: line.person.birth_year, 8),
    Column(_("Ward"), lambda line: line.person.area and line.person.area.name, 22),
    Column(_("Cases met"), lambda line: len(line.cases)),
    Column(_("Expected"), lambda line: round(line.row.expected, 2)),
    Column(_("Own visits"), lambda line: line.row.visits),
    Column(_("Excess"), lambda line: round(line.row.llr, 2)),
    Column(_("Cases"), lambda line: ", ".join(case.code for case in line.cases), 40),
]
CLUSTER_COLUMNS = [
    Column(_("Place"), lambda line: line.place.name, 32),
    Column(_("Ward"), lambda line: line.place.area.name, 22),
    Column(_("From"), lambda line: line.row.first_day),
    Column(_("Until"), lambda line: line.row.last_day),
    Column(_("Cases there"), lambda line: len(line.cases)),
    Column(_("Expected"), lambda line: round(line.row.expected, 2)),
    Column(_("Visits"), lambda line: line.row.visits),
    Column(_("Excess"), lambda line: round(line.row.llr, 2)),
    Column(_("Cases"), lambda line: ", ".join(case.code for case in line.cases), 40),
]
CHAIN_COLUMNS = [
    Column(_("Case"), lambda row: row.case.code),
    Column(_("Full name"), lambda row: row.case.person.full_name, 28),
    Column(_("Ward"), lambda row: row.case.area.name, 22),
    Column(_("Onset"), lambda row: row.onset),
    Column(_("Generation"), lambda row: row.spot.generation + 1),
    Column(_("Infected by"), lambda row: row.source.code if row.source else row.outside_source),
    Column(_("Link"), lambda row: link_text(row), 18),
    Column(_("Probability, %"), lambda row: row.percent),
    Column(_("Days between the onsets"), lambda row: row.days),
    Column(_("Where"), lambda row: row.where or row.setting, 30),
    Column(_("Where found"), lambda row: row.case.get_setting_display(), 18),
]


def link_text(row: object) -> str:
    """What the chain says of a case's source."""
    if row.is_confirmed or row.outside_source:  # type: ignore[attr-defined]
        return str(_("link confirmed"))
    if row.source:  # type: ignore[attr-defined]
        return str(_("probable"))
    return str(_("imported")) if row.case.is_imported else str(_("source unknown"))  # type: ignore[attr-defined]
