"""What the daily task forgets: forms that nobody has gone on with, whose owners are told, and old contacts."""

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.forms.typed import list_typed
from handlers.routing.request import find_actor
from handlers.routing.routes import Routes
from storage.core.archive import Archive
from storage.core.forms import OpenForm, delete_form, find_old_form, list_old_forms
from storage.engine.database import Database, is_trouble
from storage.joining import list_never_members
from storage.members import find_account, list_left
from twg import general
from twg.core.subjects import Domains
from twg.core.timekeeping import Timekeeping
from twg.joining.details import forget_declined
from twg.members.erasing import erase_after_leaving
from twg.rosters.forgetting import delete_files, erase_unused

log = logging.getLogger(__name__)

#: How many ids of forms are read at once.
BATCH = 50


async def discard_forms(
    database: Database, routes: Routes, timekeeping: Timekeeping, *, before: datetime, now: datetime
) -> None:
    """Discard forms whose question was last shown before `before`; both moments in UTC, aware.

    Each in a transaction of its own: one that cannot be discarded is logged and left to the next time.

    Raises: trouble of the database.
    """
    last = 0
    while True:
        async with database.read() as session:
            old = await list_old_forms(session, before=before, after=last, limit=BATCH)
        if not old:
            return
        for last in old:
            try:
                async with database.begin() as session:
                    form = await find_old_form(session, last, before=before)
                    if form is not None:
                        await _discard(session, form, routes, timekeeping, now=now)
            except Exception as error:
                if is_trouble(error):
                    raise
                log.exception("form %s cannot be discarded", last)


async def _discard(
    session: AsyncSession, form: OpenForm, routes: Routes, timekeeping: Timekeeping, *, now: datetime
) -> None:
    """Discard one; in silence where its owner is no member, or it is of an earlier release and not known any more."""
    account = await find_account(session, form.user_id)
    actor = None if form.twg_id is None else find_actor(account, timekeeping, form.twg_id)
    definition = routes.forms.get(form.name)
    if actor is None or definition is None:
        await delete_form(session, form)
        return
    typed = [] if definition.passing else list_typed(definition, form)
    await general.discard_form(session, actor, form, definition.title.msgid, typed, now=now)


async def erase_contacts(
    database: Database,
    domains: Domains,
    *,
    zone: ZoneInfo,
    after_leaving: timedelta,
    in_lists: timedelta,
    now: datetime,
) -> None:
    """Erase contacts whose time has passed, each person in a transaction of their own; and what the declined entered.

    Args:
        zone: by which the days of leaving count.
        after_leaving: how long contacts are kept of people who have left every TWG; zero for ever.
        in_lists: how long those of people are kept whom a list names and who have not registered; zero for ever.
        now: UTC, aware.
    """
    async with database.begin() as session:
        await forget_declined(session, now=now)
    if after_leaving:
        async with database.read() as session:
            left = await list_left(session, until=(now - after_leaving).astimezone(zone).date())
            left += await list_never_members(session, before=now - after_leaving)
        for person_id in left:
            async with database.begin() as session:
                await erase_after_leaving(session, person_id, domains, now=now)
    if in_lists:
        async with database.begin() as session:
            await erase_unused(session, before=now - in_lists, now=now)


async def delete_lists(database: Database, archive: Archive, *, kept_for: timedelta, now: datetime) -> None:
    """Delete the files of lists of members whose time has passed. Args: `kept_for`, zero for ever; `now` in UTC."""
    if not kept_for:
        return
    async with database.begin() as session:
        # Before the commit: if that fails, the next time finds the rows again, and no bytes are left over.
        for sha256 in await delete_files(session, before=now - kept_for, now=now):
            archive.remove(sha256)
