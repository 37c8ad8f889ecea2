"""HTTP to Telegram: python-telegram-bot's request interface on aiohttp."""

import asyncio
import io
import re
from contextlib import nullcontext
from functools import lru_cache
from typing import IO, Any
from urllib.parse import urlsplit
from urllib.request import getproxies

import aiohttp
import orjson
from aiohttp.abc import AbstractStreamWriter
from aiohttp.hdrs import CONTENT_DISPOSITION
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

#: How long an unused connection is kept, in seconds. A POST that meets a connection the server has just closed may or
#: may not have had its effect, so it is never sent a second time; instead we let go of a connection before the server
#: does. The shortest common idle limit is uvicorn's 5 s; nginx waits 75 s, a local Bot API server 500 s.
_KEEPALIVE_S = 4.0

#: aiohttp takes 0 for "no limit"; a caller who asks for 0 s means "at once".
_SHORTEST_S = 0.001

#: A body is handed to the socket in pieces of this many bytes, and the write timeout limits each of them.
_PIECE = 64 * 1024

#: A token in the path of a Bot API address: /bot123:abc/getMe, /file/bot123:abc/photos/1.jpg.
_TOKEN = re.compile(r"(?P<bot_id>\d+)(?::|%3A)(?P<secret>[\w-]+)", re.IGNORECASE)
#: What can be nothing else, wherever it stands: also behind a port, where an address lacks what should part them.
_TOKEN_ANYWHERE = re.compile(r"\d{6,}(?::|%3A)[\w-]{30,}", re.IGNORECASE)

#: A proxy's user name and password as aiohttp's errors show them: http://user:password@proxy, password='password'.
_CREDENTIALS = re.compile(r"(?<=//)[^/@\s]+(?=@)|(?<=password=')[^']+")

#: A form's names are quoted as browsers do it. aiohttp would percent-encode every letter of a Khmer file name, and
#: Telegram would show the name like that.
_QUOTED = str.maketrans({**{code: f"%{code:02X}" for code in (*range(0x20), 0x7F, ord('"'))}, "\\": "\\\\"})

_DEFAULT_NONE = BaseRequest.DEFAULT_NONE
#: Seconds, None for no limit, or `_DEFAULT_NONE`, whose type python-telegram-bot keeps to itself.
_Timeout = object


class AiohttpRequest(BaseRequest):
    """Sends the requests of a `telegram.Bot` over a pool of kept connections.

    Timeouts are in seconds, None is no limit, and each can be replaced for one request, as with `HTTPXRequest`.
    Nothing is sent twice: a failed request that could have had an effect is reported, not repeated. Redirects are not
    followed, cookies are not kept. No error carries the bot's token, neither in its text nor in its cause.

    Args:
        connection_pool_size: how many requests are under way at once; more wait for their turn.
        read_timeout: between two pieces of the answer, the first counted from the end of the request.
        write_timeout: for handing 64 KiB of the request to the network.
        connect_timeout: for a connection, with name lookup, proxy and TLS.
        pool_timeout: for a turn in the pool.
        media_write_timeout: in place of `write_timeout` when there are files.
        proxy: `http://user:password@host:port`, or https. Without it HTTPS_PROXY, HTTP_PROXY and NO_PROXY decide.
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
        self._pool: _Pool | None = None

    @property
    def read_timeout(self) -> float | None:
        """The default read timeout, in seconds."""
        return self._read_timeout_s

    async def initialize(self) -> None:
        """Open the pool; does nothing when it is open."""
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
        """Send one request and read its answer, whatever its status.

        Raises:
            TimedOut: one of the timeouts was reached.
            NetworkError: no connection, or it broke.
            BadRequest: the parameters cannot be written as JSON, so sending them again would not help.
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
            # The text of an error may quote the answer, and a proxy's error page may quote the address.
            answer = _without_secrets(answer.decode(errors="replace"), url).encode()
        return status, answer

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read Telegram's JSON; bytes that are not UTF-8 become U+FFFD.

        Raises:
            TelegramError: it is not JSON.
        """
        try:
            return orjson.loads(payload)  # type: ignore[no-any-return]
        except orjson.JSONDecodeError:
            pass
        try:
            # A stray byte must not make an update unreadable: Telegram would offer the same one for ever.
            return orjson.loads(payload.decode(errors="replace"))  # type: ignore[no-any-return]
        except orjson.JSONDecodeError as error:
            raise TelegramError("Invalid server response") from error


class _Pool:
    """The connections that are open between `initialize` and `shutdown`."""

    def __init__(self, size: int, proxy: str | None, *, user_agent: str) -> None:
        # aiohttp counts the wait for a free connection as part of connecting. Taking turns here, with no limit of its
        # own, keeps the two timeouts apart.
        self._turns = asyncio.Semaphore(size)
        self._proxy = proxy
        # asyncio sets TCP_NODELAY on every connection by itself.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEEPALIVE_S),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": user_agent},
            # With trust_env aiohttp reads the environment and ~/.netrc in a thread for every request.
            trust_env=proxy is None and not getproxies().keys().isdisjoint({"http", "https"}),
        )

    async def close(self) -> None:
        await self._session.close()

    async def send(
        self,
        method: str,
        url: str,
        body: aiohttp.Payload | None,
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109
        pool_timeout_s: float | None,
    ) -> tuple[int, bytes]:
        try:
            # A timeout is set only where there is something to wait for: here, and where a body is written.
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
                return response.status, await response.read()
        except Exception as error:
            failure = _failure(error, url)
        finally:
            self._turns.release()
        # Not raised where it was caught: the text and the repr of aiohttp's errors carry the address with the token,
        # and an error keeps the one that was being handled.
        raise failure


class _InPieces(aiohttp.Payload):
    """A body, or a part of a form, whose every piece has to leave within the write timeout.

    aiohttp itself limits only reads. It hands a TimeoutError from here to whoever awaits the answer.
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
        if (
            self._length <= _PIECE
        ):  # goes into the connection's buffer; whether it leaves is seen when the answer is due
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
        # Without this, BaseRequest would make it a NetworkError, which is tried again.
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


@lru_cache  # a few are used over and over
def _timeout(connect_s: float | None, read_s: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(connect=_limit(connect_s), sock_read=_limit(read_s))


def _limit(timeout_s: float | None) -> float | None:
    return None if timeout_s is None else max(timeout_s, _SHORTEST_S)


def _failure(error: Exception, url: str) -> TelegramError:
    """Say what went wrong in aiohttp, without the secrets."""
    match error:
        case aiohttp.ConnectionTimeoutError():
            return TimedOut("Timed out while connecting. The request was not sent to Telegram.")
        case TimeoutError():
            return TimedOut()
        case aiohttp.ClientResponseError():
            reason = f"{error.status} {error.message}"
        case _:
            reason = str(error)
    return NetworkError(f"aiohttp.{type(error).__name__}: {_without_secrets(reason, url)}")


def _without_secrets(text: str, url: str) -> str:
    text = _CREDENTIALS.sub("<credentials>", text)
    # The host is skipped, for its port may look like the beginning of a token.
    path = url.partition("://")[2].partition("/")[2]
    if token := _TOKEN.search(path):
        written = rf"{token['bot_id']}(?::|%3A){re.escape(token['secret'])}"
        text = re.sub(written, "<token>", text, flags=re.IGNORECASE)
    return _TOKEN_ANYWHERE.sub("<token>", text)
