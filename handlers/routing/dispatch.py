"""From an update to one reply: inbox row, actor, handler, commit; only then is anything said."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import general
from handlers.forms.conversation import answer_form, ask_again, open_forms, press_form
from handlers.routing.incoming import Incoming
from handlers.routing.menus import MenuEntry, fingerprint, menu_of
from handlers.routing.replies import act_on_reply, find_replyable
from handlers.routing.request import Reply, Request, Settings, find_actor, locale_of, say
from handlers.routing.routes import Handler, Routes, split_data
from storage.core.inbox import accept_update, hold_chat
from storage.core.notifications import leaves_due
from storage.engine.database import Base, Database, is_trouble
from storage.members import Person, find_person
from twg.core.refusals import NotFound, NotRegistered, Refusal, RegistrationOpen
from twg.core.subjects import Domains
from twg.deliveries import welcome_back
from twg.members.invites import find_token

log = logging.getLogger(__name__)

#: How long an ailing database may take to say in which language somebody reads, in seconds.
LOOK_UP_S = 2


@dataclass(frozen=True)
class Handled:
    """A committed update: what to say, to whom, in which language.

    Attributes:
        menu: the command menu Telegram should show this person from now on; empty when it already does.
        due: whether it left something to send to others.
    """

    incoming: Incoming
    reply: Reply
    locale: str
    zone: ZoneInfo
    person_id: int | None = None
    menu: tuple[MenuEntry, ...] = ()
    due: bool = False


class Dispatcher:
    """Handles updates one transaction each.

    Args:
        clock: the current time, UTC, aware.
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

    async def handle(self, incoming: Incoming) -> Handled | None:
        """Do what the update asks for, once; nothing for an update that was handled before.

        A refusal and a bug take back what was written, but the update counts as handled.

        Raises: what ails the database; the update has had no effect and may be handled later.
        """
        try:
            try:
                return await self._attempt(incoming)
            except IntegrityError:  # somebody else wrote the same row at this moment; now it will be found
                return await self._attempt(incoming)
        except Refusal as refusal:
            return await self._close(incoming, Reply(refusal=refusal))
        except Exception as error:
            if is_trouble(error):
                raise
            incident = secrets.token_hex(3)
            log.exception("update %s failed, incident %s", incoming.update_id, incident)
            return await self._apologize(incoming, say("general/incident", incident=incident))

    async def _apologize(self, incoming: Incoming, reply: Reply) -> Handled | None:
        """Note an update that failed; where its sender cannot be read, only that it came: it must not come again."""
        try:
            return await self._close(incoming, reply)
        except Exception as error:
            if is_trouble(error):
                raise
            log.exception("update %s failed again", incoming.update_id)
        async with self._database.begin() as session:
            if not await accept_update(session, incoming.update_id, now=self._clock()):
                return None
        return Handled(incoming, reply, locale_of(incoming, None), ZoneInfo(self._settings.default_zone))

    async def explain_delay(self, incoming: Incoming) -> Handled:
        """What to say of an update that cannot be handled yet, without writing anything."""
        zone = ZoneInfo(self._settings.default_zone)
        return Handled(incoming, say("general/later"), locale_of(incoming, await self._look_up(incoming)), zone)

    async def _look_up(self, incoming: Incoming) -> Person | None:
        """Who it is, as far as the database still answers."""
        try:
            async with asyncio.timeout(LOOK_UP_S), self._database.read() as session:
                return await find_person(session, incoming.sender.user_id)
        except Exception:
            return None

    async def _attempt(self, incoming: Incoming) -> Handled | None:
        now = self._clock()
        async with self._database.begin() as session:
            await hold_chat(session, incoming.chat_id)
            if not await accept_update(session, incoming.update_id, now=now):
                return None
            request = await self._request(session, incoming, now)
            return await self._finish(request, await route(request))

    async def _close(self, incoming: Incoming, reply: Reply) -> Handled | None:
        """Note an update that was refused or failed."""
        now = self._clock()
        async with self._database.begin() as session:
            await hold_chat(session, incoming.chat_id)
            if not await accept_update(session, incoming.update_id, now=now):
                return None
            return await self._finish(await self._request(session, incoming, now), reply)

    async def _request(self, session: AsyncSession, incoming: Incoming, now: datetime) -> Request:
        person = await find_person(session, incoming.sender.user_id)
        writes = incoming.private and incoming.reachable is None
        if person is not None and person.unreachable_since is not None and writes:
            await welcome_back(session, person, now=now)  # whoever writes to us has not blocked us
        actor = find_actor(person, self._settings.timekeeping)
        return Request(session, incoming, self._settings, now, person, actor, self._routes, self._domains)

    async def _finish(self, request: Request, reply: Reply) -> Handled:
        """What must be said, read while the rows are at hand."""
        person = request.person or await find_person(request.session, request.incoming.sender.user_id)
        handled = Handled(request.incoming, reply, request.locale, request.zone)
        if person is None:
            return handled
        actor = find_actor(person, self._settings.timekeeping)
        menu = menu_of(self._routes, None if actor is None else actor.role, person.language)
        if person.commands_shown == fingerprint(menu):
            menu = ()
        zone = actor.zone if actor is not None else request.zone
        due = leaves_due(request.session)
        return Handled(request.incoming, reply, person.language, zone, person.id, menu, due)


