"""Protection against other web pages in the same browser: the same-origin check and the security headers."""

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
#: Values of `Sec-Fetch-Site` that a browser sends with requests from pages of other origins.
CROSS_ORIGIN = frozenset({b"cross-site", b"same-site"})
#: Links on other pages may lead here: opening the chat page changes nothing.
ENTRY_PATH = "/"


class SameOriginOnly:
    """Refuses requests from web pages of other origins with 403. Programs and the chat page itself are allowed.

    The check of the `Host` header prevents DNS rebinding: a page cannot reach the sandbox under a name of its own.

    Args:
        host: the address that the sandbox listens on. `Host` is checked only when this is a loopback address.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self.app = app
        self.accepts_other_hosts = host not in {"127.0.0.1", "localhost", "::1"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_allowed(scope):
            await PlainTextResponse("this sandbox answers bots and its own page only\n", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_allowed(self, scope: Scope) -> bool:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if not self.accepts_other_hosts and _name(host) not in LOOPBACK:
            return False
        # Programs send neither of the next two headers. A web page cannot suppress them.
        origin = headers.get(b"origin")
        if origin is not None and _netloc(origin) != host:
            return False
        return headers.get(b"sec-fetch-site") not in CROSS_ORIGIN or scope["path"] == ENTRY_PATH


def _name(host: str) -> str:
    """The host name without its port."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _netloc(origin: bytes) -> str | None:
    """The host and port of an `Origin` header, None when it is malformed."""
    try:
        return urlsplit(origin.decode("latin-1")).netloc
    except ValueError:
        return None


class PageHeaders:
    """Adds the security headers: the page may load scripts, styles and data from its own origin only."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in HEADERS if pair[0] not in present)]
            await send(message)

        await self.app(scope, receive, send_with_headers)
