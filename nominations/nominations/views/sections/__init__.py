"""The sections of the form: read, written, saved while somebody writes."""
