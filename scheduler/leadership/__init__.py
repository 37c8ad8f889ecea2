"""Machinery of the leading process: the lease that makes one process the leader, and archiving files."""
