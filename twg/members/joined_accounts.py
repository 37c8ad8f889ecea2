"""Of two accounts of one person one is in use from now on: what goes to it, and what it may go on with (M8)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audiences import pack
from storage.core.following import list_pending, move_past, readdress, rename_waiting
from storage.core.forms import FOR, list_forms_for, list_forms_in, moved_to
from storage.core.inbox import hold_chat
from storage.core.row_log import RowLog
from storage.members import EVERYTHING, Account, ActsFor
from twg.members.mergeable import Entry


async def hold_chats(session: AsyncSession, person_ids: Iterable[int]) -> None:
    """Let what these people do at the same time come before or after, and not meanwhile."""
    chats = select(Account.telegram_id).where(Account.person_id.in_(list(person_ids)), Account.ended_at.is_(None))
    for chat_id in sorted(await session.scalars(chats)):
        await hold_chat(session, chat_id)


async def join_accounts(
    session: AsyncSession, log: RowLog, gone: Entry, kept: Entry, account: Account | None, *, now: datetime
) -> None:
    """Give the accounts of both entries to the one that stays; end the one that is not used any more.

    Forms that were begun with it, and whom it acts for, pass to the other account; so do messages on their way.
    """
    gone_id, kept_id = gone.person.id, kept.person.id
    ended = next((each for each in (gone.account, kept.account) if each is not None and each is not account), None)
    if ended is not None:
        await log.change(ended, ended_at=now)
    theirs = list(await session.scalars(select(Account).where(Account.person_id.in_((gone_id, kept_id)))))
    for each in theirs:
        await log.change(each, person_id=kept_id)
    if ended is not None and account is not None:
        for acts in list(await session.scalars(select(ActsFor).where(ActsFor.account_id == ended.id))):
            await log.change(acts, account_id=account.id)
        for form in await list_forms_in(session, ended.telegram_id):
            await log.change(form, **moved_to(form, account.telegram_id, now=now))
    for form in await list_forms_for(session, gone_id):
        await log.change(form, context={**form.context, FOR: kept_id})
    await _join_assistants(session, log, gone_id, kept_id, now=now)
    await rename_waiting(session, gone_id, kept_id)
    await _join_deliveries(session, log, gone_id, kept_id, [each.id for each in theirs])


async def _join_assistants(session: AsyncSession, log: RowLog, gone_id: int, kept_id: int, *, now: datetime) -> None:
    """Let an account that acts for both entries act once for the one person, in the matters of either.

    So does an account that acts twice for somebody else, after its owner's two accounts became one.
    """
    accounts = select(Account.id).where(Account.person_id == kept_id)
    theirs = or_(ActsFor.person_id.in_((gone_id, kept_id)), ActsFor.account_id.in_(accounts))
    going_on = select(ActsFor).where(theirs, ActsFor.ended_at.is_(None), ActsFor.account_id.is_not(None))
    first: dict[tuple[int | None, int], ActsFor] = {}
    # Those that are confirmed come first, so that one that waits confirms nothing.
    rows = list(await session.scalars(going_on.order_by(ActsFor.confirmed_at.is_(None), ActsFor.id)))
    for acts in rows:
        principal_id = kept_id if acts.person_id == gone_id else acts.person_id
        older = first.setdefault((acts.account_id, principal_id), acts)
        if older is acts:
            continue
        if acts.confirmed_at is not None:
            matters = older.covers | acts.covers
            await log.change(older, matters=pack([EVERYTHING] if EVERYTHING in matters else matters))
        await log.change(acts, ended_at=now)


async def _join_deliveries(
    session: AsyncSession, log: RowLog, gone_id: int, kept_id: int, account_ids: list[int]
) -> None:
    assistants = await session.scalars(select(ActsFor.account_id).where(ActsFor.person_id == gone_id))
    reached = [*account_ids, *(account_id for account_id in assistants if account_id is not None)]
    pending = await list_pending(session, (gone_id, kept_id), account_ids)
    await readdress(session, pending, log, merged={gone_id: kept_id})
    await move_past(log, gone_id, kept_id, reached)
