"""What is kept: tables, named queries, the database, the archive and the search index."""
