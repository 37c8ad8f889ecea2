"""The reports of all TWGs together: which are missing, how many indicators stand how, what is to be decided (J6, R3).

Everything is counted from the lines; nothing that somebody has written down as a sum is taken over.
Source: Guideline 2016, Part Three (a)(vi), (d)(v).
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Database
from storage.indicators import Rating
from storage.members import Membership, list_members
from storage.reports import Progress
from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.reports.contents import Body, Contents, Line
from twg.reports.reading import compose
from twg.reports.snapshots import contents_of
from twg.reports.tracking import Tracked, Tracking, track


@dataclass(frozen=True)
class Part:
    """What a consolidated report has of one TWG.

    Attributes:
        contents: what was signed, else the accepted reports as they are now; None without a round.
        edition: the signed one; 0 for none, then `signed_on` is None.
        asked, come: indicators of which reports were asked for, and of which one has come, accepted or not.
    """

    code: str
    twg: Body
    progress: Progress
    asked: int
    come: int
    contents: Contents | None = None
    edition: int = 0
    signed_on: date | None = None
    chased_at: datetime | None = None

    @property
    def is_missing(self) -> bool:
        """Whether it has no accepted report."""
        return self.contents is None or not self.contents.reported

    @property
    def lines(self) -> tuple[Line, ...]:
        return () if self.contents is None else self.contents.lines

    def count(self, rating: Rating) -> int:
        return sum(line.rating is rating for line in self.lines)


@dataclass(frozen=True)
class Consolidated:
    """The reports of all TWGs of a period, by code."""

    period: str
    as_of: date
    parts: tuple[Part, ...]

    @property
    def missing(self) -> list[Part]:
        """The TWGs without an accepted report."""
        return [part for part in self.parts if part.is_missing]

    @property
    def without_status(self) -> list[tuple[Part, Line]]:
        """The lines without an accepted report of the period, or whose rating cannot be told."""
        return [
            (part, line)
            for part in self.parts
            for line in part.lines
            if line.figure is None or line.rating is Rating.NO_DATA
        ]

    @property
    def behind(self) -> list[tuple[Part, Line]]:
        """The lines that are rated as delayed: points for decision, beside the TWGs that are missing."""
        return [(part, line) for part in self.parts for line in part.lines if line.rating is Rating.DELAYED]

    @property
    def lines(self) -> int:
        return sum(len(part.lines) for part in self.parts)

    @property
    def reported(self) -> int:
        """Lines with an accepted report of the period."""
        return sum(line.figure is not None for part in self.parts for line in part.lines)

    def count(self, rating: Rating) -> int:
        return sum(part.count(rating) for part in self.parts)


@dataclass(frozen=True)
class Consolidation:
    """A consolidated report that was asked for, to be read apart from the update: twenty TWGs take seconds.

    Attributes:
        url: of the database.
        like: id of a round of the period.
        now: when it was asked for, UTC.
    """

    url: str
    twg_id: int
    membership_id: int
    like: int
    now: datetime

    async def read(self) -> Consolidated:
        """One TWG after the other, on a connection of its own, in the event loop that calls this.

        Raises: NotFound for somebody who is not a member any more, NotAllowed for who is not CRDB's.
        """
        database = Database(self.url)
        try:
            async with database.read() as session:
                found = await list_members(session, self.twg_id, Membership.id == self.membership_id)
                if not found:
                    raise NotFound
                actor = Actor(found[0].twg, found[0])
                tracking = await track(session, actor, like=self.like)
                parts = [await _part(session, tracked, now=self.now) for tracked in tracking.twgs]
                as_of = self.now.astimezone(actor.zone).date()
                return Consolidated(tracking.period, as_of, tuple(parts))
        finally:
            await database.close()


async def _part(session: AsyncSession, tracked: Tracked, *, now: datetime) -> Part:
    """What was signed, or what is accepted. What awaits review is for the members of the TWG, so never in it."""
    twg, signed = tracked.twg, tracked.signed
    signed_on = None
    if signed is not None and signed.signed_at is not None:
        contents: Contents | None = contents_of(signed)
        signed_on = signed.signed_at.astimezone(ZoneInfo(twg.zone)).date()
    elif tracked.round is not None:
        contents = (await compose(session, twg, tracked.round, with_waiting=False, now=now)).contents
    else:
        contents = None
    session.expunge_all()  # so that memory does not grow with the TWGs
    return Part(
        twg.code,
        Body(name=twg.name, name_km=twg.name_km),
        tracked.progress,
        tracked.asked,
        tracked.come,
        contents,
        0 if signed is None else signed.edition,
        signed_on,
        tracked.chased_at,
    )


@operation(Permission.REPORT_CONSOLIDATE)
async def consolidate(
    session: AsyncSession, actor: Actor, words: str = "", *, like: int = 0, now: datetime
) -> tuple[Tracking, Consolidation]:
    """The reports of all TWGs for a period, to be read apart, and how far each TWG is.

    Args:
        words, like: as for `track`.
    Raises: NothingToTrack, NoSuchRound.
    """
    tracking = await track(session, actor, words, like=like)
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    return tracking, Consolidation(url, actor.twg.id, actor.member.id, tracking.round_id, now)
