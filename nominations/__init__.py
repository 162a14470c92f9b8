"""Runs an award from the public call to the signed decision."""

__version__ = "1.0.0"
