"""What two processes do to one request, or to one undo, at the same moment is done once (A3)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.capabilities import registry
from storage.actions import Action
from storage.core.audit import AuditRow
from storage.core.claiming import claim_due
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.members import Person
from storage.requests import MemberRequest, RequestKind
from tests.replicas.conftest import NOW, Two, actor
from tests.support.guard import arrange
from twg import general
from twg.actions import noting, progress, recording
from twg.core.refusals import Refusal
from twg.core.undoing import UNDO_FOR, ChangedSince
from twg.requests import asking, deciding
from twg.requests.access import AlreadyDecided

Operation = Callable[[AsyncSession], Awaitable[Any]]
DUE = NOW.date() + timedelta(days=30)
LATER = DUE + timedelta(days=7)


async def records(session: AsyncSession) -> None:
    owner_id = await session.scalar(select(Person.id).where(Person.name == "Sokha"))
    args = recording.NewAction(text="Send the draft budget", owners=(f"person:{owner_id}",), due_on=DUE)
    await recording.record_action(session, await actor(session, "Dara"), args, now=NOW)


def asks(text: str, kind: RequestKind = RequestKind.MORE_TIME) -> Operation:
    async def do(session: AsyncSession) -> None:
        args = asking.NewRequest(kind=kind, subject_type="action", subject_id=1, text=text, until=LATER)
        await asking.ask(session, await actor(session, "Sokha"), args, now=NOW)

    return do


async def grants(session: AsyncSession) -> None:
    await deciding.grant(session, await actor(session, "Dara"), 1, deciding.Grant(), registry().domains, now=NOW)


async def declines(session: AsyncSession) -> None:
    await deciding.decline(session, await actor(session, "Dara"), 1, "", now=NOW)


async def withdraws(session: AsyncSession) -> None:
    await asking.withdraw(session, await actor(session, "Sokha"), 1, now=NOW)


async def closes(session: AsyncSession) -> None:
    await progress.close(
        session, await actor(session, "Sokha"), 1, noting.Note(text="Sent"), registry().domains, now=NOW
    )


async def reopens(session: AsyncSession) -> None:
    await progress.reopen(session, await actor(session, "Dara"), 1, now=NOW)


async def undoes(session: AsyncSession) -> None:
    change = await session.scalar(select(AuditRow.id).where(AuditRow.action == "actions.end"))
    assert change is not None
    await general.undo(session, await actor(session, "Sokha"), change, registry().domains, now=NOW)


async def claims(session: AsyncSession) -> list[Delivery]:
    arrange(session)
    return await claim_due(session, now=NOW + UNDO_FOR, limit=10)


async def count_requests(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(MemberRequest)) or 0


async def test_of_two_requests_of_a_kind_one_waits(two: Two) -> None:
    await two.does(records)
    try:
        await two.at_once(asks("MEF is late"), asks("MEF is late, again"))
    except IntegrityError:  # the second attempt finds the row of the first, as in the dispatcher
        await two.does(asks("MEF is late, again"))
    assert await two.does(count_requests) == 1
    await two.at_once(asks("Which districts?", RequestKind.QUESTION), asks("And when?", RequestKind.QUESTION))
    assert await two.does(count_requests) == 3


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [
        (grants, grants, AlreadyDecided),
        (grants, declines, AlreadyDecided),
        (declines, withdraws, AlreadyDecided),
        (withdraws, grants, AlreadyDecided),
        (closes, grants, AlreadyDecided),
    ],
)
async def test_of_two_who_decide_one_is_refused(
    two: Two, first: Operation, second: Operation, refusal: type[Refusal]
) -> None:
    await two.does(records)
    await two.does(asks("MEF is late"))
    with pytest.raises(refusal):
        await two.at_once(first, second)


@pytest.mark.parametrize("first", [undoes, reopens])
async def test_it_is_undone_once(two: Two, first: Operation) -> None:
    await two.does(records)
    await two.does(closes)
    with pytest.raises(ChangedSince):
        await two.at_once(first, undoes)


async def test_what_is_undone_just_before_it_is_claimed_is_not_sent(two: Two) -> None:
    await two.does(records)
    await two.does(closes)
    claimed = await two.at_once(undoes, claims)
    assert [delivery.notification.kind for delivery in claimed] == ["action_given"]


async def test_who_is_being_told_while_it_is_undone_is_told_that_too(two: Two) -> None:
    await two.does(records)
    await two.does(closes)
    await two.at_once(claims, undoes)

    async def told(session: AsyncSession) -> list[tuple[str, DeliveryState]]:
        query = select(Notification.kind, Delivery.state).join(Delivery.notification).order_by(Delivery.id)
        return [(row.kind, row.state) for row in await session.execute(query)]

    assert (await two.does(told))[1:] == [
        ("action_closed", DeliveryState.IN_FLIGHT),
        ("action_undone", DeliveryState.PENDING),
    ]
    assert (await two.does(lambda session: session.get_one(Action, 1))).closed_at is None
