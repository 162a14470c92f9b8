"""What WeasyPrint's PDFs lack, added afterwards."""
