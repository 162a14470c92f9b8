"""What lies outside the process."""
