"""Reading, for somebody and for a purpose."""
