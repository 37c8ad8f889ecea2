"""The multipart forms in which the Python client sends files."""

from __future__ import annotations

import io

import aiohttp
import orjson

from sandbox.client_types import AlbumItem, Json


def item_fields(item: AlbumItem) -> Json:
    """The fields of a file. Its name is one because a multipart header cannot carry every character."""
    fields = {
        "name": item.name,
        "kind": item.kind,
        "caption": item.caption,
        "caption_entities": list(item.caption_entities),
        "parse_mode": item.parse_mode,
        "mime_type": item.mime_type,
        "declared_size": item.declared_size,
    }
    return {key: value for key, value in fields.items() if value not in (None, "", [])}


def form_of(fields: Json) -> aiohttp.FormData:
    """A multipart form; everything but texts goes as JSON."""
    form = aiohttp.FormData(default_to_multipart=True)
    for key, value in fields.items():
        if value is not None:
            form.add_field(key, value if isinstance(value, str) else orjson.dumps(value).decode())
    return form


def attach(form: aiohttp.FormData, name: str, data: bytes) -> None:
    form.add_field(name, io.BytesIO(data), filename="file", content_type="application/octet-stream")
