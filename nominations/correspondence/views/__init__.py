"""Pages and what they post to: HTTP only."""
