"""From an update to one reply: inbox row, actor, handler, commit. The reply is sent only after the commit."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.routing.acting import find_acting, in_name_of
from handlers.routing.acts import MOST_PARTS
from handlers.routing.foreseeing import tell_held
from handlers.routing.handled import Attempted, Handled, Held
from handlers.routing.incoming import Incoming
from handlers.routing.kept_acts import keep_act, recall_act
from handlers.routing.menus import fingerprint_of, menu_of
from handlers.routing.one_handler import route
from handlers.routing.reading import clean
from handlers.routing.request import Reply, Request, Settings, find_actor, locale_of, say
from handlers.routing.routes import Routes
from storage.core import inbox
from storage.core.inbox import Acceptance
from storage.core.notifications import leaves_due
from storage.core.withheld import list_withheld
from storage.engine.database import Database, is_trouble
from storage.members import Account, find_account
from twg.core.refusals import Refusal
from twg.core.subjects import Domains
from twg.deliveries import welcome_back

log = logging.getLogger(__name__)

#: Longest wait for a failing database to return the sender's language, in seconds.
LOOK_UP_S = 2


class Dispatcher:
    """Handles updates, each in one transaction.

    Args:
        clock: the current time, UTC, timezone-aware.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Callable[[], datetime],
        routes: Routes,
        domains: Domains,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._routes = routes
        self._domains = domains

    async def handle(self, incoming: Incoming, update: dict[str, Any] | None = None) -> Handled | Held | None:
        """Do what the update asks for, once, or let it wait; `None` for an update that was received before.

        A refusal or a bug rolls back what the handler wrote, and the update is recorded as handled.

        Args:
            update: Telegram's JSON object, for an update that may have to wait.
        Raises: the error of a failing database (`is_trouble`); the update has had no effect and may be handled later.
        """
        if update is not None and incoming.waits:
            return await self._hold(incoming, update)
        handled = await self._do(incoming)
        if handled is not Acceptance.BEHIND:
            return handled
        assert update is not None  # noqa: S101 - acts that waited come before what waits behind them
        return await self._hold(incoming, update)

    async def _do(self, incoming: Incoming) -> Attempted:
        """Attempt it; a refusal or a bug is recorded in a transaction of its own."""
        try:
            try:
                return await self._attempt(incoming)
            except IntegrityError:  # a concurrent transaction wrote the same row; the second attempt finds it
                return await self._attempt(incoming)
        except Refusal as refusal:
            typed = incoming.private and bool(incoming.text) and not incoming.button
            return await self._attempt(incoming, Reply(refusal=refusal, to_message=typed))
        except Exception as error:
            if is_trouble(error):
                raise
            incident = secrets.token_hex(3)
            log.exception("update %s failed, incident %s", incoming.update_id, incident)
            return await self._apologize(incoming, say("general/incident", incident=incident))

    async def _hold(self, incoming: Incoming, update: dict[str, Any]) -> Held | None:
        """Let an update wait; `None` for one that was received before."""
        chat_id, album = incoming.chat_id, incoming.album
        async with self._database.begin() as session:
            await inbox.hold_chat(session, chat_id)
            now = self._clock()
            update_id, payload = incoming.update_id, clean(update)
            if not await inbox.hold_update(session, update_id, payload, chat_id=chat_id, album=album, now=now):
                return None
            parts = await inbox.count_parts(session, chat_id, album) if album else 0
        return Held(whole=parts >= MOST_PARTS)

    async def list_waiting(self, chat_id: int) -> list[dict[str, Any]]:
        """The updates of a chat that wait, in their order."""
        async with self._database.read() as session:
            return await inbox.list_waiting(session, chat_id)

    async def list_waiting_chats(self) -> list[int]:
        async with self._database.read() as session:
            return await inbox.list_waiting_chats(session)

    async def _apologize(self, incoming: Incoming, reply: Reply) -> Attempted:
        """Record a failed update, so that Telegram does not deliver it again.

        Where that fails too, for instance because the sender's rows cannot be read, record the update id only.
        """
        try:
            return await self._attempt(incoming, reply)
        except Exception as error:
            if is_trouble(error):
                raise
            log.exception("update %s failed again", incoming.update_id)
        async with self._database.begin() as session:
            if not await inbox.accept_failed(session, incoming.updates, now=self._clock()):
                return None
        return Handled(incoming, reply, locale_of(incoming, None), ZoneInfo(self._settings.default_zone))

    async def explain_delay(self, incoming: Incoming) -> Handled:
        """The reply to an update that cannot be handled yet; nothing is written."""
        zone = ZoneInfo(self._settings.default_zone)
        return Handled(incoming, say("general/later"), locale_of(incoming, await self._look_up(incoming)), zone)

    async def _look_up(self, incoming: Incoming) -> Account | None:
        """The sender's account, as far as the database answers within `LOOK_UP_S`; else `None`."""
        try:
            async with asyncio.timeout(LOOK_UP_S), self._database.read() as session:
                return await find_account(session, incoming.sender.user_id)
        except Exception:
            return None

    async def _attempt(self, incoming: Incoming, reply: Reply | None = None) -> Attempted:
        """Record an update as handled, and do what it asks for unless `reply` answers it; `None` if it was handled."""
        now = self._clock()
        async with self._database.begin() as session:
            await inbox.hold_chat(session, incoming.chat_id)
            if incoming.parts:
                incoming = replace(
                    incoming, late=await inbox.is_album_handled(session, incoming.chat_id, incoming.album)
                )
            accepted = await self._accept(session, incoming, now)
            if accepted is not Acceptance.NEW:
                return None if accepted is Acceptance.REPEATED else Acceptance.BEHIND
            request = await self._request(session, await recall_act(session, incoming), now)
            if reply is None:
                request, asked = await find_acting(request)
                reply = asked or in_name_of(request, await tell_held(request, await route(request)))
            await keep_act(request, reply)
            return await self._finish(request, reply)

    async def _accept(self, session: AsyncSession, incoming: Incoming, now: datetime) -> Acceptance:
        if incoming.parts:
            taken = await inbox.take_waiting(session, incoming.parts)
            return Acceptance.NEW if taken else Acceptance.REPEATED
        return await inbox.accept_update(session, incoming.update_id, chat_id=incoming.chat_id, now=now)

    async def _request(self, session: AsyncSession, incoming: Incoming, now: datetime) -> Request:
        account = await find_account(session, incoming.sender.user_id)
        writes = incoming.private and incoming.reachable is None
        if account is not None and account.unreachable_since is not None and writes:
            await welcome_back(session, account, now=now)  # a person who writes to the bot does not block it
        actor = find_actor(account, self._settings.timekeeping)
        return Request(session, incoming, self._settings, now, account, actor, self._routes, self._domains, route)

    async def _finish(self, request: Request, reply: Reply) -> Handled:
        """The reply with everything needed to send it, read before the session closes."""
        account = request.account or await find_account(request.session, request.incoming.sender.user_id)
        handled = Handled(request.incoming, reply, request.locale, request.zone)
        if account is None:
            return handled
        actor = find_actor(account, self._settings.timekeeping)
        role, leads = (None, False) if actor is None else (actor.role, bool(actor.member.led))
        reader = self._routes, role, account.language, leads
        menu = () if account.commands_shown == fingerprint_of(*reader) else menu_of(*reader)
        zone = actor.zone if actor is not None else request.zone
        after = leaves_due(request.session), list_withheld(request.session)
        return Handled(request.incoming, reply, account.language, zone, account.id, menu, *after)
