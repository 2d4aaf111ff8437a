"""What the machine room sees of the running program: a log line and a measured time for each request, nobody's data."""
