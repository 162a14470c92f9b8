"""Nominations: the applicant's answers, section by section, those who write them together, submission and receipt.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "queries.corrections",
    "queries.editable_parts",
    "queries.outside_requests",
    "queries.working_copy",
    "reports.documents",
    "reports.letters",
    "reports.question_list",
    "rules.progress",
    "services.nominations",
    "steps.collaborators",
    "steps.working_copy_changes",
    "texts",
    "views.form_fields",
    "views.sections.section_page",
)
