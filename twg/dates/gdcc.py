"""The days of the GDCC, which the operator sets: no TWG plans its meetings on them unawares (G14)."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.dates import GdccDay, find_gdcc_day
from twg.core.audit import record_unattended, values_of
from twg.core.operations import operation_without_actor
from twg.core.refusals import NotFound

#: `source` of what the operator does, as the audit has it.
_OPERATOR = "command line"


@operation_without_actor
async def add_gdcc_day(session: AsyncSession, day: date, *, now: datetime) -> GdccDay:
    """Note that the GDCC meets on a day; once is enough."""
    found = await find_gdcc_day(session, day)
    if found is not None:
        return found
    row = GdccDay(day=day)
    session.add(row)
    after = values_of(row, "day")
    await record_unattended(session, "dates.add_gdcc_day", row, now=now, after=after, source=_OPERATOR)
    return row


@operation_without_actor
async def move_gdcc_day(session: AsyncSession, day: date, to: date | None, *, now: datetime) -> None:
    """Note that the GDCC meets on another day, or not at all.

    Args:
        to: the other day; None where the meeting is cancelled.
    Raises: NotFound, without a GDCC on the first day.
    """
    row = await find_gdcc_day(session, day)
    if row is None:
        raise NotFound
    before = values_of(row, "day")
    after = {"day": to}
    await record_unattended(session, "dates.move_gdcc_day", row, now=now, before=before, after=after, source=_OPERATOR)
    if to is None or await find_gdcc_day(session, to) is not None:
        await session.delete(row)
    else:
        row.day = to
