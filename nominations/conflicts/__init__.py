"""Conflicts of interest: what reviewers declare, what the system finds, what is decided, and who is recused.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "queries.conflicts",
    "queries.findings",
    "queries.own_declarations",
    "rules",
    "services.conflicts",
    "services.declarations",
    "services.found_conflicts",
    "texts",
    "views.evidence",
)
