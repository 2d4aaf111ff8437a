"""The shape of what is typed on the pages of cases."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from phaodai.core import clock
from phaodai.core.ui.offering import offer_choices
from phaodai.response.cases.evidence import ConfirmationEvidence
from phaodai.response.cases.queries import CaseFilters
from phaodai.response.cases.terms import CaseStatus, DetectionSetting, Relation, SourceStatus

DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%dT%H:%M"
YES_NO = [("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))]
VIEWS = {"mine": _("Given to me"), "late": _("Overdue"), "live": _("Not closed"), "imported": _("Imported")}
SYMPTOMS = {
    "fever": _("Fever"),
    "cough": _("Cough"),
    "sore_throat": _("Sore throat"),
    "breathless": _("Short of breath"),
    "smell": _("Loss of smell or taste"),
    "tired": _("Tiredness"),
    "headache": _("Headache"),
    "diarrhoea": _("Diarrhoea"),
}


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, typed or picked."""
    widget = forms.DateInput(format=DAY, attrs={"type": "date"})
    return forms.DateField(label=label, input_formats=[DAY, "%d/%m/%Y"], widget=widget, **more)


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    """A local moment, typed or picked."""
    widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, input_formats=[MOMENT, "%d/%m/%Y %H:%M"], widget=widget, **more)


