"""Messages about meetings, and their calendar files."""
