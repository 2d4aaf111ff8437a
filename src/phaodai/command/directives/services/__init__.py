"""Writing: drafting, signing, issuing, following."""

from phaodai.command.directives.services.chase import chase_due, note_escalation
from phaodai.command.directives.services.delegate import delegate_task, withdraw_assignment
from phaodai.command.directives.services.draft import (
    cite_document,
    draft_directive,
    draft_from_reading,
    edit_directive,
)
from phaodai.command.directives.services.extend import ask_extension, decide_extension
from phaodai.command.directives.services.follow import (
    ReportFields,
    accept_report,
    explain_delay,
    pass_report_on,
    receive_task,
    record_failed_duty,
    reopen_task,
    report_done,
    report_progress,
    return_from_via,
    return_report,
)
from phaodai.command.directives.services.issue import (
    cancel_draft,
    end_directive,
    enter_directive,
    issue_directive,
    link_directive,
    sign_directive,
    unlink_directive,
    unsign_directive,
)
from phaodai.command.directives.services.opinions import answer_opinion, ask_opinions, give_opinion
from phaodai.command.directives.services.recur import open_due_rounds, open_next_round
from phaodai.command.directives.services.targets import add_target, remove_target
from phaodai.command.directives.services.tasks import (
    TaskFields,
    add_task,
    correct_task,
    merge_tasks,
    restore_task,
    split_task,
    withdraw_task,
)

__all__ = [
    "ReportFields",
    "TaskFields",
    "accept_report",
    "add_target",
    "add_task",
    "answer_opinion",
    "ask_extension",
    "ask_opinions",
    "cancel_draft",
    "chase_due",
    "cite_document",
    "correct_task",
    "decide_extension",
    "delegate_task",
    "draft_directive",
    "draft_from_reading",
    "edit_directive",
    "end_directive",
    "enter_directive",
    "explain_delay",
    "give_opinion",
    "issue_directive",
    "link_directive",
    "merge_tasks",
    "note_escalation",
    "open_due_rounds",
    "open_next_round",
    "pass_report_on",
    "receive_task",
    "record_failed_duty",
    "remove_target",
    "reopen_task",
    "report_done",
    "report_progress",
    "restore_task",
    "return_from_via",
    "return_report",
    "sign_directive",
    "split_task",
    "unlink_directive",
    "unsign_directive",
    "withdraw_assignment",
    "withdraw_task",
]
