"""The gate between programs and the house: who calls, how often, by which clock, and what was asked of us.

Inwards: bearer secrets, rate limits that hold across processes, clocks of devices, a log of requests without
health data. Outwards: which events may leave, signatures, and a sender that reaches public addresses only.
Whose key or device it is, `city/clients` knows.
"""

from phaodai.core.gateway.caller import Caller, CallerKind, ClockWrong, TooManyRequests, caller_of, note_rows

__all__ = ["Caller", "CallerKind", "ClockWrong", "TooManyRequests", "caller_of", "note_rows"]
