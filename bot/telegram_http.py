"""The HTTP client for Telegram: python-telegram-bot's request interface, implemented with aiohttp."""

import asyncio
import io
import logging
from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache
from typing import IO, Any
from urllib.parse import urlsplit
from urllib.request import getproxies

import aiohttp
import orjson
from aiohttp.abc import AbstractStreamWriter
from aiohttp.hdrs import CONTENT_DISPOSITION, DATE
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.json_reading import read_json
from bot.without_secrets import without_secrets

log = logging.getLogger(__name__)

#: How long an idle connection is kept, in seconds. When the server closes a connection while a POST is being sent, the
#: client cannot know whether it had its effect, so it does not repeat it. To avoid this, the client closes idle
#: connections before the server does. Idle limits: uvicorn 5 s (the shortest common one), nginx 75 s, a local Bot API
#: server 500 s.
_KEEPALIVE_S = 4.0

#: Stands for a timeout of 0 s ("at once"), which aiohttp would read as "no limit".
_SHORTEST_S = 0.001

#: Size of the pieces in which a body is written, in bytes; the write timeout limits each of them.
_PIECE = 64 * 1024

#: Escapes names in a form as browsers do. aiohttp would percent-encode every letter of a Khmer file name, and Telegram
#: would show the encoded name.
_QUOTED = str.maketrans({**{code: f"%{code:02X}" for code in (*range(0x20), 0x7F, ord('"'))}, "\\": "\\\\"})

_DEFAULT_NONE = BaseRequest.DEFAULT_NONE
#: Seconds, None for no limit, or `_DEFAULT_NONE`, whose type is private to python-telegram-bot.
_Timeout = object


