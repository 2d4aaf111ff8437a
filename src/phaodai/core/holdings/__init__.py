"""What each module holds about one person: for their own file, for an emergency, and so that nothing is forgotten."""

from phaodai.core.holdings.registry import (
    Holding,
    all_holdings,
    declare,
    declared,
    finder,
    register,
    subject_is,
)
from phaodai.core.holdings.telling import Section, find_subject, sections_of

__all__ = [
    "Holding",
    "Section",
    "all_holdings",
    "declare",
    "declared",
    "find_subject",
    "finder",
    "register",
    "sections_of",
    "subject_is",
]
