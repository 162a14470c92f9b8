"""The panel: reviewers are invited, describe themselves, and leave and come back as a table."""
