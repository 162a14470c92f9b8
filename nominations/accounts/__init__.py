"""Accounts: signing in and out, one's own account and its data, closing an account, and who holds which role.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "adapters.addresses",
    "queries.applicants",
    "queries.people",
    "services.preferences",
    "services.roles",
    "steps.accounts",
    "steps.role_lock",
)
