"""Redaction: what reviewers get of a nomination, as officers decide it: attachments hidden, or replaced by a copy."""
