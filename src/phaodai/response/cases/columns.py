"""The columns of the exported list of cases."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.exchange import Column

COLUMNS = [
    Column(_("Case code"), lambda case: case.code, 12),
    Column(_("National code"), lambda case: case.national_code, 12),
    Column(_("Full name"), lambda case: case.person.full_name, 28),
    Column(_("Year of birth"), lambda case: case.person.birth_year, 10),
    Column(_("Sex"), lambda case: case.person.get_sex_display(), 8),
    Column(_("Ward"), lambda case: case.area.name, 24),
    Column(_("Status"), lambda case: case.get_status_display(), 14),
    Column(_("Where found"), lambda case: case.get_setting_display(), 18),
    Column(_("Source of infection"), lambda case: case.get_source_status_display(), 18),
    Column(_("Imported"), lambda case: _("Yes") if case.is_imported else "", 10),
    Column(_("Day of onset"), lambda case: case.symptom_onset, 12),
    Column(_("Reported"), lambda case: case.reported_at, 18),
    Column(_("Infectious from"), lambda case: case.infectious_from, 18),
    Column(_("Infectious until"), lambda case: case.infectious_to, 18),
    Column(_("Investigator"), lambda case: case.investigator.full_name if case.investigator else "", 22),
    Column(_("Form, %"), lambda case: case.completeness, 10),
]
