"""Routing: which reviewer reads which nomination: by hand, by table, or proposed by the optimiser and repaired.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "queries.assignments",
    "rules",
    "views.assignments",
    "views.errors",
)
