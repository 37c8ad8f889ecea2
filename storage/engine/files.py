"""Where an SQLite database is on the disk."""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import make_url


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL; `None` for a database in memory or on a server."""
    parsed = make_url(url)
    in_file = parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}
    return Path(str(parsed.database)) if in_file else None


def make_private(file: Path) -> None:
    """Make the folder and the empty file, each if it is missing, so that no other user of the machine may read them.

    The file holds contact details. SQLite gives the files that it adds, such as the write-ahead log, the permissions of
    this one. A folder or file that is already there keeps its permissions.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
