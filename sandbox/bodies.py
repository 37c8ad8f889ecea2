"""Reading the body of a Bot API call: JSON, a form, or multipart with files."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.types import Receive, Scope

from sandbox.errors import Json, Refused, bad_request
from sandbox.limits import UPLOAD_BYTES
from sandbox.params import Params, Upload

#: Room for the fields around the files of a multipart body.
ENVELOPE_BYTES = 1024 * 1024
TOO_LARGE = "Request Entity Too Large"


async def read_params(scope: Scope, receive: Receive) -> Params:
    """The parameters of a call from its query string and its body."""
    headers = dict(scope["headers"])
    query: bytes = scope["query_string"]
    values: Json = dict(parse_qsl(query.decode(), keep_blank_values=True)) if query else {}
    kind = headers.get(b"content-type", b"").lower()
    if kind.startswith(b"multipart/form-data"):
        return await _read_multipart(Headers(scope=scope), receive, values)
    body = await read_body(receive)
    if not body:
        return Params(values)
    if kind.startswith(b"application/json"):
        try:
            given = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise bad_request("can't parse JSON object") from None
        if isinstance(given, dict):
            values.update(given)
    elif kind.startswith(b"application/x-www-form-urlencoded"):
        values.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Params(values)


async def read_body(receive: Receive, limit: int = UPLOAD_BYTES + ENVELOPE_BYTES) -> bytes:
    """A whole body. What is over the limit is read to its end and refused, so that the client hears the answer."""
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    pieces, size = [body], len(body)
    async for piece in _pieces(receive):
        size += len(piece)
        if size <= limit:
            pieces.append(piece)
    if size > limit:
        raise Refused(413, TOO_LARGE)
    return b"".join(pieces)


async def _pieces(receive: Receive) -> AsyncGenerator[bytes, None]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        yield message.get("body", b"")
        if not message.get("more_body"):
            return


async def _read_multipart(headers: Headers, receive: Receive, values: Json) -> Params:
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > UPLOAD_BYTES + ENVELOPE_BYTES:
        async for _ in _pieces(receive):
            pass
        raise Refused(413, TOO_LARGE)
    try:
        form = await MultiPartParser(headers, _pieces(receive), max_files=100, max_part_size=ENVELOPE_BYTES).parse()
    except (MultiPartException, KeyError):
        raise bad_request("can't parse multipart body") from None
    uploads: dict[str, Upload] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            uploads[name] = Upload(value.filename or name, value.content_type, await value.read())
        else:
            values[name] = value
    await form.close()
    if any(len(upload.data) > UPLOAD_BYTES for upload in uploads.values()):
        raise Refused(413, TOO_LARGE)
    return Params(values, uploads)
