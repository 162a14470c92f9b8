"""Pure mathematics over plain data: routing, severity, agreement, ranks. The one place that knows NumPy and SciPy."""
