"""Shapes of input at the desk and at the units."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators import all_indicators
from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import DirectiveTask
from phaodai.command.directives.queries.assignments import SORTS as TASK_SORTS
from phaodai.command.directives.queries.assignments import TaskFilter
from phaodai.command.directives.queries.directives import SORTS, LibraryFilter
from phaodai.command.directives.queries.units import members_of_group, units_by_code, units_by_name
from phaodai.command.directives.services import TaskFields
from phaodai.command.directives.services.targets import TargetFields
from phaodai.command.directives.terms import (
    AssignmentState,
    Denominator,
    DirectiveKind,
    DirectiveState,
    Recurrence,
    Standing,
    TaskKind,
)
from phaodai.core.ui.offering import offer_choices, offer_rows

BLANK = [("", "")]
MOMENT = "%Y-%m-%dT%H:%M"
SMALL = {"rows": 2}
GROUPS_TOO = _("One a line: name, short name or code. A group such as “UBND các phường” means each of them.")


def moment_field(label: Any, *, required: bool = False, **more: Any) -> forms.DateTimeField:
    """A local moment."""
    widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, required=required, widget=widget, input_formats=[MOMENT], **more)


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A local day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, **more)


def words_field(label: Any, *, required: bool = True, rows: int = 2, **more: Any) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class UnitField(forms.CharField):
    """One unit by name, short name or code; blank is nobody."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"list": "units", "autocomplete": "off"})
        super().__init__(required=False, max_length=200, widget=widget, **more)

    def clean(self, value: Any) -> Organization | None:
        text = super().clean(value)
        return find_units([text], None)[0] if text else None


class UnitsField(forms.CharField):
    """Units, one a line; a group ("UBND các phường") means each of them when ``issuer`` is known."""

    def __init__(self, **more: Any) -> None:
        self.issuer: Organization | None = None
        more.setdefault(
            "help_text",
            _("One a line: name, short name or code. A group such as “UBND các phường” means each of them."),
        )
        super().__init__(max_length=8000, widget=forms.Textarea(attrs={"rows": 3}), **more)

    def clean(self, value: Any) -> list[Organization]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return find_units(lines, self.issuer)


def find_units(lines: list[str], issuer: Organization | None) -> list[Organization]:
    """The units of these lines, each once.

    Raises:
        ValidationError: naming the lines nobody is known by.
    """
    by_code, by_name = units_by_code(set(lines)), units_by_name(set(lines))
    found: list[Organization] = []
    unknown = []
    for line in lines:
        one = by_code.get(line) or by_name.get(line)
        many = [one] if one else members_of_group(line, issuer) if issuer else []
        found += many
        unknown += [] if many else [line]
    if unknown:
        raise ValidationError(_("No unit is called %(names)s."), params={"names": "; ".join(unknown)})
    return list(dict.fromkeys(found))


class LibraryForm(forms.Form):
    """What the library can be narrowed to; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=120)
    state = forms.ChoiceField(required=False, choices=BLANK + DirectiveState.choices)
    kind = forms.ChoiceField(required=False, choices=BLANK + DirectiveKind.choices)
    on = forms.DateField(required=False)
    sort = forms.ChoiceField(required=False, choices=[(way + key, key) for key in SORTS for way in ("", "-")])

    def wanted(self) -> LibraryFilter:
        """The readable values."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) or "" for name in ("q", "state", "kind", "sort")}
        return LibraryFilter(
            given["q"], given["state"], given["kind"], self.cleaned_data.get("on"), given["sort"]
        )


class TaskFilterForm(forms.Form):
    """What the list of tasks can be narrowed to."""

    q = forms.CharField(required=False, max_length=120)
    standing = forms.ChoiceField(required=False, choices=[*BLANK, ("open", ""), *Standing.choices])
    state = forms.ChoiceField(required=False, choices=BLANK + AssignmentState.choices)
    unit = forms.UUIDField(required=False)
    directive = forms.UUIDField(required=False)
    sort = forms.ChoiceField(
        required=False, choices=[(way + key, key) for key in TASK_SORTS for way in ("", "-")]
    )

    def wanted(self) -> TaskFilter:
        """The readable values."""
        self.is_valid()
        values = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return TaskFilter(
            values["q"],
            values["standing"],
            values["state"],
            values["unit"],
            values["directive"],
            values["sort"],
        )


