"""What people type: kept as typed, counted in words, and read as numbers, days and addresses."""
