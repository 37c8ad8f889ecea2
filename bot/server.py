"""The HTTP server: webhook, `/healthz`, `/metrics` and the feed."""

import errno
import hmac
import logging
import socket
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn import Config
from uvicorn import Server as Uvicorn

from bot.command_error import CommandError
from bot.config_sections import ServerSection
from bot.feed import Feed
from bot.health import Health
from bot.intake import Intake
from bot.json_reading import read_json
from bot.metrics import Metrics

log = logging.getLogger(__name__)

#: Largest accepted body, in bytes. An update has a few kilobytes, with the longest text about twenty.
LONGEST_BODY = 256 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
#: How long a stop waits for requests being answered, in seconds.
FINISH_S = 5


class Server(Uvicorn):
    """Uvicorn without its signal handlers: the assistant handles signals."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]  # there a generator
        return nullcontext()


def build_server(
    *,
    host: str,
    port: int,
    intake: Intake,
    webhook: "Webhook | None",
    health: Callable[[], Awaitable[Health]],
    metrics: Metrics,
    feed: Feed,
) -> Server:
    """A server to run in the assistant's event loop; without `webhook` it takes no updates."""
    routes = [Route("/healthz", _health_route(health)), Route("/metrics", _metrics_route(health, metrics))]
    routes += feed.routes()
    if webhook is not None:
        routes.append(
            Route("/telegram/{path:path}", _webhook_route(webhook, intake, metrics.count_replaced), methods=["POST"])
        )
    config = Config(
        Starlette(routes=routes),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=FINISH_S,
    )
    return Server(config)


@dataclass(frozen=True)
class Webhook:
    """The secrets by which the server recognises Telegram's calls.

    Attributes:
        path: the last part of the webhook's address.
        secret: the value of the header `X-Telegram-Bot-Api-Secret-Token`.
    """

    path: str
    secret: str

    @classmethod
    def of(cls, secret: str) -> "Webhook":
        """Derive path and header from the configured secret; neither reveals the other or the secret."""
        return cls(_derived(secret, "path"), _derived(secret, "header"))

    def admits(self, path: str, header: str) -> bool:
        """Whether a call has both secrets. Both are always compared, in constant time, against timing attacks."""
        right_path = hmac.compare_digest(path.encode(), self.path.encode())
        right_header = hmac.compare_digest(header.encode(), self.secret.encode())
        return right_path and right_header


def _derived(secret: str, use: str) -> str:
    return hmac.new(secret.encode(), use.encode(), "sha256").hexdigest()


def _webhook_route(
    webhook: Webhook, intake: Intake, count_replaced: Callable[[int], None]
) -> Callable[[Request], Awaitable[Response]]:
    async def receive(request: Request) -> Response:
        """Answer 200 only after the update has committed: after any other status Telegram sends it again."""
        if not webhook.admits(request.path_params["path"], request.headers.get(SECRET_HEADER, "")):
            return Response(status_code=401)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        try:
            update, replaced = read_json(body)
        except ValueError:
            return Response(status_code=400)
        if not isinstance(update, dict) or "update_id" not in update:
            return Response(status_code=400)
        if replaced:
            count_replaced(replaced)
            log.warning("an update had values that cannot be read; replaced: %s", replaced)
        await intake.accept([update])
        return Response(status_code=200)

    return receive


async def _read(request: Request) -> bytes | None:
    """The body; `None` when it is longer than `LONGEST_BODY`."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BODY:
            return None
    return bytes(body)


def _health_route(health: Callable[[], Awaitable[Health]]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        found = await health()
        return JSONResponse(found.as_json(), status_code=503 if found.problems else 200)

    return answer


def _metrics_route(
    health: Callable[[], Awaitable[Health]], metrics: Metrics
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        found = await health()
        metrics.backlog.set(found.backlog)
        metrics.backlog_age_s.set(found.backlog_age_s)
        metrics.leader.set(found.leading)
        metrics.files.set(found.files_waiting)
        metrics.lost.set(found.files_lost)
        metrics.archive.set(bool(found.archive_problem))
        if found.last_tick is not None:
            metrics.tick_age_s.set(found.tick_age_s)
        metrics.clock_off_s.set(found.time.off_s)
        metrics.clock_jumps.set(found.time.jumps)
        return Response(metrics.render(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return answer


def bind(server: ServerSection) -> socket.socket:
    """A socket listening on the configured address. Raises: CommandError.

    It is opened here because uvicorn would log a failure and exit without a message of the program.
    """
    family = socket.AF_INET6 if ":" in server.host else socket.AF_INET
    try:
        return socket.create_server((server.host, server.port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = f"server.port: {server.port} is already in use; choose another, or 0 for none."
            raise CommandError(reason) from None
        raise CommandError(f"server.host: {server.host} cannot be listened on: {error.strerror}") from None
