"""What this package puts on paper or into a table."""
