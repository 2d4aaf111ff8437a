"""Writing about people: authorise, lock, check, save and put it on record, in one transaction each."""

from phaodai.city.people.services.affiliations import (
    appoint_holder,
    dismiss_holder,
    end_affiliation,
    start_affiliation,
)
from phaodai.city.people.services.custody import end_custody, give_custody
from phaodai.city.people.services.edit import add_phone, edit_person, remove_phone
from phaodai.city.people.services.households import create_household, join_household, leave_household
from phaodai.city.people.services.identifiers import add_identifier, remove_identifier
from phaodai.city.people.services.looking import (
    open_household,
    open_person,
    record_listing,
    reveal_identifier,
)
from phaodai.city.people.services.merging import approve_merge, propose_merge, refuse_merge, undo_merge
from phaodai.city.people.services.move import move_person
from phaodai.city.people.services.register import register_person

__all__ = [
    "add_identifier",
    "add_phone",
    "appoint_holder",
    "approve_merge",
    "create_household",
    "dismiss_holder",
    "edit_person",
    "end_affiliation",
    "end_custody",
    "give_custody",
    "join_household",
    "leave_household",
    "move_person",
    "open_household",
    "open_person",
    "propose_merge",
    "record_listing",
    "refuse_merge",
    "register_person",
    "remove_identifier",
    "remove_phone",
    "reveal_identifier",
    "start_affiliation",
    "undo_merge",
]
