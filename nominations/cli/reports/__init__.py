"""Commands that make reports, documents and tables."""
