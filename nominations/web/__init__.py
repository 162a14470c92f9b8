"""HTTP, and only HTTP: permission checks before every view, sessions, error pages, the frame of a page.

Every package may use all of it.
"""
