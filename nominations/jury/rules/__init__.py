"""Rules: no database, no clock, no HTTP."""
