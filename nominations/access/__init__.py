"""Access: the facts that the policy needs about a nomination, a round or an edition, private links for people without
an account, the limit on attempts to sign in, and the record of who opened a file.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = (
    "queries.corrections",
    "queries.involvement",
    "queries.policy_facts",
    "queries.private_links",
    "queries.review_rules",
    "services.tries",
    "steps.private_links",
    "views.access_log",
    "views.private_links",
)
