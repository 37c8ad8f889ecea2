"""A lock that lets one process at a time use an SQLite file.

Two processes on one file would both poll Telegram, fire reminders and send deliveries.
"""

import fcntl
import os
from pathlib import Path


class DatabaseInUse(Exception):
    """Another process has the lock of this database."""


class FileLock:
    """An exclusive `flock`, held from `take` until `release` or until the process exits or is killed.

    Args:
        database: path of the SQLite file. The lock file is `<name>.lock` in the same folder; it is never deleted.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the lock without waiting. Raises: DatabaseInUse."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise DatabaseInUse(f"another twgbot already works with {self._path.with_suffix('')}") from None
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
