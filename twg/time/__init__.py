"""Working hours, reminder rules, and the reminders that they make."""
