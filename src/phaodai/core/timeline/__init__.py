"""What happened to a person, told by each module in one projection."""

from phaodai.core.timeline.registry import TimelineEntry, TimelineSource, entries_of, register

__all__ = ["TimelineEntry", "TimelineSource", "entries_of", "register"]
