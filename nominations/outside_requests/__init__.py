"""Requests to people outside: letters of reference, and the nominee's consent, each by a private link."""
