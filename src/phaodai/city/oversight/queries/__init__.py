"""Reading for oversight: emergency openings, the access log, unusual patterns, files."""
