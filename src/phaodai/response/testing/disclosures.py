"""A tube's people hear their result; of whom it made a case, that is a telling of the case."""

from uuid import UUID

from django.db.models import Q

from phaodai.core.disclosures.registry import tells_of
from phaodai.response.cases.models import Case, CaseEvidence
from phaodai.response.testing.models import TestResult


@tells_of("case")
def results_told(case_id: UUID) -> Q:
    """The results that spoke for the case, told to its own person."""
    results = CaseEvidence.objects.filter(case__uuid=case_id).values("result_id")
    tubes = TestResult.objects.filter(uuid__in=results).values("tube__uuid")
    person = Case.objects.filter(uuid=case_id).values("person_id")
    return Q(subject_type="tube", subject_id__in=tubes, person_id__in=person)
