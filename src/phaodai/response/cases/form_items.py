"""The items of the investigation form: which are answered, read from the person, the case and the interview.

After the form annexed to QĐ 3638/QĐ-BYT (30/7/2021), in words of our own.
"""

from datetime import date

from django.db.models import Q

from phaodai.city.people.models import Affiliation, Identifier, Person, Residence
from phaodai.city.people.terms import IdentifierKind, ResidenceKind, Sex
from phaodai.core import clock, policy
from phaodai.core.terms import pick_language
from phaodai.response.cases.models import Case, DeclaredContact, InterviewStop
from phaodai.response.cases.rules import interview_days
from phaodai.response.cases.terms import DetectionSetting, SourceStatus

ITEM_LABELS = {
    "birth": pick_language("Năm sinh", "Year of birth"),
    "sex": pick_language("Giới tính", "Sex"),
    "citizen_code": pick_language("Số định danh", "Citizen code"),
    "phone": pick_language("Điện thoại", "Telephone"),
    "occupation": pick_language("Nghề nghiệp", "Occupation"),
    "residence": pick_language("Nơi ở hiện tại", "Present address"),
    "permanent_residence": pick_language("Nơi đăng ký thường trú", "Registered residence"),
    "workplace": pick_language("Nơi làm việc, học tập", "Place of work or study"),
    "pregnancy": pick_language("Thai sản", "Pregnancy"),
    "symptoms": pick_language("Triệu chứng", "Symptoms"),
    "onset": pick_language("Ngày khởi phát", "Day of onset"),
    "comorbidities": pick_language("Bệnh nền", "Other illnesses"),
    "vaccination": pick_language("Tiêm chủng", "Vaccination"),
    "sample": pick_language("Ngày lấy mẫu", "Day of sampling"),
    "treatment_place": pick_language("Nơi điều trị", "Place of treatment"),
    "setting": pick_language("Nơi phát hiện", "Where found"),
    "source": pick_language("Nguồn lây", "Source of infection"),
    "days": pick_language("Mốc dịch tễ 14 ngày", "Where in the last 14 days"),
    "contacts": pick_language("Người tiếp xúc do bệnh nhân kể", "Contacts the patient named"),
}
"""What each item of the policy `cases.completeness` is called on screen."""

ANSWERS = (
    "occupation",
    "permanent_residence",
    "workplace",
    "pregnancy",
    "comorbidities",
    "vaccination",
    "treatment_place",
    "quiet_days",
    "no_contacts",
)
"""The keys of `Case.answers`. ``quiet_days``: ISO days spent at home; ``no_contacts``: true."""


def form_facts(case: Case) -> dict[str, float | None]:
    """The share answered of every item; None where an item does not apply to this patient."""
    return {**_person_facts(case), **_illness_facts(case), **_interview_facts(case)}


def _person_facts(case: Case) -> dict[str, float | None]:
    person, answers = case.person, case.answers
    has_code = Identifier.objects.filter(person=person, kind=IdentifierKind.CITIZEN).exists()
    registered = Residence.objects.filter(person=person, kind=ResidenceKind.PERMANENT).exists()
    works = Affiliation.objects.filter(person=person).exists()
    return {
        "birth": _known(person.birth_year or person.birth_on),
        "sex": _known(person.sex != Sex.UNKNOWN),
        "citizen_code": _known(has_code),
        "phone": _known(person.phone),
        "occupation": _known(person.occupation or answers.get("occupation")),
        "residence": _known(person.address or person.household_id),
        "permanent_residence": _known(registered or answers.get("permanent_residence")),
        "workplace": _known(works or answers.get("workplace")),
        "pregnancy": _known(answers.get("pregnancy")) if _may_be_pregnant(person) else None,
    }


def _known(value: object) -> float:
    return 1.0 if value else 0.0


def _may_be_pregnant(person: Person) -> bool:
    age = clock.today().year - person.birth_year if person.birth_year else 30
    return person.sex != Sex.MALE and 12 <= age <= 55


def _illness_facts(case: Case) -> dict[str, float | None]:
    answers = case.answers
    return {
        "symptoms": _known(case.has_symptoms is not None),
        "onset": None if case.has_symptoms is False else _known(case.symptom_onset),
        "comorbidities": _known(answers.get("comorbidities")),
        "vaccination": _known(answers.get("vaccination")),
        "sample": _known(case.sampled_at),
        "treatment_place": _known(answers.get("treatment_place")),
        "setting": _known(case.setting != DetectionSetting.UNKNOWN),
        "source": _known(case.source_status != SourceStatus.INVESTIGATING),
    }


def _interview_facts(case: Case) -> dict[str, float | None]:
    named = DeclaredContact.objects.filter(case=case, removed_at__isnull=True).exists()
    return {
        "days": share_of_days(case),
        "contacts": _known(named or case.answers.get("no_contacts")),
    }


def days_asked(case: Case) -> tuple[date, ...]:
    """The days the interview of this case asks about, newest first, up to the isolation or today."""
    last = clock.local_day(case.isolated_at) if case.isolated_at else clock.today()
    return interview_days(last, int(policy.get("cases.interview_days").value))


def share_of_days(case: Case) -> float:
    """The share of the days asked about of which something is known, be it that nothing happened."""
    days = set(days_asked(case))
    told = set(InterviewStop.objects.filter(_standing(case), day__in=days).values_list("day", flat=True))
    quiet = {date.fromisoformat(day) for day in case.answers.get("quiet_days", [])}
    return len(days & (told | quiet)) / len(days)


def _standing(case: Case) -> Q:
    return Q(case=case, removed_at__isnull=True)
