"""How many more cases than a place's own traffic explains: the figure by which places and clusters are ranked."""

from math import log

DIGITS = 9


def excess(cases: int, expected: float) -> float:
    """The Poisson log-likelihood ratio ``k·ln(k/expected) − (k − expected)``; 0 where there are no more than expected.

    A rank, no proof. `segments.backward` computes the same over whole columns.
    """
    if expected <= 0 or cases <= expected:
        return 0.0
    return round(cases * log(cases / expected) - (cases - expected), DIGITS)
