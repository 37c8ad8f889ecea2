"""Stores as they are after a month and after ten years, written in bulk."""
