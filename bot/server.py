"""The HTTP side: webhook, health and metrics."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Bot, Update
from uvicorn import Config, Server

from bot.metrics import Metrics
from bot.polling import Intake

log = logging.getLogger(__name__)

#: Telegram's updates are a few kilobytes; the longest text takes about twenty.
LONGEST_BODY = 256 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


@dataclass(frozen=True)
class Health:
    """How the assistant is.

    Attributes:
        problems: a sentence for each; empty when all is well.
        backlog: deliveries that are due and not sent, and since when the oldest of them waits.
    """

    problems: tuple[str, ...]
    leader: str
    leading: bool
    last_tick: datetime | None
    backlog: int
    backlog_age_s: float

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": not self.problems,
            "problems": list(self.problems),
            "leader": self.leader,
            "leading": self.leading,
            "last_tick": None if self.last_tick is None else self.last_tick.isoformat(),
            "backlog": self.backlog,
            "backlog_age_s": round(self.backlog_age_s, 1),
        }


def build_server(
    *,
    host: str,
    port: int,
    bot: Bot,
    intake: Intake,
    webhook: "Webhook | None",
    health: Callable[[], Awaitable[Health]],
    metrics: Metrics,
) -> Server:
    """A server to be run in the assistant's own event loop."""
    routes = [Route("/healthz", _health_route(health)), Route("/metrics", _metrics_route(health, metrics))]
    if webhook is not None:
        routes.append(Route(f"/telegram/{webhook.path}", _webhook_route(webhook, bot, intake), methods=["POST"]))
    config = Config(Starlette(routes=routes), host=host, port=port, log_config=None, access_log=False, lifespan="off")
    return Server(config)


@dataclass(frozen=True)
class Webhook:
    """Where Telegram calls and how it proves itself.

    Attributes:
        path: the secret end of the address.
        secret: what the header must carry.
    """

    path: str
    secret: str

    @classmethod
    def of(cls, secret: str) -> "Webhook":
        """Path and header from one configured secret; neither tells the other, nor the secret itself."""
        return cls(_derived(secret, "path"), _derived(secret, "header"))


def _derived(secret: str, use: str) -> str:
    return hmac.new(secret.encode(), use.encode(), "sha256").hexdigest()


def _webhook_route(webhook: Webhook, bot: Bot, intake: Intake) -> Callable[[Request], Awaitable[Response]]:
    async def receive(request: Request) -> Response:
        """200 only after the update has committed: Telegram sends anything else again."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), webhook.secret.encode()):
            return Response(status_code=401)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        try:
            update = Update.de_json(json.loads(body), bot)
        except (ValueError, TypeError, KeyError, AttributeError):
            return Response(status_code=400)
        await intake.accept([update])
        return Response(status_code=200)

    return receive


async def _read(request: Request) -> bytes | None:
    """The body, or nothing when it is longer than any update."""
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
        if found.last_tick is not None:
            metrics.tick_age_s.set((datetime.now(UTC) - found.last_tick).total_seconds())
        return Response(metrics.render(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return answer
