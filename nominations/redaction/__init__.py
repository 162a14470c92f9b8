"""Redaction: what reviewers get of a nomination, as officers decide it: words that a blind round hides, attachments
that are hidden or replaced by a copy.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "queries.checks",
)
