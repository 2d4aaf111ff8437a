"""What oversight itself keeps: about those who look, not about the person looked at."""

from phaodai.core.holdings import declare

declare(
    "oversight.EmergencyOpening",
    "about who opened the record; the person has the look itself as audit.ReadLog",
)
declare("oversight.UnusualLook", "about the reader; the person has the looks themselves as audit.ReadLog")
declare("oversight.PersonFile", "the file that tells all this; that it was made is a deed of the trail")
