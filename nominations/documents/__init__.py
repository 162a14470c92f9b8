"""Documents: kinds of document, requesting one, making it in a child process, and checking it by its code; the formats
PDF, XLSX, CSV and ZIP.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "adapters.archive_copy",
    "adapters.merge",
    "adapters.pdf",
    "adapters.render",
    "adapters.workbook_reader",
    "kinds",
    "queries.codes",
    "queries.documents",
    "queries.received_letters",
    "reports.code_mark",
    "reports.edition_reports",
    "reports.export_attachment",
    "reports.frame",
    "reports.printing",
    "reports.register_table",
    "reports.table_formats",
    "reports.table_reader",
    "reports.table_sentences",
    "reports.tables",
    "reports.title_page",
    "reports.zip_writer",
    "services.documents",
    "steps.codes",
    "steps.request",
    "texts",
)
