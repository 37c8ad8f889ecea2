"""Reading the parameters of a request: from the query string and a body of JSON, a form, or multipart with files."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.types import Receive, Scope

from sandbox.errors import Impossible, Json, Refused, bad_request
from sandbox.fields import Fields
from sandbox.limits import UPLOAD_BYTES
from sandbox.params import Params, Upload

#: Allowance for the other fields of a multipart body with a file of the largest size.
ENVELOPE_BYTES = 1024 * 1024
BODY_BYTES = UPLOAD_BYTES + ENVELOPE_BYTES
TOO_LARGE = "Request Entity Too Large"


async def read_params(scope: Scope, receive: Receive) -> Params:
    """The parameters of a Bot API call, in the query string and the body. Raises: Refused."""
    headers = dict(scope["headers"])
    query: bytes = scope["query_string"]
    values: Json = dict(parse_qsl(query.decode(), keep_blank_values=True)) if query else {}
    if int(headers.get(b"content-length", 0)) > BODY_BYTES:
        async for _ in _pieces(receive, 0):
            pass
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


async def read_fields(scope: Scope, receive: Receive) -> Fields:
    """The fields and files of a request to the people's API, from JSON or a multipart form. Raises: Impossible."""
    if dict(scope["headers"]).get(b"content-type", b"").lower().startswith(b"multipart/form-data"):
        params = await read_params(scope, receive)
        return Fields(params.values, params.uploads)
    try:
        body = await read_body(receive, ENVELOPE_BYTES)
    except Refused:
        raise Impossible("that is too much for one request") from None
    if not body:
        return Fields()
    try:
        fields = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Impossible("the body is not JSON") from None
    if not isinstance(fields, dict):
        raise Impossible("the body is not a JSON object")
    return Fields(fields)


async def read_body(receive: Receive, limit: int = BODY_BYTES) -> bytes:
    """The complete body. Raises: Refused, with 413, when it has more than `limit` bytes."""
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    return b"".join([body, *[piece async for piece in _pieces(receive, limit - len(body))]])


async def _pieces(receive: Receive, limit: int) -> AsyncGenerator[bytes, None]:
    """The chunks of a body.

    A body over the limit is read to its end and discarded before it is refused: a client that is still sending would
    not read the answer. Raises: Refused, with 413.
    """
    size, more = 0, True
    while more:
        message = await receive()
        more = message["type"] != "http.disconnect" and message.get("more_body", False)
        piece = message.get("body", b"")
        size += len(piece)
        if size <= limit:
            yield piece
    if size > limit:
        raise Refused(413, TOO_LARGE)


class _TooLarge(MultiPartException):
    """Raised inside of the multipart parser, which then closes its temporary files."""


async def _parts(receive: Receive) -> AsyncGenerator[bytes, None]:
    try:
        async for piece in _pieces(receive, BODY_BYTES):
            yield piece
    except Refused:
        raise _TooLarge(TOO_LARGE) from None


async def _read_multipart(headers: Headers, receive: Receive, values: Json) -> Params:
    parser = MultiPartParser(headers, _parts(receive), max_files=100, max_part_size=ENVELOPE_BYTES)
    try:
        form = await parser.parse()
    except _TooLarge:
        raise Refused(413, TOO_LARGE) from None
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
