"""Machinery of all capabilities: actors, permissions, audiences, operations, audit, notices and notifications."""
