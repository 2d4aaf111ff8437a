"""Indicators are computed from the modules' own facts; nothing is stored here yet."""
