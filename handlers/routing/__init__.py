"""From an update to the handler it is for."""
