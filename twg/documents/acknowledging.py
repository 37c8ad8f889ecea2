"""Acknowledging documents, and who has not (D1)."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from storage.documents import (
    Circulation,
    Receipt,
    find_circulation,
    find_receipt,
    list_own_receipts,
    list_receipts,
    list_waiting_circulations,
)
from storage.engine.database import hold
from storage.members import Person
from twg.core.actors import Actor
from twg.core.addressing import check_runs
from twg.core.audiences import list_audience
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.documents.access import access_circulation, access_document


@dataclass(frozen=True)
class Acknowledgement:
    """What one person has acknowledged of a circulation.

    Attributes:
        acknowledged_at: UTC, when the last document was; None while one is not.
        entered_by: who acknowledged that for this person; None if the person did.
    """

    person: Person
    acknowledged_at: datetime | None
    entered_by: Person | None


@dataclass(frozen=True)
class ReceiptList:
    circulation: Circulation
    acknowledged: list[Acknowledgement]
    waiting: list[Acknowledgement]


@operation(Permission.DOCUMENT_ACKNOWLEDGE)
async def acknowledge(session: AsyncSession, actor: Actor, document_id: int, *, now: datetime) -> Receipt:
    """Record that the actor has received a document; repeating it changes nothing.

    Raises: NotFound, also for somebody it was not circulated to.
    """
    document = await access_document(session, actor, document_id)
    receipt = await find_receipt(session, document.id, actor.person.id)
    if receipt is None:
        raise NotFound
    await _acknowledge(session, actor, [receipt], now=now)
    return receipt


@operation(Permission.DOCUMENT_ACKNOWLEDGE)
async def acknowledge_set(session: AsyncSession, actor: Actor, circulation_id: int, *, now: datetime) -> Circulation:
    """Record that the actor has received every document of a circulation; repeating it changes nothing.

    Raises: NotFound, also for somebody it was not circulated to.
    """
    circulation = await access_circulation(session, actor, circulation_id)
    receipts = await list_own_receipts(session, circulation.id, actor.person.id)
    if not receipts:
        raise NotFound
    await _acknowledge(session, actor, receipts, now=now)
    return circulation


@operation(Permission.DOCUMENT_ACKNOWLEDGE)
async def list_waiting(session: AsyncSession, actor: Actor) -> list[Circulation]:
    """The circulations that the actor may see and has not acknowledged wholly, oldest first."""
    found = []
    for circulation_id in await list_waiting_circulations(session, actor.twg.id, actor.person.id):
        with suppress(NotFound):
            found.append(await access_circulation(session, actor, circulation_id))
    return found


async def _acknowledge(session: AsyncSession, actor: Actor, receipts: Iterable[Receipt], *, now: datetime) -> None:
    for receipt in receipts:
        await hold(session, receipt)
        if receipt.acknowledged_at is None:
            before = values_of(receipt, "acknowledged_at")
            receipt.acknowledged_at, receipt.entered_by_id = now, actor.by_id
            after = values_of(receipt, *before)
            await record(session, actor, "documents.acknowledge", receipt, now=now, before=before, after=after)


@operation(Permission.DOCUMENT_CIRCULATE)
async def list_who_has_not(session: AsyncSession, actor: Actor, document_id: int) -> ReceiptList:
    """Who acknowledged the documents of the circulation of this one, and which members of its audience have not.

    Raises: NotFound, NotAllowed.
    """
    document = await access_document(session, actor, document_id)
    check_runs(actor, Permission.DOCUMENT_CIRCULATE, document.audience)
    circulation = await find_circulation(session, document.circulation_id)
    assert circulation is not None  # noqa: S101 - a document has one
    found = _by_person(await list_receipts(session, circulation.id))
    audience = {member.person_id for member in await list_audience(session, document.twg_id, document.audience)}
    return ReceiptList(
        circulation,
        [each for each in found if each.acknowledged_at is not None],
        [each for each in found if each.acknowledged_at is None and each.person.id in audience],
    )


def _by_person(receipts: Iterable[Receipt]) -> list[Acknowledgement]:
    """One for each person; those of one person stand together."""
    found = []
    for _person_id, group in groupby(receipts, key=lambda receipt: receipt.person_id):
        own = list(group)
        moments = [receipt.acknowledged_at for receipt in own if receipt.acknowledged_at is not None]
        last = max(moments) if len(moments) == len(own) else None
        entered_by = next((receipt.entered_by for receipt in own if receipt.acknowledged_at == last), None)
        found.append(Acknowledgement(own[0].person, last, entered_by))
    return found
