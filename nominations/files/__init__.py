"""Files: the store, the inspection of contents, the virus scanner, thumbnails and downloads.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "adapters.bad_file",
    "adapters.file_names",
    "adapters.inspection",
    "adapters.pdf_reading",
    "adapters.scanner",
    "adapters.store",
    "adapters.thumbnails",
    "queries.scans",
    "views.downloads",
)
