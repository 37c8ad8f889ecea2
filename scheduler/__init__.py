"""What time does: reminders, delivery, pacing, the archive."""