class NewDirectiveForm(forms.Form):
    """A text to read: pasted, or a file."""

    issuer: Any = forms.ModelChoiceField(label=_("Issued by"), queryset=None, empty_label=None)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Paste the whole notice, from its number to the list of recipients."),
    )
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("TXT, DOCX or PDF with text, at most 20 MB.")
    )
    title = forms.CharField(
        label=_("Title"), required=False, max_length=500, help_text=_("Blank: as read from the text.")
    )
    is_incoming = forms.BooleanField(label=_("Came from outside, with its own number"), required=False)

    def __init__(self, *args: Any, issuers: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "issuer", issuers)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("file") and not (given.get("text") or "").strip():
            self.add_error("text", _("Paste a text or choose a file."))
        return given


class HeadForm(forms.Form):
    """The head of a draft."""

    title = forms.CharField(label=_("Title"), max_length=500, widget=forms.Textarea(attrs=SMALL))
    kind = forms.ChoiceField(label=_("Kind"), choices=DirectiveKind.choices)
    sign = forms.CharField(label=_("Sign after the number"), max_length=40, required=False)
    recipients = UnitsField(label=_("Addressees"), required=False)


class TaskForm(forms.Form):
    """One task as the desk corrects it."""

    action = forms.CharField(
        label=_("What is to be done"), max_length=8000, widget=forms.Textarea(attrs={"rows": 3})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=TaskKind.choices)
    leads = UnitsField(label=_("Lead"), required=False)
    support = UnitsField(label=_("Support"), required=False)
    due_at = moment_field(_("Deadline"))
    recurrence = forms.ChoiceField(label=_("How often"), choices=Recurrence.choices, required=False)
    recurs_until = day_field(_("Comes again until"))
    condition = forms.CharField(label=_("Condition"), max_length=500, required=False)
    monitor = UnitField(label=_("Watched by"))
    report_to = UnitField(label=_("Report to"))
    report_via = UnitField(label=_("Report passes through"))
    passage = forms.CharField(
        label=_("Passage"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The exact words of the text this task stands on; blank leaves them as they are."),
    )
    replaces: Any = forms.ModelChoiceField(
        label=_("Replaces an earlier task"), queryset=DirectiveTask.objects.none(), required=False
    )

    def __init__(self, *args: Any, issuer: Organization, replaceable: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leads", "support"):
            self.fields[name].issuer = issuer  # type: ignore[attr-defined]
        offer_rows(self, "replaces", replaceable, _task_label)

    def task_fields(self) -> TaskFields:
        """The values as the service takes them."""
        return TaskFields(**self.cleaned_data)


def _task_label(task: DirectiveTask) -> str:
    return f"{task.directive.number}, {task.position}: {task.action[:80]}"


class TargetForm(forms.Form):
    """A figure a task must reach."""

    name = forms.CharField(label=_("What is counted"), max_length=200)
    goal = forms.DecimalField(label=_("Target"), max_digits=14, decimal_places=2)
    upper = forms.DecimalField(label=_("Up to, for a range"), max_digits=14, decimal_places=2, required=False)
    unit = forms.CharField(label=_("Counted in"), max_length=40, required=False)
    denominator = forms.ChoiceField(label=_("Share of"), choices=Denominator.choices, required=False)
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    counts_from = day_field(_("Counted from"))
    boundary_on = day_field(_("Counted until"))
    condition = forms.CharField(label=_("Condition"), max_length=300, required=False)
    shares = forms.CharField(
        label=_("Own figure of each unit"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: unit = figure."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(row.code, row.title) for row in all_indicators()]
        offer_choices(self, "indicator", [("", _("Reported by hand")), *known])

    def clean_shares(self) -> dict[Organization, Any]:
        lines = [line for line in self.cleaned_data["shares"].splitlines() if line.strip()]
        pairs = [line.rpartition("=") for line in lines]
        figures = [forms.DecimalField().clean(figure.strip().replace(",", ".")) for _n, _e, figure in pairs]
        units = [find_units([name.strip()], None)[0] for name, _e, _f in pairs]
        return dict(zip(units, figures, strict=True))

    def target_fields(self) -> TargetFields:
        """The values as the service takes them."""
        return TargetFields(**self.cleaned_data)


class ReasonForm(forms.Form):
    """A reason that stays on record."""

    reason = words_field(_("Reason"))


class WordsForm(forms.Form):
    """A few words, which may be none."""

    words = words_field(_("Remark"), required=False)


class SplitForm(forms.Form):
    """Where a task is cut."""

    first_part = words_field(
        _("First part"),
        rows=4,
        help_text=_("Leave the words of the first task; the rest becomes the second."),
    )


class AskForm(forms.Form):
    """Whom a draft is sent to."""

    asked = UnitsField(label=_("Units asked"))
    question = forms.CharField(label=_("Question"), max_length=500, required=False)
    due_at = moment_field(_("Answer by"))


class OpinionForm(forms.Form):
    """What a unit thinks of a draft."""

    agrees = forms.ChoiceField(
        label=_("Opinion"), choices=[("yes", _("Agrees")), ("no", _("Has remarks"))], widget=forms.RadioSelect
    )
    text = words_field(_("Remarks"), required=False, rows=4)


class LinkForm(forms.Form):
    """What a draft does to an earlier document."""

    kind = forms.ChoiceField(
        label=_("What happens to it"), choices=[("amends", _("It is amended")), ("ends", _("It ends"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    target: Any = forms.ModelChoiceField(label=_("Earlier document"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, amendable: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "target", amendable, lambda row: f"{row.number}: {row.title[:80]}")


class NumberForm(forms.Form):
    """The number a document from outside came with."""

    number = forms.CharField(label=_("Number and sign"), max_length=60)


class ReceiveForm(forms.Form):
    """Who does it inside the unit."""

    handler = forms.CharField(label=_("Done by"), max_length=200, required=False)


class ManyFiles(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; none is allowed."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, widget=ManyFiles(), **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


class ProgressForm(forms.Form):
    """How far a unit is."""

    text = words_field(_("What was done"), rows=4)
    percent = forms.IntegerField(label=_("Per cent done"), min_value=0, max_value=100, required=False)
    figure = forms.DecimalField(label=_("Figure"), required=False, max_digits=14, decimal_places=2)
    evidence = FilesField(
        label=_("Evidence"), help_text=_("PDF, pictures, DOCX, XLSX; at most 5 files of 10 MB.")
    )


class DoneForm(ProgressForm):
    """The last report; explanations where they are due."""

    explanation = words_field(
        _("Why it is late, or sub-tasks are open"), required=False, help_text=_("Needed when overdue.")
    )
    missed_reason = words_field(
        _("Why it is done although a target is missed"),
        required=False,
        help_text=_("Needed when a target is missed."),
    )
    field_order = ("text", "figure", "evidence", "explanation", "missed_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["percent"]


class ExtensionForm(forms.Form):
    """More time."""

    new_due_at = moment_field(_("New deadline"), required=True)
    reason = words_field(_("Reason"))


class DecideForm(forms.Form):
    """Granted or refused."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("grant", _("Granted")), ("refuse", _("Refused"))],
        widget=forms.RadioSelect,
    )
    answer = words_field(_("Answer"), required=False, help_text=_("Needed when refused."))


class DelegateForm(forms.Form):
    """What is handed on, to whom, until when."""

    given_to: Any = forms.ModelMultipleChoiceField(
        label=_("To"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    due_at = moment_field(_("Deadline"), help_text=_("No later than your own."))
    action = words_field(_("What is to be done"), required=False, help_text=_("Blank: the same."))
    through_me: Any = forms.ModelChoiceField(label=_("Report passes through"), queryset=None, required=False)

    def __init__(self, *args: Any, below: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "given_to", below)
        offer_rows(self, "through_me", below)
