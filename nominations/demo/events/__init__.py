"""What happens in the year of the demonstration, as events."""
