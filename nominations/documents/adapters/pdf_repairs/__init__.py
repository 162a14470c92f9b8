"""Corrections of what WeasyPrint's PDFs lack for text extraction and screen readers."""
