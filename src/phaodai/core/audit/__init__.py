"""What happened and who looked.

Tables of state keep their history by database triggers (pghistory, ``@pghistory.track()``), with user and
reason from `context`. Reads of health data are rows of `ReadLog`; deeds worth a line are `ActionLog`.
"""
