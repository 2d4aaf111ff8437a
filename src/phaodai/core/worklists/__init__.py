"""Queues of things waiting for somebody, in one fixed projection, for everybody's home.

A module's ``worklists.py`` registers `Worklist`s. Each gives a queryset of rows already scoped to the user with
the annotations of `COLUMNS`; `items_for` reads all of them in one UNION ALL.
"""

from phaodai.core.worklists.registry import COLUMNS, Worklist, project, register

__all__ = ["COLUMNS", "Worklist", "project", "register"]
