"""Bytes kept by their own address, so that the store outlives any chat account (D4)."""

import hashlib
import os
import tempfile
from pathlib import Path


class Archive:
    """A folder of files named by SHA-256: the same bytes are kept once.

    Args:
        root: made when it is missing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where the bytes of this address are, whether or not they are there yet."""
        return self.root / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their address. Written aside and renamed: a crash leaves no half file."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
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
        return self.path(sha256).read_bytes()
