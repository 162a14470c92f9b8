"""Words that people read, one table each."""
