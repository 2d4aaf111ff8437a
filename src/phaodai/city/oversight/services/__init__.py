"""Writing: every opening, review, decision and file authorises, checks and puts itself on record."""

from phaodai.city.oversight.services.emergency import (
    close_emergency,
    open_emergency,
    read_emergency,
    review_emergency,
)
from phaodai.city.oversight.services.files import build_file, expire_files, fetch_file, request_file
from phaodai.city.oversight.services.looks import explain_look, find_unusual, refer_look, sign_decision
from phaodai.city.oversight.services.trail import note_log_read, seek_person

__all__ = [
    "build_file",
    "close_emergency",
    "expire_files",
    "explain_look",
    "fetch_file",
    "find_unusual",
    "note_log_read",
    "open_emergency",
    "read_emergency",
    "refer_look",
    "request_file",
    "review_emergency",
    "seek_person",
    "sign_decision",
]
