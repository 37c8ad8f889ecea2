"""Requests of members that are over, since what they are about was closed before anybody decided (A3, J2).

Nobody could decide such a request any more, and the person who asked would wait for an answer. Questions, and messages
that were sent on, can still be answered.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.requests import RequestKind, RequestState, list_ended_at, list_standing, list_waiting_about
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.endings import Endings
from twg.core.notices import Cause
from twg.core.notifications import notify
from twg.requests.notices import OVER, who_asked
from twg.requests.reminding import remind_of

#: Requests that, once granted, take a task from the person who asked.
_EXCUSING = (RequestKind.NO_DATA, RequestKind.NOT_MINE, RequestKind.HAND_OVER)
#: What ending a request changes.
_ENDING = ("state", "decided_by_id", "decided_at")


async def end_requests(
    session: AsyncSession,
    actor: Actor,
    subject_type: str,
    subject_ids: Collection[int],
    *,
    now: datetime,
    not_before: datetime | None = None,
    untold: Collection[int] = (),
) -> list[int]:
    """End the requests that wait to be decided about these rows, and tell those who asked.

    Their reminders stay set: the tick looks again and makes them void, unless the requests wait again by then.

    Args:
        not_before: when to tell, UTC; None for now.
        untold: ids of people who learn of it in another message.
    Returns:
        Ids of the notifications.
    """
    told = []
    for request in await list_waiting_about(session, subject_type, subject_ids):
        before = values_of(request, *_ENDING)
        request.state, request.decided_by, request.decided_at = RequestState.OVER, actor.person, now
        await session.flush()
        after = values_of(request, *_ENDING)
        await record(session, actor, "requests.end", request, now=now, before=before, after=after)
        to = excluding(await who_asked(Cause(session, request, now, actor.person_id)), *untold)
        if to:
            told.append(await notify(session, OVER, subject=request, to=to, now=now, by=actor, not_before=not_before))
    return [notification.id for notification in told]


async def end_agreed(session: AsyncSession, actor: Actor, subject_type: str, subject_id: int, *, now: datetime) -> bool:
    """End what was agreed about a row: that its person has no data, or that it is somebody else's. Theirs it is again.

    Returns: whether anything was agreed.
    """
    agreed = [
        request
        for request in await list_standing(session, subject_type, [subject_id])
        if request.state is RequestState.GRANTED and request.kind in _EXCUSING
    ]
    for request in agreed:
        before = values_of(request, "state")
        request.state = RequestState.OVER
        await record(session, actor, "requests.end", request, now=now, before=before, after=values_of(request, "state"))
    return agreed != []


async def let_wait_again(
    session: AsyncSession, actor: Actor, subject_type: str, subject_id: int, ended_at: datetime, *, now: datetime
) -> None:
    """Undo `end_requests` about a row that was closed at `ended_at` (UTC) and is open again.

    Their reminders are set anew: the tick may have made them void in between.
    """
    for request in await list_ended_at(session, subject_type, subject_id, ended_at):
        before = values_of(request, *_ENDING)
        request.state, request.decided_by, request.decided_at = RequestState.WAITING, None, None
        await session.flush()
        after = values_of(request, *_ENDING)
        await record(session, actor, "requests.undo_end", request, now=now, before=before, after=after)
        await remind_of(session, request, actor, now=now)


ENDINGS = Endings(end=end_requests, undo_end=let_wait_again, end_agreed=end_agreed)