async def route(request: Request) -> Reply:
    """Find the one handler this update is for."""
    incoming = request.incoming
    if incoming.reachable is not None:
        return await general.note_reachability(request)
    if not incoming.private:
        return general.answer_group(request)
    if incoming.button:
        return await _route_button(request)
    if incoming.edited:
        return say("general/edited")
    if incoming.command is not None:
        return await _route_command(request, *incoming.command)
    return await _route_message(request)


async def _route_command(request: Request, name: str, rest: str) -> Reply:
    if request.actor is None and name != "cancel" and (name, bool(rest)) != ("start", True):
        registering = [row for row in await open_forms(request) if row.twg_id is None]
        if registering:
            return await ask_again(request, registering[0], RegistrationOpen())
    command = request.routes.commands.get(name)
    if command is None:
        return say("general/unknown_command", name=name[:32], member=request.actor is not None)
    if command.permission is not None:
        request.member.check(command.permission)
    reply: Reply = await command.handler(request, rest)
    return reply


async def _route_button(request: Request) -> Reply:
    data = request.incoming.button
    if data.startswith("f:") and data.count(":") == 3:
        return await press_form(request, data)
    if request.actor is None:
        raise NotRegistered
    return await _act(request, data)


async def _act(request: Request, data: str, handler: Handler | None = None) -> Reply:
    """Do what a button does, or let another handler have what it carries."""
    name, parts = split_data(data)
    button = request.routes.buttons.get(name) or request.routes.buttons_formerly.get(name)
    if button is None:
        raise NotFound
    values = button.read(parts)
    if button.subject is not None:
        request = request.within(await _twg_of(request.session, button.subject, values[0]))
    if button.permission is not None:
        request.member.check(button.permission)
    reply: Reply = await (handler or button.handler)(request, *values)
    return reply


async def _twg_of(session: AsyncSession, subject: type[Base], subject_id: int) -> int:
    """The TWG a row belongs to; the same answer for a missing row as for one of another TWG."""
    row = await session.get(subject, subject_id)
    if row is None:
        raise NotFound
    return int(row.twg_id)  # type: ignore[attr-defined]


async def _route_message(request: Request) -> Reply:
    """A reply acts on what it replies to, then an open form takes it, else it is offered what it can be.

    The link of an invitation that was pasted instead of opened is opened.
    """
    token = find_token(request.settings.bot_username, request.incoming.text)
    if token:
        return await _route_command(request, "start", token)
    about = await find_replyable(request)
    if about:
        return await act_on_reply(request, about)
    if request.actor is not None:
        for data in request.incoming.replied_buttons:
            below = request.routes.replies_below.get(split_data(data)[0])
            if below is not None:
                return await _act(request, data, below)
    rows = await open_forms(request)
    if rows:
        return await answer_form(request, rows[0])
    return await general.offer(request)
