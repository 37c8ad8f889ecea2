"""A content-addressed archive of the files that people send, independent of Telegram's storage (D4)."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

#: With less space left on its disk, in bytes, the archive may not take another file: the largest have 50 MB.
LITTLE_SPACE = 50 * 1024 * 1024


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

        They are written to a temporary file that is then renamed, so that a crash leaves no incomplete file. A file
        that is there and was damaged is replaced.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if not self.check(sha256):
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

    def find_problem(self) -> str:
        """Why the next file may not be stored, in one sentence; empty when nothing is known against it."""
        try:
            return self._find_problem()
        except OSError as error:  # a folder above may not be entered, or its disk does not answer
            return f"{self.root} cannot be reached: {error.strerror}"

    def _find_problem(self) -> str:
        if self.root.exists() and not self.root.is_dir():
            return f"{self.root} is not a folder"
        existing = next(folder for folder in (self.root, *self.root.absolute().parents) if folder.is_dir())
        if not os.access(existing, os.W_OK | os.X_OK):
            return f"{existing} cannot be written"
        free = shutil.disk_usage(existing).free
        return f"{free // (1024 * 1024)} MB are left at {existing}" if free < LITTLE_SPACE else ""

    def check(self, sha256: str) -> str:
        """What is wrong with the file stored under a SHA-256: "missing", "unreadable" or "changed"; empty if nothing.

        It is read in pieces, so that a large one takes no memory.
        """
        try:
            with self.path(sha256).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return "missing"
        except OSError:
            return "unreadable"
        return "" if found == sha256 else "changed"

    def get(self, sha256: str) -> bytes:
        """The bytes stored under a SHA-256. Raises: FileNotFoundError."""
        return self.path(sha256).read_bytes()
