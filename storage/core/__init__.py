"""What every capability keeps: files, audiences, the outbox, forms, the inbox, the audit, the search index."""
