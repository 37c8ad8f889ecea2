"""What is said about lists of members: remarks on their rows, and the sheet of personal links."""
