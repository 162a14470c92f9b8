"""Correspondence: what a reviewer and the secretariat write to each other about a nomination.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = ("queries.threads",)
