"""What stands between the sandbox and other web pages in the same browser."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.urls import LOOPBACK

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-cache"),
)
#: How a browser says that a page of another origin asks.
ELSEWHERE = frozenset({b"cross-site", b"same-site"})
#: Where a link on another page may lead: to the page, which does nothing by being opened.
FRONT_DOOR = "/"


class Guard:
    """Lets in bots and the sandbox's own page: no other page of the same browser, by whatever name it calls this one.

    Args:
        host: the address the sandbox listens on; a name of another machine is let in only when it listens beyond
            loopback.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self.app = app
        self.is_open = host not in {"127.0.0.1", "localhost", "::1"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._lets_in(scope):
            await PlainTextResponse("this sandbox answers bots and its own page only\n", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _lets_in(self, scope: Scope) -> bool:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if not self.is_open and _name(host) not in LOOPBACK:
            return False
        #: A bot sends neither of these. A page can leave out neither.
        origin = headers.get(b"origin")
        if origin is not None and _netloc(origin) != host:
            return False
        return headers.get(b"sec-fetch-site") not in ELSEWHERE or scope["path"] == FRONT_DOOR


def _name(host: str) -> str:
    """A host without its port."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _netloc(origin: bytes) -> str | None:
    """The host and port of an origin, None when it is none."""
    try:
        return urlsplit(origin.decode("latin-1")).netloc
    except ValueError:
        return None


class PageHeaders:
    """Forbids the page every script but its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in HEADERS if pair[0] not in present)]
            await send(message)

        await self.app(scope, receive, send_guarded)
