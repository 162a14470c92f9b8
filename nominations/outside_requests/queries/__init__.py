"""What the pages of private links show."""
