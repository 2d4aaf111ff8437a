"""Spreadsheets as strangers send them, read in a process of its own: `python -m phaodai.core.sheets IN OUT`.

Nothing here knows Django. Whatever a file does (swell, hang, take the reader down), it does to this process only.
"""
