"""Meetings in the chat."""
