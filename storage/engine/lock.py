"""One process to an SQLite file: two would each poll, each remind and each deliver."""

import fcntl
import os
from pathlib import Path


class DatabaseInUse(Exception):
    """Another process works with this database."""


class FileLock:
    """Held from `take` until `release` or the end of the process, however that comes about.

    Args:
        database: the SQLite file; the lock is a file beside it, which stays.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")
        self._descriptor: int | None = None

    def take(self) -> None:
        """Raises: DatabaseInUse."""
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
