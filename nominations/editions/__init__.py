"""Editions: what one year of the award asks, of whom, until when, and by which rules; read from files, pinned when it
opens.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "countries",
    "queries.editions",
    "rules.answers",
    "rules.article",
    "rules.consent",
    "rules.display",
    "rules.edition",
    "rules.eligibility",
    "rules.files",
    "rules.form",
    "rules.headlines",
    "rules.kinds",
    "rules.questions",
    "rules.reminders",
    "texts",
)
