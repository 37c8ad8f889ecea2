"""When the notices of a change go out: shown before it is saved, and told after it to the person who made it (U4)."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from handlers.routing.request import Reply, Request, say
from handlers.routing.several_twgs import named_in
from messages.rendering.keyboards import button
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _
from storage.members import Person
from twg.core.notifications import Written, forget_written, leaves_at, list_written
from twg.core.refusals import Refusal
from twg.core.undoing import UNDO_FOR

SEND_NOW = _("Send it now")
#: A change is waited for at most so long before its notices go out; only then can quiet hours hold them.
_AHEAD = UNDO_FOR + timedelta(minutes=1)
#: Names of recipients that are written out.
_MOST_NAMED = 3


@dataclass(frozen=True)
class Foreseen:
    """When what a change tells others would go out.

    Attributes:
        held_until: the first moment at which something held is sent, UTC; None where nothing would be held.
    """

    held_until: datetime | None

    def note(self, request: Request) -> Text:
        """A line for the message in which the change is confirmed."""
        if self.held_until is None:
            return _("These are quiet hours or days off; it goes out at once, since later it would be too late.")
        moment = format_moment(self.held_until.astimezone(request.zone), locale=request.locale)
        return _("It goes out on {moment}, outside quiet hours and days off.").with_(moment=moment)


async def foresee(request: Request, do: Callable[[Request], Awaitable[object]]) -> Foreseen | None:
    """What would become of the notices of a change; None in open hours, or where it tells nobody.

    The change is made in a savepoint that is rolled back, so that every capability is foreseen alike, by what it does.

    Args:
        do: makes the change; a refusal means that there is nothing to foresee.
    """
    session = request.session
    if request.actor is None or not _closes(request):
        return None
    kept = len(list_written(session))
    with _unchanged(request), _ids_below_zero(session.sync_session):
        try:
            async with session.begin_nested() as trial:
                await do(request)
                written = [each for each in list_written(session)[kept:] if each.person_ids]
                held = list(_held(request, written))
                closed = any(_is_closed(request, each) for each in written)
                await trial.rollback()
        except Refusal:
            return None
        finally:
            forget_written(session, kept)
    return Foreseen(min((moment for _each, moment in held), default=None)) if closed else None


def _closes(request: Request) -> bool:
    """Whether quiet hours or a day off begin before what is done now would be sent."""
    hours, zone = request.member.hours, request.zone
    return any(hours.next_open(moment, zone) > moment for moment in (request.now, request.now + _AHEAD))


@contextmanager
def _ids_below_zero(session: Session) -> Iterator[None]:
    """Give new rows ids below zero, so that a trial takes none of the numbers that people read: "No. 6" of an action.

    PostgreSQL does not give a number back when what took it is rolled back.
    """
    ids = count(-1, -1)

    def number(session: Session, *_rest: object) -> None:
        for row in session.new:
            if "id" in inspect(row).mapper.columns and row.id is None:
                row.id = next(ids)

    event.listen(session, "before_flush", number)
    try:
        yield
    finally:
        event.remove(session, "before_flush", number)


@contextmanager
def _unchanged(request: Request) -> Iterator[None]:
    """Give every row that the session holds the values back that it has now: a rollback would leave them unread."""
    rows = list(request.session.sync_session.identity_map.values())
    before = [(row, {**inspect(row).dict}) for row in rows]
    info = dict(request.session.info)
    try:
        yield
    finally:
        request.session.info.clear()
        request.session.info.update(info)
        for row, values in before:
            for attribute in inspect(row).mapper.attrs:
                if attribute.key in values:
                    value = values[attribute.key]
                    set_committed_value(row, attribute.key, list(value) if isinstance(value, list) else value)


def _is_closed(request: Request, written: Written) -> bool:
    """Whether it is sent in quiet hours or on a day off, or held by them."""
    hours, soonest = request.member.hours, _soonest(request, written)
    return not written.notification.urgent and hours.next_open(soonest, request.zone) > soonest


def _soonest(request: Request, written: Written) -> datetime:
    return max(request.now, written.notification.not_before or request.now)


def _held(request: Request, written: list[Written]) -> Iterator[tuple[Written, datetime]]:
    """Those that quiet hours or days off hold, each with the moment until when."""
    hours = request.member.hours
    for each in written:
        soonest = _soonest(request, each)
        moment = leaves_at(each.notification, hours, request.zone, soonest=soonest)
        if moment > soonest:
            yield each, moment


def sending_at_once(request: Request) -> Request:
    """The request of a person who wants what it causes to be sent also in quiet hours and on days off."""
    return replace(request, actor=replace(request.member, at_once=True))


async def tell_held(request: Request, reply: Reply) -> Reply:
    """The reply, followed by until when that is held which its person caused, with a button to send it.

    Notifications with a progress message are left out: that message says it.
    """
    caused = [
        each
        for each in list_written(request.session)
        if each.person_ids
        and each.notification.progress_chat_id is None
        and request.actor is not None
        and each.notification.actor_id == request.actor.person_id
    ]
    held = list(_held(request, caused)) if caused else []
    if not held or not request.incoming.private:
        return reply
    people = list(dict.fromkeys(person_id for each, _moment in held for person_id in each.person_ids))
    named = Person.id.in_(people[:_MOST_NAMED])
    names = list(await request.session.scalars(select(Person.name).where(named).order_by(Person.name)))
    first = held[0][0].notification
    told = say(
        "deliveries/held",
        keyboard=((button(SEND_NOW, "deliveries:now", first.id),),),
        names=names,
        others=len(people) - len(names),
        moment=min(moment for _each, moment in held),
    )
    return replace(reply, also=(*reply.also, named_in(request, told, first.twg_id)))
