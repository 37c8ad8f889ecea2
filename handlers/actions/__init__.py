"""Agreed actions in the chat."""
