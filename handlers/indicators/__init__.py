"""Joint monitoring indicators and reporting rounds in the chat."""
