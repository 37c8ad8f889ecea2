"""What the charts of indicators show (J5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators import ENDED, Indicator, Submission, SubmissionState, list_newest_ratings, list_submissions
from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.indicators.defining import Standing, access_indicator, list_all
from twg.indicators.rating_rule import PathPoint, day_of, path_of
from twg.indicators.ratings import Rated, rated, read_ratings


class NothingToDraw(Refusal):
    """Neither a value, nor a way to a target, nor steps. data: `indicator`; None for a TWG without indicators."""

    key = "indicators#nothing_to_draw"


@dataclass(frozen=True)
class History:
    """An indicator with the reports that stand and the newest that waits, oldest first, and the way to its targets.

    Attributes:
        of: the day that each value is of, by id of the report.
        today: the local day.
    """

    indicator: Indicator
    standing: Standing
    rated: Rated
    reports: list[Submission]
    path: list[PathPoint]
    of: Mapping[int, date]
    today: date


@operation(Permission.SEE)
async def read_history(session: AsyncSession, actor: Actor, indicator_id: int, *, now: datetime) -> History:
    """What the chart of an indicator shows. Raises: NotFound; NothingToDraw."""
    indicator = await access_indicator(session, actor, indicator_id)
    standing_states = Submission.state.in_((SubmissionState.ACCEPTED, SubmissionState.SUBMITTED))
    reports = await list_submissions(
        session, Submission.indicator_id == indicator.id, standing_states, oldest_first=True
    )
    standing = Standing.of(reports[::-1])
    counted = [one for one in reports if one.stands or one is standing.waiting]
    shown = sorted((one for one in counted if one.value is not None), key=lambda one: (day_of(one), one.id))
    newest = {day_of(one): one for one in shown}  # of one day, the newest
    path = path_of(indicator)
    if not newest and not path and not indicator.steps:
        raise NothingToDraw(indicator=indicator)
    by_hand = await list_newest_ratings(session, actor.twg.id, indicator_id=indicator.id)
    stands = rated(indicator, standing, by_hand.get(indicator.id), actor, now=now)
    of = {one.id: day for day, one in newest.items()}
    today = now.astimezone(actor.zone).date()
    return History(indicator, standing, stands, list(newest.values()), path, of, today)


@operation(Permission.SEE)
async def can_draw(session: AsyncSession, actor: Actor, indicator: Indicator, standing: Standing) -> bool:
    """Whether a chart of an indicator that the actor sees would show anything; told without reading all its reports."""
    if not indicator.unit and not indicator.steps:
        return False
    newest = [one for one in (standing.accepted, standing.waiting) if one is not None]
    if indicator.steps or path_of(indicator) or any(one.value is not None for one in newest):
        return True
    theirs = Submission.twg_id == actor.twg.id, Submission.indicator_id == indicator.id
    accepted = Submission.state == SubmissionState.ACCEPTED, Submission.value.is_not(None)
    return bool(await list_submissions(session, *theirs, *accepted, limit=1))


@operation(Permission.SEE)
async def read_glance(session: AsyncSession, actor: Actor, *, now: datetime) -> list[tuple[Indicator, Standing, Rated]]:
    """How the indicators of the actor's TWG stand that were neither replaced nor withdrawn. Raises: NothingToDraw."""
    listed = [(one, standing) for one, standing in await list_all(session, actor) if one.state not in ENDED]
    if not listed:
        raise NothingToDraw(indicator=None)
    stands = await read_ratings(session, actor, listed, now=now)
    return [(one, standing, stands[one.id]) for one, standing in listed]
