"""Registers: what the secretariat answers for, as lists that leave as CSV, XLSX and PDF. One module for each."""
