"""The law of the desk as pure functions: no database, no clock."""
