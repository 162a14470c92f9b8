"""The call: what the award is and until when nominations are taken, extensions for everybody or for one.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "queries.deadlines",
    "texts",
)
