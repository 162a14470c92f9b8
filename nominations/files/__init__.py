"""Files: the store, what a content is, the virus scanner, small pictures, and files on their way out.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "adapters.bad_file",
    "adapters.file_names",
    "adapters.inspection",
    "adapters.scanner",
    "adapters.store",
    "adapters.thumbnails",
    "queries.scans",
    "views.downloads",
)
