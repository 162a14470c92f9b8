"""Documents: a dataclass becomes HTML, the HTML becomes a PDF; tables become CSV and XLSX."""
