"""Word claimed deliveries, by what is so just before they are sent."""

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.delivery.claimed import Prepared, Result
from scheduler.delivery.occasions import find_occasions
from scheduler.delivery.wording import Occasion, Wordings
from scheduler.leadership.people_first import PeopleFirst
from storage.core.notifications import HELD, Delivery, DeliveryState
from storage.engine.database import is_trouble
from twg.core.notifications import leaves_at
from twg.core.subjects import Domains
from twg.core.timekeeping import hours_of
from twg.deliveries import RETURNED
from twg.time.working_time import WorkingTime

log = logging.getLogger(__name__)

#: Value of `error` of a part whose files were all taken back.
NOTHING_LEFT = "no file of it is left"
#: How long deliveries are worded before people go first again, in seconds.
UNIT_S = 0.004


@dataclass(frozen=True)
class Preparer:
    """Words deliveries; the arguments are those of `DeliveryLoop`."""

    wordings: Wordings
    domains: Domains
    hours: WorkingTime
    people: PeopleFirst

    async def prepare(self, session: AsyncSession, claimed: list[Delivery], *, now: datetime) -> list[Prepared]:
        """Word each delivery by subject, membership and reachability as they are now."""
        occasions = await find_occasions(session, claimed, self.domains, now=now)
        prepared = []
        begun = monotonic()
        for delivery, occasion in zip(claimed, occasions, strict=True):
            if monotonic() - begun > UNIT_S:
                await self.people.give_way()
                begun = monotonic()
            prepared.append(await self._prepare(delivery, occasion, now))
        return prepared

    async def _prepare(self, delivery: Delivery, occasion: Occasion | None, now: datetime) -> Prepared:
        """Word one delivery; if that raises an error, only this delivery fails. Raises: trouble of the database."""
        try:
            return await self._word(delivery, occasion, now)
        except Exception as error:
            if is_trouble(error):
                raise
            log.exception("delivery %s cannot be worded", delivery.id)
            return Prepared(delivery, result=Result(DeliveryState.FAILED, repr(error)))

    async def _word(self, delivery: Delivery, occasion: Occasion | None, now: datetime) -> Prepared:
        """Word one delivery, or give the result of one that is expired, void, unreachable or held until later."""
        if delivery.expires_at is not None and delivery.expires_at <= now:
            return Prepared(delivery, result=Result(DeliveryState.MISSED))
        if occasion is None:
            return Prepared(delivery, result=Result(DeliveryState.VOID, "no longer a member"))
        member, notification = occasion.member, delivery.notification
        if delivery.account.unreachable_since is not None:
            return Prepared(delivery, result=Result(DeliveryState.UNREACHABLE, "blocked earlier"))
        zone = ZoneInfo(member.twg.zone)
        opens_at = occasion.keep(
            ("leaves at", notification.id),
            lambda: leaves_at(notification, hours_of(member.twg, self.hours), zone, soonest=now),
        )
        if opens_at > now:
            reason = RETURNED if delivery.error == RETURNED else HELD
            return Prepared(delivery, result=Result(DeliveryState.PENDING, reason, not_before=opens_at))
        content, locale = await self.wordings.content(occasion), delivery.account.language
        if content is None:
            return Prepared(delivery, result=Result(DeliveryState.VOID, self.wordings.why_not(occasion)))
        parts = occasion.parts(content, locale, zone)
        if delivery.part >= len(parts):
            return Prepared(delivery, result=Result(DeliveryState.VOID, "it has fewer parts"), parts=len(parts))
        if parts[delivery.part].is_empty:
            return Prepared(delivery, result=Result(DeliveryState.VOID, NOTHING_LEFT), parts=len(parts))
        part, silent = parts[delivery.part], self.domains.notices[notification.kind].silent
        word = partial(Prepared, locale=locale, zone=zone, occasion=occasion, content=content, parts=len(parts))
        return word(delivery, part, silent=silent)
