"""The files of a sandbox. A file may declare a larger size than the data that it holds."""

from __future__ import annotations

import itertools
import mimetypes
import secrets
from dataclasses import dataclass

from sandbox.errors import Json

FOLDERS = {
    "document": "documents",
    "photo": "photos",
    "sticker": "stickers",
    "voice": "voice",
    "video": "videos",
    "audio": "music",
    "animation": "animations",
    "video_note": "video_notes",
}
PREFIXES = {"document": "BQACAg", "photo": "AgACAg", "sticker": "CAACAg", "voice": "AwACAg", "video": "BAACAg"}


@dataclass(slots=True)
class StoredFile:
    """A file as Telegram stores it.

    `size` is in bytes and may be declared; then `data` is shorter. `path` is the path for downloads. `width` and
    `height` are in pixels, 0 when unknown.
    """

    id: str
    unique_id: str
    kind: str
    name: str
    mime_type: str
    size: int
    data: bytes
    path: str
    width: int = 0
    height: int = 0

    def fields(self) -> Json:
        """The fields that all Bot API file objects share."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


class FileStore:
    """All files of one sandbox, by `file_id` and by download path."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)

    def add(
        self, kind: str, data: bytes, *, name: str = "", mime_type: str | None = None, declared_size: int | None = None
    ) -> StoredFile:
        """Store a file. Without `mime_type` its type is guessed from its name."""
        number = next(self._numbers)
        mime_type = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        extension = ("." + name.rsplit(".", 1)[-1]) if "." in name else (mimetypes.guess_extension(mime_type) or "")
        safe = "".join(c for c in extension if c.isascii() and (c.isalnum() or c == "."))
        width, height = image_size(data) or (0, 0)
        file = StoredFile(
            id=f"{PREFIXES.get(kind, 'BQACAg')}{secrets.token_urlsafe(42)}",
            unique_id=f"AgAD{secrets.token_urlsafe(8)}",
            kind=kind,
            name=name,
            mime_type=mime_type,
            size=len(data) if declared_size is None else declared_size,
            data=data,
            path=f"{FOLDERS.get(kind, 'documents')}/file_{number}{safe}",
            width=width,
            height=height,
        )
        self.by_id[file.id] = file
        self.by_path[file.path] = file
        return file

    def add_photo(self, data: bytes, *, declared_size: int | None = None) -> list[StoredFile]:
        """Store a photo in two sizes, the smaller first, as Telegram does.

        Both hold the same bytes: nothing is scaled.
        """
        large = self.add("photo", data, name="photo.jpg", declared_size=declared_size)
        if not large.width:
            large.width, large.height = 800, 600
        small = self.add("photo", data, name="photo.jpg", declared_size=min(large.size, 1500))
        scale = min(1.0, 90 / max(large.width, large.height))
        small.width, small.height = max(1, int(large.width * scale)), max(1, int(large.height * scale))
        return [small, large]


def photo_sizes(files: list[StoredFile]) -> list[Json]:
    """The `photo` field of a message."""
    return [file.fields() | {"width": file.width, "height": file.height} for file in files]


def document_fields(file: StoredFile) -> Json:
    """The `document` field of a message."""
    fields = file.fields() | {"mime_type": file.mime_type}
    return fields | {"file_name": file.name} if file.name else fields


def image_type(data: bytes) -> str | None:
    """The media type of an image by its first bytes; None for anything that browsers do not show as an image."""
    for head, kind in ((b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"GIF8", "image/gif")):
        if data.startswith(head):
            return kind
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF or JPEG; 512 × 512 for any WebP; None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:6] in {b"GIF87a", b"GIF89a"} and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 512, 512
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + length
    return None
