"""Reading, always for somebody and for a purpose."""
