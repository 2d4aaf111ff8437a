"""Who had been told what: every telling about a subject is a row, so that a correction can reach everybody."""