def reason_field(label: Any) -> forms.CharField:
    """Why; kept with the change."""
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class FilterForm(forms.Form):
    """The list's address, read leniently: what makes no sense filters nothing."""

    q = forms.CharField(required=False)
    status = forms.ChoiceField(choices=CaseStatus.choices, required=False)
    setting = forms.ChoiceField(choices=[*DetectionSetting.choices, ("other", "")], required=False)
    source = forms.ChoiceField(choices=[*SourceStatus.choices, ("open", "")], required=False)
    area = forms.UUIDField(required=False)
    since = day_field("", required=False)
    until = day_field("", required=False)
    hours = forms.IntegerField(required=False, min_value=1, max_value=24 * 365)
    late = forms.BooleanField(required=False)
    live = forms.BooleanField(required=False)
    confirmed = forms.BooleanField(required=False)
    imported = forms.BooleanField(required=False)
    view = forms.ChoiceField(choices=[(name, "") for name in VIEWS], required=False)

    def filters(self) -> CaseFilters:
        """The filters that were understood."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        given["text"] = given.pop("q", "")
        if view := given.pop("view", ""):
            given[view] = True
        return CaseFilters(**given)


class ReportForm(forms.Form):
    """A case by telephone: four fields, and two more for who knows them."""

    name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        min_value=1890,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    area = forms.ChoiceField(label=_("Ward where they are now"))
    setting = forms.ChoiceField(
        label=_("Where found"),
        choices=DetectionSetting.choices,
        initial=DetectionSetting.UNKNOWN,
        required=False,
    )
    symptom_onset = day_field(_("Day of onset"), required=False)
    person = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, areas: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {str(area.uuid): area for area in areas}
        choices = [(uuid, area.name) for uuid, area in self.areas.items()]
        offer_choices(self, "area", [("", _("Choose the ward")), *choices])


class IsolateForm(forms.Form):
    at = moment_field(_("Isolated since"))


class AssignForm(forms.Form):
    user = forms.ChoiceField(label=_("Investigator"))

    def __init__(self, *args: Any, people: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.uuid): user for user in people}
        choices = [(uuid, f"{user.full_name} · {user.title}") for uuid, user in self.people.items()]
        offer_choices(self, "user", choices)


class PeriodForm(forms.Form):
    start = moment_field(_("Begins"))
    end = moment_field(_("Ends"), required=False, help_text=_("Leave empty while not isolated."))
    document = forms.CharField(label=_("Document and date it rests on"), max_length=300)
    reason = reason_field(_("Why it differs from the rule"))


class NationalCodeForm(forms.Form):
    national_code = forms.CharField(
        label=_("National case code"),
        max_length=20,
        required=False,
        help_text=_("BN and the number the ministry gave. Empty takes a mistaken code away."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )


class DiscardForm(forms.Form):
    reason = reason_field(_("Why this is no case"))


class ReopenForm(forms.Form):
    reason = reason_field(_("Why it is opened again"))


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(item.value, item.label) for item in (CaseStatus.RECOVERED, CaseStatus.DIED)],
        widget=forms.RadioSelect,
    )
    at = moment_field(_("Since when"))


class ConfirmForm(forms.Form):
    """A result read out: on paper, by telephone, from a laboratory outside the system."""

    method = forms.ChoiceField(
        label=_("Method"),
        choices=[("pcr", _("RT-PCR, single tube")), ("antigen", _("Rapid antigen"))],
        widget=forms.RadioSelect,
        initial="pcr",
    )
    laboratory = forms.CharField(label=_("Laboratory"), max_length=200)
    tube_code = forms.CharField(label=_("Number of the sample or paper"), max_length=40)
    sampled_at = moment_field(_("Sample taken at"), required=False)
    resulted_at = moment_field(_("Result given"))

    def evidence(self) -> ConfirmationEvidence:
        """The positive result as evidence, under an id of its own."""
        return ConfirmationEvidence(result_id=uuid4(), value="positive", **self.cleaned_data)

    def clean_resulted_at(self) -> datetime:
        at: datetime = self.cleaned_data["resulted_at"]
        if at > clock.now():
            raise forms.ValidationError(_("The time lies in the future."))
        return at


class IllnessForm(forms.Form):
    has_symptoms = forms.ChoiceField(
        label=_("Symptoms"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )
    symptoms = forms.MultipleChoiceField(
        label=_("Which symptoms"),
        choices=SYMPTOMS.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    symptom_onset = day_field(_("Day of onset"), required=False)

    def facts(self) -> dict[str, Any]:
        """As `edit_illness` takes them."""
        given = dict(self.cleaned_data)
        given["has_symptoms"] = {"yes": True, "no": False}.get(given["has_symptoms"])
        return given


class SourceForm(forms.Form):
    setting = forms.ChoiceField(label=_("Where found"), choices=DetectionSetting.choices)
    source_status = forms.ChoiceField(label=_("Source of infection"), choices=SourceStatus.choices)
    first_exposure_on = day_field(_("First meeting with the source"), required=False)
    is_known_contact = forms.BooleanField(label=_("Was an F1 when the sample was taken"), required=False)
    is_imported = forms.BooleanField(label=_("Came from abroad"), required=False)


class AnswersForm(forms.Form):
    occupation = forms.CharField(label=_("Occupation"), max_length=120, required=False)
    workplace = forms.CharField(label=_("Place of work or study"), max_length=300, required=False)
    permanent_residence = forms.CharField(label=_("Registered residence"), max_length=300, required=False)
    comorbidities = forms.CharField(
        label=_("Other illnesses"), max_length=300, required=False, help_text=_("“None” is an answer too.")
    )
    vaccination = forms.CharField(
        label=_("Vaccination"), max_length=200, required=False, help_text=_("Doses and days; “none” too.")
    )
    pregnancy = forms.CharField(
        label=_("Pregnancy"), max_length=60, required=False, help_text=_("Week, or “no”.")
    )
    treatment_place = forms.CharField(label=_("Place of treatment"), max_length=200, required=False)


class StopForm(forms.Form):
    """One line of the interview. ``q`` is the place: a code of ours, a name, or words as told."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.HiddenInput, input_formats=[DAY])
    q = forms.CharField(label=_("Where"), max_length=200)
    start = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    end = forms.TimeField(
        label=_("To"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    companions = forms.CharField(
        label=_("With whom"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Names and telephones, as told."),
    )
    activity = forms.CharField(label=_("What they did"), max_length=200, required=False)
    is_masked = forms.ChoiceField(
        label=_("Masks worn"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """Beginning and end as moments; an end before the beginning is on the next day."""
        day = self.cleaned_data["day"]
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        start_at = clock.at_local(day, start.hour, start.minute) if start else None
        end_at = clock.at_local(day, end.hour, end.minute) if end else None
        if start_at and end_at and end_at < start_at:
            end_at += timedelta(days=1)
        return start_at, end_at


class NamedForm(forms.Form):
    """Somebody the patient names."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=120)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    area = forms.ChoiceField(
        label=_("Ward where they live"),
        required=False,
        help_text=_("With a ward, somebody unknown is registered and traced at once."),
    )
    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices, initial=Relation.OTHER)
    last_contact_on = day_field(_("Last met"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, areas: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {str(area.uuid): area for area in areas}
        choices = [(uuid, area.name) for uuid, area in self.areas.items()]
        offer_choices(self, "area", [("", _("Not known")), *choices])
