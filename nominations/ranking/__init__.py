"""The ranking of a round: scores, severity, agreement, ranks and their uncertainty, official states, and the scoring
report.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "analysis.results",
    "queries.ranking",
    "queries.ranking_snapshots",
    "queries.review_comments",
    "queries.scores",
    "reports.score_sheets",
    "reports.score_tables",
    "rules.places",
    "rules.scoring_snapshot",
)
