"""The feed: programs of members read the shared store over HTTP, by a token that the chat has given (R4).

It reads only, and only what the member who made the token may see at that moment. `docs/feed.md` describes it.
"""

import asyncio
import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import IO, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.feed_limits import FeedLimits
from messages.export.composing import compose
from messages.export.feed import PageGone, write_csv, write_page
from messages.rendering.texts import LOCALES
from storage.core.archive import Archive
from storage.engine.database import Database
from storage.export import FeedToken, note_feed_use
from twg.core.actors import Actor
from twg.core.refusals import NotAllowed, NotFound
from twg.core.sheets import Composed, Sheet
from twg.core.subjects import Domains
from twg.export.feeds import TOKEN, FeedClosed, UnknownToken, check_open, find_reader, note_read
from twg.export.files import access_filed, files_sheet
from twg.export.store import Export
from twg.language.spans import UnreadableSpan, read_span

log = logging.getLogger(__name__)

#: Where it is below the address of the server. The number grows when programs that read it would have to change.
PATH = "/feed/v1"
#: Rows of a page, where nothing else is asked, and at most.
ROWS, MOST_ROWS = 500, 1000
#: Bytes that are sent at once; before each piece the token is looked at again.
PIECE = 64 * 1024
#: How a program shows its token.
_BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)
#: How a program may ask; the others are taken too, so that they are refused with a sentence.
_READING = ("GET", "HEAD")
_METHODS = [*_READING, "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
#: What a program may ask for behind the "?".
_PARAMETERS = {"after", "lang", "limit", "period"}


class _Refused(Exception):
    """A request is answered with an error.

    Args:
        words: one English sentence for the person whose program asked.
    """

    def __init__(self, status: int, words: str, **headers: str) -> None:
        super().__init__(words)
        self.response = JSONResponse(
            {"error": words}, status, {name.replace("_", "-"): headers[name] for name in headers}
        )


@dataclass(frozen=True)
class _Call:
    """A request with who reads by it."""

    request: Request
    token: FeedToken
    actor: Actor
    now: datetime


class Feed:
    """Args: `clock`: returns the current time, UTC, timezone-aware."""

    def __init__(self, database: Database, archive: Archive, domains: Domains, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._archive = archive
        self._clock = clock
        self._limits = FeedLimits()
        self._sheets_of_files = tuple(domains.sheets)
        listed = [*domains.sheets, files_sheet(self._sheets_of_files)]
        self._sheets: Mapping[str, Sheet] = {sheet.key: sheet for sheet in listed}

    def routes(self) -> list[Route]:
        """What the server answers; each is refused without a token."""
        return [
            Route(PATH, self._answering(self._list), methods=_METHODS),
            Route(f"{PATH}/files/{{file_id}}", self._answering(self._file), methods=_METHODS),
            Route(f"{PATH}/{{sheet}}.{{ending}}", self._answering(self._sheet), methods=_METHODS),
            Route("/feed/{rest:path}", self._answering(_nothing), methods=_METHODS),
        ]

    def _answering(self, give: Callable[[_Call], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                call = await self._admit(request)
                response = await give(call)
            except _Refused as refused:
                return refused.response
            log.info("feed: token %s read %s: %s", call.token.id, request.url.path, response.status_code)
            return response

        return answer

    async def _admit(self, request: Request) -> _Call:
        """Who reads by a request. Raises: _Refused."""
        if request.method not in _READING:
            raise _Refused(405, "The feed is for reading: it takes GET and HEAD.", Allow=", ".join(_READING))
        if TOKEN.search(str(request.url)):
            words = "Others can read a token in an address: send it as “Authorization: Bearer …”, and revoke this one."
            raise _Refused(400, words)
        shown = _BEARER.fullmatch(request.headers.get("authorization", ""))
        if shown is None:
            raise _Refused(401, "Please send your token as “Authorization: Bearer …”.", WWW_Authenticate="Bearer")
        now = self._clock()
        try:
            async with self._database.read() as session:
                token, actor = await find_reader(session, shown[1])
        except UnknownToken as closed:
            self._check_rate(None)
            raise _Refused(401, closed.reason, WWW_Authenticate="Bearer") from None
        except FeedClosed as closed:
            self._check_rate(None)
            raise _Refused(403, closed.reason) from None
        self._check_rate(token.id)
        unknown = {*request.query_params} - _PARAMETERS
        if unknown:
            raise _Refused(400, f"The feed knows no “{min(unknown)}”; it knows {', '.join(sorted(_PARAMETERS))}.")
        return _Call(request, token, actor, now)

    def _check_rate(self, token_id: int | None) -> None:
        """Raises: _Refused where a token, or all strangers together, ask too often."""
        wait_s = self._limits.wait_s(token_id)
        if wait_s:
            raise _Refused(429, f"Too many requests; please wait {wait_s} seconds.", Retry_After=str(wait_s))

    async def _list(self, call: _Call) -> Response:
        """Every sheet with the keys of its columns, and where its rows are."""
        sheets = [
            {
                "sheet": sheet.key,
                "title": sheet.label,
                "columns": dict(sheet.headings),
                "json": f"{PATH}/{sheet.key}.json",
                "csv": f"{PATH}/{sheet.key}.csv",
            }
            for sheet in self._sheets.values()
        ]
        return JSONResponse({"twg": call.actor.twg.code, "sheets": sheets}, headers=_HEADERS)

    async def _sheet(self, call: _Call) -> Response:
        sheet, ending = self._sheets.get(call.request.path_params["sheet"]), call.request.path_params["ending"]
        if sheet is None or ending not in {"json", "csv"}:
            return await _nothing(call)
        export, locale = self._export(call, sheet), _locale(call.request)
        if ending == "csv":
            if {"after", "limit"} & {*call.request.query_params}:
                raise _Refused(400, "A CSV file is the whole sheet: “after” and “limit” are for pages of JSON.")
            file, etag = await self._made(call, partial(write_csv, export, locale))
            return await self._sent(call, sheet.key, file, etag, "text/csv; charset=utf-8")
        asked = call.request.query_params
        page = partial(write_page, export, locale, after=asked.get("after", ""), limit=_limit(asked))
        file, etag = await self._made(call, page)
        return await self._sent(call, sheet.key, file, etag, "application/json")

    def _export(self, call: _Call, sheet: Sheet) -> Export:
        words = call.request.query_params.get("period", "")
        try:
            period = read_span(words, today=call.now.astimezone(call.actor.zone).date()) if words else None
        except UnreadableSpan:
            raise _Refused(
                400, "“period” is a year, a quarter or two days: 2026, Q3 2026, 1/1/2026-30/6/2026."
            ) from None
        members = ((call.actor.twg.id, call.actor.member.id),)
        return Export(self._database.url, members, call.now, (sheet,), period)

    async def _made(self, call: _Call, write: Callable[[IO[bytes]], Any]) -> tuple[IO[bytes], str]:
        """A file that is written in a thread, and its SHA-256, hexadecimal. One at a time for each token."""
        if not self._limits.begin(call.token.id):
            raise _Refused(429, "One request at a time: please wait for the answer to the last one.", Retry_After="1")
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
        try:
            async with self._limits.building:
                digest = await asyncio.to_thread(_write, file, write)
        except PageGone:
            file.close()
            raise _Refused(
                410, "No row has the id in “after”: it is the “next” of the page before, and that row may be gone."
            ) from None
        except (NotFound, NotAllowed):
            file.close()
            raise _Refused(403, "This token does not open that any more.") from None
        except BaseException:
            file.close()
            raise
        finally:
            self._limits.end(call.token.id)
        return file, digest

    async def _file(self, call: _Call) -> Response:
        """The bytes of one file that belongs to a row which the member may see."""
        try:
            file_id, made = int(call.request.path_params["file_id"]), None
            async with self._database.read() as session:
                sheet, filed = await access_filed(session, call.actor, self._sheets_of_files, file_id)
                if isinstance(filed.file, Composed):
                    made = await compose(session, call.actor, sheet, filed.file)
        except (ValueError, NotFound):
            return await _nothing(call)
        if made is not None:
            copy = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
            copy.write(made)
            copy.seek(0)
            return await self._sent(call, "files", copy, hashlib.sha256(made).hexdigest(), "application/octet-stream")
        sha256 = filed.file.sha256
        wrong = "not archived yet" if sha256 is None else await asyncio.to_thread(self._archive.check, sha256)
        if wrong or sha256 is None:
            raise _Refused(404, f"This file is {wrong}.")
        file = self._archive.path(sha256).open("rb")
        return await self._sent(call, "files", file, sha256, "application/octet-stream")

    async def _sent(self, call: _Call, what: str, file: IO[bytes], etag: str, kind: str) -> Response:
        """The file as an answer, or none where the program has it already; the use is noted first."""
        async with self._database.begin() as session:
            await note_feed_use(session, call.token.id, now=call.now)
            await note_read(session, call.token, call.actor, what, now=call.now)
        headers = {**_HEADERS, "ETag": f'"{etag}"', "Content-Type": kind}
        if f'"{etag}"' in call.request.headers.get("if-none-match", ""):
            file.close()
            return Response(status_code=304, headers=headers)
        return _Transfer(file, headers, partial(self._check_open, call.token.id))

    async def _check_open(self, token_id: int) -> None:
        async with self._database.read() as session:
            await check_open(session, token_id)


#: Of every answer: it is for one reader, who asks each time whether it has changed.
_HEADERS = {"Cache-Control": "private, no-cache", "Vary": "Authorization", "X-Content-Type-Options": "nosniff"}


async def _nothing(_call: _Call) -> Response:
    raise _Refused(404, f"There is nothing here; {PATH} lists what there is.")


def _locale(request: Request) -> str:
    locale = request.query_params.get("lang", LOCALES[0])
    if locale not in LOCALES:
        raise _Refused(400, f"“lang” is one of {', '.join(LOCALES)}.")
    return locale


def _limit(asked: Mapping[str, str]) -> int:
    words = asked.get("limit", str(ROWS))
    if not (words.isascii() and words.isdigit() and 1 <= int(words[:9]) <= MOST_ROWS):
        raise _Refused(400, f"“limit” is a number of rows from 1 to {MOST_ROWS}.")
    return int(words)


def _write(file: IO[bytes], write: Callable[[IO[bytes]], Any]) -> str:
    write(file)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a temporary file is one
    file.seek(0)
    return digest


class _Transfer(Response):
    """Sends a file in pieces.

    Before each piece the token is looked at again. Once it does not open the store any more, the connection is closed
    before the announced length has come, so that the program sees that it got a part only.
    """

    def __init__(self, file: IO[bytes], headers: dict[str, str], check: Callable[[], Awaitable[None]]) -> None:
        super().__init__(headers=headers)
        self._file = file
        self._check = check
        self.headers["Content-Length"] = str(os.fstat(file.fileno()).st_size)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while scope["method"] != "HEAD" and (piece := await asyncio.to_thread(self._file.read, PIECE)):
                await self._check()
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except FeedClosed as closed:
            log.info("feed: a transfer was broken off: %s", closed.reason)  # the server closes the connection
        finally:
            self._file.close()
