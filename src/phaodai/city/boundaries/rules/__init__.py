"""Geometry as pure functions: reading a file that nobody may trust, cells, simplification, the delivered form."""
