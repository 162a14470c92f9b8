"""Reminders: when each goes, to whom, and who is due for one."""
