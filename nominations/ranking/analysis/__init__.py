"""Mathematics over plain data."""
