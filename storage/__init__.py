"""Persistence: tables, named queries, the database engine, the file archive and the search index."""
