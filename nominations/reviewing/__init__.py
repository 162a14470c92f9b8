"""Reviewing: the reviewer's desk, score cards, the offline sheet, packs of files, practice, and progress.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "queries.peers",
    "queries.progress",
    "services.round_settings",
    "texts",
    "views.reading_pane",
)
