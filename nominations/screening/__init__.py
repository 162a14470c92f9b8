"""Screening: the secretariat's list and file of nominations, the checklist, decisions of eligibility, corrections,
moves between categories, and messages.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "queries.nomination_file",
    "queries.registers",
    "queries.screening",
    "texts",
    "views.export",
    "views.file_page",
    "views.listing",
)
