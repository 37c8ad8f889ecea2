"""What is said of meetings, and their calendar files."""
