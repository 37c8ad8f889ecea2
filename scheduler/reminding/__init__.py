"""Machinery that fires due reminders."""
