"""What is fast, measured against a written limit: `make bench`."""
