"""Gathering what a report says, and reading reports. Scope first; nothing here writes."""
