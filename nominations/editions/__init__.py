"""Editions: the forms, deadlines and rules of one year of the award, read from files and stored unchanged when the
edition is opened.

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
