"""How the indicators of a TWG stand: computed, or set by hand with a reason (J5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.indicators import Indicator, IndicatorRating, Rating, list_newest_ratings
from twg.core.actors import Actor
from twg.core.audit import record
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing
from twg.indicators.defining import Standing, access_indicator, find_standing
from twg.indicators.facts import LONGEST_REASON
from twg.indicators.rating_rule import Computed, rate


@dataclass(frozen=True)
class Rated:
    """How an indicator stands.

    Attributes:
        by_hand: what counts instead of what follows from the values; None where nothing does.
    """

    computed: Computed
    by_hand: IndicatorRating | None = None

    @property
    def rating(self) -> Rating:
        by_hand = None if self.by_hand is None else self.by_hand.rating
        return by_hand or self.computed.rating

    @property
    def tells(self) -> bool:
        """Whether it says more than that nothing can be rated, which beside a value would read as if there was none."""
        return self.by_hand is not None or self.rating is not Rating.NO_DATA


def rated(
    indicator: Indicator, standing: Standing, newest: IndicatorRating | None, actor: Actor, *, now: datetime
) -> Rated:
    """How an indicator stands. Args: `newest`: the newest rating by hand, which may be about an earlier report."""
    computed = rate(indicator, standing, today=now.astimezone(actor.zone).date())
    accepted_id = None if standing.accepted is None else standing.accepted.id
    counts = newest is not None and newest.submission_id == accepted_id
    return Rated(computed, newest if counts else None)


@operation(Permission.SEE)
async def read_ratings(
    session: AsyncSession, actor: Actor, listed: Iterable[tuple[Indicator, Standing]], *, now: datetime
) -> Mapping[int, Rated]:
    """How indicators of the actor's TWG stand, by indicator id."""
    newest = await list_newest_ratings(session, actor.twg.id)
    return {one.id: rated(one, standing, newest.get(one.id), actor, now=now) for one, standing in listed}


@operation(Permission.SEE)
async def read_rating(
    session: AsyncSession, actor: Actor, indicator: Indicator, standing: Standing, *, now: datetime
) -> Rated:
    """How one indicator stands."""
    newest = await list_newest_ratings(session, actor.twg.id, indicator_id=indicator.id)
    return rated(indicator, standing, newest.get(indicator.id), actor, now=now)


class NewRating(BaseModel):
    """`rating` is None where it is to follow from the values again; `reason` is needed otherwise."""

    rating: Rating | None
    reason: str = Field(default="", max_length=LONGEST_REASON)


@operation(Permission.INDICATOR_RATE)
async def set_rating(
    session: AsyncSession, actor: Actor, indicator_id: int, args: NewRating, *, now: datetime
) -> Indicator:
    """Rate an indicator by hand, or let its rating follow from its values again.

    It counts until a later report is accepted. Raises: NotFound; Missing without a reason.
    Source: Guideline, Part Two (6)(ii), (v); Part Three (d)(v).
    """
    indicator = await access_indicator(session, actor, indicator_id)
    await hold(session, indicator)
    if args.rating is not None and not args.reason:
        raise Missing(field="reason")
    standing = await find_standing(session, actor, indicator)
    was = await read_rating(session, actor, indicator, standing, now=now)
    if args.rating is None and was.by_hand is None:  # it follows from them already
        return indicator
    session.add(
        IndicatorRating(
            indicator_id=indicator.id,
            submission_id=None if standing.accepted is None else standing.accepted.id,
            rating=args.rating,
            computed=was.computed.rating,
            reason=args.reason,
            set_by_id=actor.person.id,
            set_at=now,
        )
    )
    after = {"rating": args.rating or was.computed.rating, **({"reason": args.reason} if args.reason else {})}
    before = {"rating": was.rating}
    await record(session, actor, "indicators.set_rating", indicator, now=now, before=before, after=after)
    return indicator
