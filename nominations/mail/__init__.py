"""Mail: the outbox of letters, written with the act that causes them and sent afterwards.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "adapters.reach",
    "queries.letters",
    "texts",
)
