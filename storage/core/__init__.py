"""Tables and queries that capabilities share: files, audiences, outbox, forms, inbox, audit, search and due work."""
