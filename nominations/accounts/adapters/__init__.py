"""What lies outside the process, behind a few functions."""
