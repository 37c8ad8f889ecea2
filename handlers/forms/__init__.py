"""Forms: a pydantic model asked one question at a time, its answers in the database."""
