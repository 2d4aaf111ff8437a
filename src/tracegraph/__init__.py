"""Who was where with whom: the tracing engine in its reference form.

Plain Python over plain values. It knows neither Django nor anybody's name and is the oracle that every
faster engine (SQL over the ledger, sealed segments) must agree with, row by row.
"""

from tracegraph.meetings import Stay, cut_to_period, meet
from tracegraph.policy import DEFAULT_POLICY, LingerPolicy, ScoreWeights
from tracegraph.reference import first_tier_contact, ranked, trace
from tracegraph.values import CasePeriod, Contact, Meeting, Visit

__all__ = [
    "DEFAULT_POLICY",
    "CasePeriod",
    "Contact",
    "LingerPolicy",
    "Meeting",
    "ScoreWeights",
    "Stay",
    "Visit",
    "cut_to_period",
    "first_tier_contact",
    "meet",
    "ranked",
    "trace",
]
