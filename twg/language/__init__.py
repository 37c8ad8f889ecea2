"""Parsers for what people type (days, times, numbers, one-line reports), and the search for vague wording."""
