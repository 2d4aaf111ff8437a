"""The legal moves of a directive and of an assignment, each declared once."""

from enum import StrEnum

from phaodai.command.directives.terms import AssignmentState as A
from phaodai.command.directives.terms import DirectiveState as D


class DirectiveMove(StrEnum):
    ASK = "ask"
    SIGN = "sign"
    UNSIGN = "unsign"
    ISSUE = "issue"
    ENTER = "enter"
    AMEND = "amend"
    END = "end"
    CANCEL = "cancel"


DIRECTIVE_MOVES: dict[DirectiveMove, tuple[tuple[D, ...], D]] = {
    DirectiveMove.ASK: ((D.DRAFT, D.IN_OPINION), D.IN_OPINION),
    DirectiveMove.SIGN: ((D.DRAFT, D.IN_OPINION), D.SIGNED),
    DirectiveMove.UNSIGN: ((D.SIGNED,), D.DRAFT),
    DirectiveMove.ISSUE: ((D.SIGNED,), D.ISSUED),
    DirectiveMove.ENTER: ((D.DRAFT, D.IN_OPINION), D.ISSUED),
    DirectiveMove.AMEND: ((D.ISSUED, D.AMENDED), D.AMENDED),
    DirectiveMove.END: ((D.ISSUED, D.AMENDED), D.ENDED),
    DirectiveMove.CANCEL: ((D.DRAFT, D.IN_OPINION), D.CANCELLED),
}


class AssignmentMove(StrEnum):
    RECEIVE = "receive"
    PROGRESS = "progress"
    FINISH = "finish"
    PASS_ON = "pass_on"
    RETURN = "return"
    ACCEPT = "accept"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


WORKING = (A.NEW, A.RECEIVED, A.RETURNED)
ASSIGNMENT_MOVES: dict[AssignmentMove, tuple[tuple[A, ...], A]] = {
    AssignmentMove.RECEIVE: ((A.NEW,), A.RECEIVED),
    AssignmentMove.PROGRESS: (WORKING, A.RECEIVED),
    AssignmentMove.FINISH: (WORKING, A.REPORTED),
    AssignmentMove.PASS_ON: ((A.AT_VIA,), A.REPORTED),
    AssignmentMove.RETURN: ((A.AT_VIA, A.REPORTED), A.RETURNED),
    AssignmentMove.ACCEPT: ((A.REPORTED,), A.DONE),
    AssignmentMove.REOPEN: ((A.DONE,), A.RETURNED),
    AssignmentMove.WITHDRAW: ((*WORKING, A.AT_VIA, A.REPORTED), A.WITHDRAWN),
}


def directive_after(move: DirectiveMove, state: str) -> D | None:
    """The state after the move, or None when it is not legal."""
    before, after = DIRECTIVE_MOVES[move]
    return after if state in before else None


def assignment_after(move: AssignmentMove, state: str, *, has_via: bool = False) -> A | None:
    """The state after the move, or None when it is not legal; a last report goes to ``via`` first where there is one."""
    before, after = ASSIGNMENT_MOVES[move]
    if state not in before:
        return None
    return A.AT_VIA if move == AssignmentMove.FINISH and has_via else after
