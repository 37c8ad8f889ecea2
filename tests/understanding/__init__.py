"""Messages, values, days and agenda lines as people type them, with what may be stored because of each."""
