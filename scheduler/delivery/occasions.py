"""The occasions of deliveries: to which member each goes, and in which capacity its account reads it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.delivery.wording import Occasion
from storage.core.claiming import load_accounts
from storage.core.notifications import Delivery
from storage.members import Membership, find_last_period, find_outsider, list_acting, list_members, list_twgs_read
from twg.core.subjects import Domains


async def find_occasions(
    session: AsyncSession, deliveries: Sequence[Delivery], domains: Domains, *, now: datetime
) -> list[Occasion | None]:
    """The occasion of each delivery by membership as it is now; None for who is no member, and gets nothing as such.

    Args:
        deliveries: with their notifications; their accounts are loaded.
    """
    await load_accounts(session, list(deliveries))
    assistants = {item.account_id for item in deliveries if item.account.person_id != item.person_id}
    acting = await list_acting(session, assistants) if assistants else {}
    people: defaultdict[int, set[int]] = defaultdict(set)
    for delivery in deliveries:
        people[delivery.notification.twg_id].add(delivery.person_id)
    members = {
        (twg_id, member.person_id): member
        for twg_id, ids in people.items()
        for member in await list_members(session, twg_id, Membership.person_id.in_(ids))
    }
    read = await list_twgs_read(session, {delivery.account_id for delivery in deliveries})
    shared: dict[object, Any] = {}
    found: list[Occasion | None] = []
    for delivery in deliveries:
        member = members.get((delivery.notification.twg_id, delivery.person_id))
        notice, twg_id = domains.notices.get(delivery.notification.kind), delivery.notification.twg_id
        if member is None and notice is not None and notice.to_former:
            member = await find_last_period(session, delivery.person_id, twg_id)
        if member is None and notice is not None and notice.to_outsiders:
            member = await find_outsider(session, delivery.person_id, twg_id)
        acts = acting.get((delivery.account_id, delivery.person_id))
        if delivery.account.person_id != delivery.person_id and acts is None:  # it was ended since
            member = None
        if member is None:
            found.append(None)
            continue
        others = read.get(delivery.account_id, set()) - {twg_id}
        about = session, delivery.notification, member, now, domains, delivery.account.language, shared
        matters = None if acts is None else acts.covers
        found.append(Occasion(*about, matters, of_several_twgs=bool(others)))
    return found
