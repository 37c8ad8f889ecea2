"""Reminders whose time has come."""
