"""Registers, papers and the public check."""
