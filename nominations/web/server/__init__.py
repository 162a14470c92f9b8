"""WSGI middleware around the application: request ids, limits, and decoding of forms."""
