"""Agreed actions: recording them, and following them until they are done."""
