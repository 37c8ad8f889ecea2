"""What one process at a time does: the lease, and fetching files for the archive."""
