"""Meetings: planning, announcing, changing; who comes."""