class AiohttpRequest(BaseRequest):
    """Sends the requests of a `telegram.Bot` over a pool of kept-alive connections.

    Timeouts are in seconds; None is no limit. As with `HTTPXRequest`, each can be set for a single request. A failed
    request is reported and never repeated, because it may have had its effect. Redirects are not followed and cookies
    are not kept. Errors hold the bot's token neither in their text nor in their cause.

    Args:
        connection_pool_size: number of requests at the same time; further ones wait.
        read_timeout: until the next piece of the response; for the first one, from the end of the request.
        write_timeout: for writing 64 KiB of the request to the network.
        connect_timeout: for opening a connection, including name lookup, proxy and TLS.
        pool_timeout: for waiting until fewer than `connection_pool_size` requests are under way.
        media_write_timeout: replaces `write_timeout` for requests with files.
        proxy: `http://user:password@host:port`, or https. Without it HTTPS_PROXY, HTTP_PROXY and NO_PROXY apply.
        count_replaced: called with the number of values in a response that could not be read.
    Raises:
        ValueError: the proxy is of another kind, such as SOCKS.
    """

    def __init__(
        self,
        *,
        connection_pool_size: int = 64,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
        proxy: str | None = None,
        count_replaced: Callable[[int], None] = lambda _values: None,
    ) -> None:
        if proxy is not None and urlsplit(proxy).scheme not in {"http", "https"}:
            raise ValueError("a proxy's address begins with http:// or https://")
        self._connection_pool_size = connection_pool_size
        self._read_timeout_s = read_timeout
        self._write_timeout_s = write_timeout
        self._connect_timeout_s = connect_timeout
        self._pool_timeout_s = pool_timeout
        self._media_write_timeout_s = media_write_timeout
        self._proxy = proxy
        self._count_replaced = count_replaced
        self._pool: _Pool | None = None

    @property
    def read_timeout(self) -> float | None:
        """The default read timeout, in seconds."""
        return self._read_timeout_s

    @property
    def date(self) -> str:
        """The `Date` header of the last response; empty when there was none."""
        return "" if self._pool is None else self._pool.date

    async def initialize(self) -> None:
        """Open the pool, unless it is open."""
        if self._pool is None:
            self._pool = _Pool(self._connection_pool_size, self._proxy, user_agent=self.USER_AGENT)

    async def shutdown(self) -> None:
        """Close the pool and its connections; `initialize` opens a new one."""
        if self._pool is not None:
            pool, self._pool = self._pool, None
            await pool.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: _Timeout = _DEFAULT_NONE,
        write_timeout: _Timeout = _DEFAULT_NONE,
        connect_timeout: _Timeout = _DEFAULT_NONE,
        pool_timeout: _Timeout = _DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request.

        Returns:
            HTTP status and body of the response, also for error statuses.
        Raises:
            TimedOut: a timeout was reached.
            NetworkError: the connection could not be opened, or broke.
            BadRequest: the parameters cannot be written as JSON; a repetition would fail too.
        """
        if self._pool is None:
            raise RuntimeError("AiohttpRequest is not initialized")
        with_files = request_data is not None and request_data.contains_files
        write_timeout_s = _chosen(write_timeout, self._media_write_timeout_s if with_files else self._write_timeout_s)
        status, answer = await self._pool.send(
            method,
            url,
            None if request_data is None else _body(request_data, write_timeout_s),
            _timeout(_chosen(connect_timeout, self._connect_timeout_s), _chosen(read_timeout, self._read_timeout_s)),
            _chosen(pool_timeout, self._pool_timeout_s),
        )
        if status >= 300:
            # Errors quote the response, and a proxy's error page may quote the address, which holds the token.
            answer = without_secrets(answer.decode(errors="replace"), url).encode()
        return status, answer

    def parse_json_payload(self, payload: bytes) -> dict[str, Any]:  # type: ignore[override]  # called on the object
        """Parse a JSON object from Telegram; values in it that cannot be read are replaced.

        Raises:
            TelegramError: the payload is no JSON object.
        """
        try:
            found, replaced = read_json(payload)
        except ValueError as error:
            raise TelegramError("Invalid server response") from error
        if not isinstance(found, dict):
            raise TelegramError("Invalid server response")
        if replaced:
            log.warning("an answer of Telegram had values that cannot be read; replaced: %s", replaced)
            self._count_replaced(replaced)
        return found


class _Pool:
    """The client session, open from `initialize` to `shutdown`."""

    def __init__(self, size: int, proxy: str | None, *, user_agent: str) -> None:
        # aiohttp counts the wait for a free connection as part of connecting. This semaphore, with aiohttp's own limit
        # switched off, separates the pool timeout from the connect timeout.
        self._turns = asyncio.Semaphore(size)
        self._proxy = proxy
        self.date = ""
        # TCP_NODELAY needs no option: asyncio sets it on every connection.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEEPALIVE_S),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": user_agent},
            # Only where a proxy is set: with trust_env aiohttp reads ~/.netrc in a thread for every request.
            trust_env=proxy is None and not getproxies().keys().isdisjoint({"http", "https"}),
        )

    async def close(self) -> None:
        await self._session.close()

    async def send(
        self,
        method: str,
        url: str,
        body: aiohttp.Payload | None,
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp keeps to it
        pool_timeout_s: float | None,
    ) -> tuple[int, bytes]:
        try:
            # asyncio.timeout costs time, so it is used only when the request has to wait.
            async with asyncio.timeout(pool_timeout_s) if self._turns.locked() else nullcontext():
                await self._turns.acquire()
        except TimeoutError:
            raise TimedOut(
                "Pool timeout: all connections are in use. The request was not sent to Telegram. "
                "Consider a larger connection pool or a longer pool timeout."
            ) from None
        try:
            async with self._session.request(
                method, url, data=body, timeout=timeout, proxy=self._proxy, allow_redirects=False
            ) as response:
                self.date = response.headers.get(DATE, "")
                return response.status, await response.read()
        except Exception as error:
            failure = _failure(error, url)
        finally:
            self._turns.release()
        # Raised outside of the except block: aiohttp's errors contain the address with the token, and an error raised
        # inside would keep them as its __context__.
        raise failure


class _InPieces(aiohttp.Payload):
    """A body, or a part of a form, that is written in pieces, each within the write timeout.

    aiohttp limits only reads. It raises a TimeoutError from `write` in the coroutine that awaits the response.
    """

    def __init__(
        self,
        content: bytes | IO[bytes],
        content_type: str,
        write_timeout_s: float | None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(content, content_type=content_type, headers=headers)
        self._file = io.BytesIO(content) if isinstance(content, bytes) else content
        self._length = self._file.seek(0, io.SEEK_END)
        self._write_timeout_s = write_timeout_s

    @property
    def size(self) -> int:
        return self._length

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        self._file.seek(0)
        return self._file.read().decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        self._file.seek(0)
        # Small bodies fit into the connection's buffer; if they do not leave, the read timeout ends the request.
        if self._length <= _PIECE:
            await writer.write(self._file.read())
            return
        while piece := self._file.read(_PIECE):
            async with asyncio.timeout(self._write_timeout_s):
                await writer.write(piece)
                await writer.drain()


def _body(request_data: RequestData, write_timeout_s: float | None) -> aiohttp.Payload:
    if request_data.contains_files:
        return _form(request_data, write_timeout_s)
    try:
        content = orjson.dumps(request_data.parameters)
    except orjson.JSONEncodeError as error:
        # BaseRequest would turn any other error into a NetworkError, after which callers try again.
        raise BadRequest(f"Not to be written as JSON: {error}") from error
    return _InPieces(content, "application/json", write_timeout_s)


def _form(request_data: RequestData, write_timeout_s: float | None) -> aiohttp.MultipartWriter:
    form = aiohttp.MultipartWriter("form-data")
    for name, text in request_data.json_parameters.items():
        disposition = f'form-data; name="{name.translate(_QUOTED)}"'
        form.append_payload(aiohttp.StringPayload(text, headers={CONTENT_DISPOSITION: disposition}))
    for name, (filename, content, mimetype) in request_data.multipart_data.items():
        disposition = f'form-data; name="{name.translate(_QUOTED)}"; filename="{filename.translate(_QUOTED)}"'
        form.append_payload(_InPieces(content, mimetype, write_timeout_s, {CONTENT_DISPOSITION: disposition}))
    return form


def _chosen(given: _Timeout, default: float | None) -> float | None:
    return given if given is None or isinstance(given, int | float) else default


@lru_cache  # the program uses only a few combinations
def _timeout(connect_s: float | None, read_s: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(connect=_limit(connect_s), sock_read=_limit(read_s))


def _limit(timeout_s: float | None) -> float | None:
    return None if timeout_s is None else max(timeout_s, _SHORTEST_S)


def _failure(error: Exception, url: str) -> TelegramError:
    """The python-telegram-bot error for an error of aiohttp, without secrets in its text."""
    match error:
        case aiohttp.ConnectionTimeoutError():
            return TimedOut("Timed out while connecting. The request was not sent to Telegram.")
        case TimeoutError():
            return TimedOut()
        case aiohttp.ClientResponseError():
            reason = f"{error.status} {error.message}"
        case _:
            reason = str(error)
    return NetworkError(f"aiohttp.{type(error).__name__}: {without_secrets(reason, url)}")
