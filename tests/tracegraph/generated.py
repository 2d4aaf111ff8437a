"""Generated visits and cases, small and crowded on purpose: every edge is hit within a minute of time."""

from types import MappingProxyType

from hypothesis import strategies as st

from tracegraph import CasePeriod, LingerPolicy, Visit

# One second past this moment is another local day: 2021-09-10T00:00+07:00.
MIDNIGHT = 1_631_206_800
PEOPLE = ("an", "binh", "chi", "dung")
KIND_OF_PLACE = {"cho": "market", "quan": "restaurant", "cong vien": "outdoor"}

seconds = st.integers(0, 12)
moments = st.integers(MIDNIGHT - 15, MIDNIGHT + 15)


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    place = draw(st.sampled_from(sorted(KIND_OF_PLACE)))
    start = draw(moments)
    length = draw(st.none() | seconds)
    end = None if length is None else start + length
    return Visit(draw(st.sampled_from(PEOPLE)), place, KIND_OF_PLACE[place], start, end)


@st.composite
def visit_lists(draw: st.DrawFn) -> list[Visit]:
    """Visits, some of them twice."""
    once = draw(st.lists(visits(), max_size=14))
    again = draw(st.lists(st.sampled_from(once), max_size=3)) if once else []
    return once + again


@st.composite
def case_periods(draw: st.DrawFn) -> CasePeriod:
    person = draw(st.sampled_from(PEOPLE))
    begin = draw(moments)
    length = draw(st.none() | st.integers(0, 30))
    return CasePeriod(person, person, begin, None if length is None else begin + length)


@st.composite
def policies(draw: st.DrawFn) -> LingerPolicy:
    return LingerPolicy(
        linger_default_s=draw(seconds),
        linger_s=MappingProxyType({"outdoor": draw(seconds)}),
        open_default_s=draw(seconds),
        open_s=MappingProxyType({"market": draw(seconds)}),
    )
