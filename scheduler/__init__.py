"""Work that the clock triggers: firing reminders, delivering notifications, archiving files."""
