"""What every request passes before the application."""
