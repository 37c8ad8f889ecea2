"""The database itself: connections, migrations, locks and the lease."""
