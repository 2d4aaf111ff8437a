"""Writing to cases. Each verb: authorise, lock, rule, save, audit, publish, in one transaction."""

from phaodai.response.cases.services.classifying import (
    apply_evidence,
    confirm_case,
    discard_case,
    withdraw_evidence,
)
from phaodai.response.cases.services.closing import close_case, reopen_case
from phaodai.response.cases.services.editing import (
    edit_answers,
    edit_illness,
    edit_source,
    set_national_code,
)
from phaodai.response.cases.services.interview import (
    Named,
    Stop,
    declare_contact,
    mark_quiet_day,
    remove_declared_contact,
    remove_stop,
    restore_declared_contact,
    restore_stop,
    save_stop,
)
from phaodai.response.cases.services.numbering import next_case_code
from phaodai.response.cases.services.opening import Telephoned, report_by_telephone, report_case
from phaodai.response.cases.services.period import (
    confirm_infectious_basis,
    edit_infectious_period,
    isolate_case,
)
from phaodai.response.cases.services.printing import print_line_list
from phaodai.response.cases.services.reading import note_case_read, note_list_read
from phaodai.response.cases.services.telling import mark_correction_told
from phaodai.response.cases.services.work import assign_investigator, open_investigation

__all__ = [
    "Named",
    "Stop",
    "Telephoned",
    "apply_evidence",
    "assign_investigator",
    "close_case",
    "confirm_case",
    "confirm_infectious_basis",
    "declare_contact",
    "discard_case",
    "edit_answers",
    "edit_illness",
    "edit_infectious_period",
    "edit_source",
    "isolate_case",
    "mark_correction_told",
    "mark_quiet_day",
    "next_case_code",
    "note_case_read",
    "note_list_read",
    "open_investigation",
    "print_line_list",
    "remove_declared_contact",
    "remove_stop",
    "reopen_case",
    "report_by_telephone",
    "report_case",
    "restore_declared_contact",
    "restore_stop",
    "save_stop",
    "set_national_code",
    "withdraw_evidence",
]
