"""Routing: from an update to its handler."""
