"""Reading cases. Scope first; nothing here writes."""

from phaodai.response.cases.queries.lists import (
    DEFAULT_SORT,
    PAGE_SIZE,
    SORTS,
    CaseFilters,
    areas_with_cases,
    list_cases,
    live_case_codes,
    new_by_day,
    person_cases,
    reporting_areas,
    search_cases,
    status_counts,
    visible_cases,
)
from phaodai.response.cases.queries.page import (
    CasePage,
    Interview,
    InterviewDay,
    case_for,
    case_page,
    interview_of,
    investigators_for,
)
from phaodai.response.cases.queries.people import (
    first_reporting_area,
    may_here,
    people_alike,
    place_meant,
)

__all__ = [
    "DEFAULT_SORT",
    "PAGE_SIZE",
    "SORTS",
    "CaseFilters",
    "CasePage",
    "Interview",
    "InterviewDay",
    "areas_with_cases",
    "case_for",
    "case_page",
    "first_reporting_area",
    "interview_of",
    "investigators_for",
    "list_cases",
    "live_case_codes",
    "may_here",
    "new_by_day",
    "people_alike",
    "person_cases",
    "place_meant",
    "reporting_areas",
    "search_cases",
    "status_counts",
    "visible_cases",
]
