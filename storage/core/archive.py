"""A content-addressed archive of the files that people send, independent of Telegram's storage (D4)."""

import hashlib
import os
import tempfile
from pathlib import Path


class Archive:
    """A folder of files named by the SHA-256 of their bytes, so that equal files are stored once.

    Args:
        root: the folder; `put` creates it when it is missing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """The path for a SHA-256 (hexadecimal), whether or not the file exists."""
        return self.root / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Store the bytes and return their SHA-256, hexadecimal.

        They are written to a temporary file that is then renamed, so that a crash leaves no incomplete file.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if target.exists():
            return sha256
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.parent.mkdir(exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as aside:
                aside.write(data)
                aside.flush()
                os.fsync(aside.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes stored under a SHA-256. Raises: FileNotFoundError."""
        return self.path(sha256).read_bytes()
