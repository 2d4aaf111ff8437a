"""Names, telephone numbers, identity papers and the codes printed on them, as pure functions over text.

Sources: QĐ 1405/QĐ-BTTTT (11/9/2021) for the personal QR and its masking, Nghị định 137/2015/NĐ-CP Điều 13
and TT 07/2016/TT-BCA for the citizen code, the renumbering of 15/9/2018 for telephones.
"""

from phaodai.city.people.rules.identifiers import (
    BadIdentifier,
    check_citizen_code,
    check_identifier,
    clean_identifier,
    guess_identifier_kind,
)
from phaodai.city.people.rules.masking import mask_code, mask_phone, shown_code, shown_phone
from phaodai.city.people.rules.names import name_problem, normalize_name
from phaodai.city.people.rules.phones import BadPhone, format_phone, normalize_phone
from phaodai.city.people.rules.qr import read_payload
from phaodai.city.people.rules.readings import Reading

__all__ = [
    "BadIdentifier",
    "BadPhone",
    "Reading",
    "check_citizen_code",
    "check_identifier",
    "clean_identifier",
    "format_phone",
    "guess_identifier_kind",
    "mask_code",
    "mask_phone",
    "name_problem",
    "normalize_name",
    "normalize_phone",
    "read_payload",
    "shown_code",
    "shown_phone",
]
