"""HTTP, and only HTTP: permission checks before every view, sessions, errors, the frame of a page.

Every package may use all of it.
"""
