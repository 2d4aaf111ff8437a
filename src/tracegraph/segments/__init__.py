"""Sealed days of visits: immutable files of 8-byte records, mapped into memory, asked by compiled kernels.

`docs/tracing.md`, "Segments", says what lies in them. The reference in `tracegraph.reference` is their oracle.
What reads and writes needs numpy alone; only `kernels` and what asks through it need numba.
"""
