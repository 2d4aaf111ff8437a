"""One file a situation, read like a handbook: what is to be done when this happens.

Every step is safe to run again: it asks how things stand now and does only what is missing.
"""
