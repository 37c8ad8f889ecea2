"""A TWG's reminder settings, and reminders that were missed."""
