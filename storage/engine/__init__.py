"""Database machinery: connections and transactions, migrations, locks, the lease and the shared send budget."""
