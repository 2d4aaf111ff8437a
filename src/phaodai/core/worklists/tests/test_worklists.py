"""Everything that waits for somebody comes in one query, most urgent first."""

from phaodai.core.worklists.queries import capped, worklists_of


def test_lists_follow_the_roles(cast):
    codes = {worklist.code for worklist in worklists_of(cast.lab)}
    assert codes
    assert not codes & {worklist.code for worklist in worklists_of(cast.checkpoint)}


def test_counts_are_capped():
    assert (capped(99), capped(100)) == ("99", "99+")
