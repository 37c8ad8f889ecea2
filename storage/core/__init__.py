"""Tables and queries that all capabilities share: files, audiences, outbox, forms, inbox, audit and search index."""
