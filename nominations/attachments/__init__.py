"""Attachments: files of a nomination, sent whole or in parts, looked at, scanned, described and removed.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "adapters.received_files",
    "steps.receive_upload",
    "texts",
    "views.attachments",
)
