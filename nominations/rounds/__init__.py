"""Rounds: which files take part, what their reviewers may know, who reviews without being counted, and the arithmetic
of a score card.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "queries.assigned_files",
    "queries.blind",
    "queries.english_versions",
    "queries.reviewer_copies",
    "queries.round_files",
    "queries.rounds",
    "queries.shadows",
    "rules.blind",
    "rules.name_filter",
    "rules.scoring",
    "texts",
)
