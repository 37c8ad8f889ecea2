"""What each TWG has sent and signed for the GDCC, and reminding the secretariats of those that have not (J6, R3).

Source: Guideline 2016, Part Three (a)(vi), (d)(v).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import fold
from storage.core.told import list_last_about
from storage.engine.database import hold
from storage.indicators import Round, count_asked, list_rounds
from storage.members import Role, Twg, list_twgs, list_twgs_reached
from storage.reports import Progress, ReportSnapshot, SnapshotState, list_snapshots
from twg.core.actors import Actor
from twg.core.audit import record
from twg.core.notices import Notice, secretariat
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.language.periods import is_same_period, read_period
from twg.language.told_rounds import list_named_periods
from twg.reports.changes import changes_between
from twg.reports.reading import NoRound, NoSuchRound, ReportRefusal, compose
from twg.reports.snapshots import contents_of

#: Rounds without a period that can be read belong together when they are due so near to each other.
SAME_CYCLE = timedelta(days=45)
#: A secretariat is reminded once in this time.
CHASED_AGAIN = timedelta(hours=20)


class NothingToTrack(ReportRefusal):
    """No TWG has had a reporting round."""

    key = "reports#nothing_to_track"


class NobodyToChase(ReportRefusal):
    """Every TWG has signed, or its secretariat was reminded already or cannot be reached."""

    key = "reports#nobody_to_chase"


@dataclass(frozen=True)
class Tracked:
    """How far a TWG is with its report.

    Attributes:
        round: the one of the period; None without one.
        asked, come: indicators of which reports were asked for, and of which one has come.
        signed: the newest signed snapshot; None without one.
        changed: the report says something else now than what was signed.
        chased_at: when the secretariat was reminded last, UTC; None where it was not since the round was opened.
        reached: whether there is a secretariat that messages reach.
    """

    twg: Twg
    round: Round | None = None
    asked: int = 0
    come: int = 0
    waiting: ReportSnapshot | None = None
    signed: ReportSnapshot | None = None
    chased_at: datetime | None = None
    reached: bool = True
    changed: bool = False

    @property
    def progress(self) -> Progress:
        if self.signed is not None:
            return Progress.CHANGED if self.changed else Progress.SIGNED
        if self.waiting is not None:
            return Progress.TO_SIGN
        if self.round is None:
            return Progress.NO_ROUND
        if not self.come:
            return Progress.NOTHING
        return Progress.REPORTED if self.come >= self.asked else Progress.PARTLY


@dataclass(frozen=True)
class Tracking:
    """How far all TWGs are, by code.

    Attributes:
        period: of the rounds, as most of them write it.
        only: whether the others are not open to who asks.
    """

    period: str
    twgs: tuple[Tracked, ...]
    only: bool = False

    @property
    def round_id(self) -> int:
        """Id of one of the rounds, by which the others are found again."""
        return next(one.round.id for one in self.twgs if one.round is not None)

    @property
    def counts(self) -> dict[Progress, int]:
        """How many TWGs are how far; what none is is left out."""
        found = Counter(one.progress for one in self.twgs)
        return {progress: found[progress] for progress in Progress if found[progress]}

    def to_chase(self, *, now: datetime) -> list[Tracked]:
        """Those that have not signed and whose secretariat can be reached and was not reminded lately."""
        open_ = [one for one in self.twgs if one.signed is None and one.reached]
        return [one for one in open_ if one.chased_at is None or one.chased_at <= now - CHASED_AGAIN]


CHASED = Notice(
    name="report_chased",
    subject=Twg,
    recipients=secretariat,
    permission=Permission.REPORT_PREPARE,
    grouped=True,
)


@operation(Permission.REPORT_CONSOLIDATE)
async def track(session: AsyncSession, actor: Actor, words: str = "", *, like: int = 0) -> Tracking:
    """What each TWG has sent and signed for a period; without words, for the one that most newest rounds are of.

    That of the actor alone where the operator has not opened all TWGs to them.

    Args:
        like: id of a round of the period, of any TWG; 0 where the words, or none, say which.
    Raises: NothingToTrack, or NoRound for the actor's alone; NoSuchRound where no TWG has had a round of the period.
    """
    actor.check_covers("reports")
    twgs = [twg for twg in await list_twgs(session) if actor.may_in(Permission.REPORT_CONSOLIDATE, twg.id)]
    if not actor.oversees and not await list_rounds(session, actor.twg.id):
        raise NoRound(twg=actor.twg)
    tracking = await _track_among(session, [twg for twg in twgs if twg.archived_at is None], words, like)
    return replace(tracking, only=not actor.oversees)


async def _track_among(session: AsyncSession, twgs: Sequence[Twg], words: str, like: int) -> Tracking:
    rounds = await list_rounds(session, *(twg.id for twg in twgs))
    if not rounds:
        raise NothingToTrack
    anchor = next((one for one in rounds if one.id == like), None)
    if anchor is not None:
        chosen = [one for one in rounds if _is_of_cycle(one, anchor)]
    else:
        chosen = _named(rounds, words) if words else _usual(rounds)
    period = next(iter(Counter(one.period for one in chosen if one.period).most_common(1)), ("", 0))[0]
    newest: dict[int, Round] = {}
    for one in chosen:
        newest.setdefault(one.twg_id, one)
    ids = [one.id for one in newest.values()]
    counts, snapshots = await count_asked(session, ids), await list_snapshots(session, ReportSnapshot.round_id.in_(ids))
    chased = await list_last_about(session, CHASED.name, Twg.__tablename__)
    reached = await list_twgs_reached(session, Role.SECRETARIAT)
    found = [_tracked(twg, newest.get(twg.id), counts, snapshots, chased) for twg in twgs]
    changed = [await _has_changed(session, one) for one in found]
    told = zip(found, changed, strict=True)
    return Tracking(period, tuple(replace(one, reached=one.twg.id in reached, changed=since) for one, since in told))


async def _has_changed(session: AsyncSession, tracked: Tracked) -> bool:
    """Whether the report of a TWG differs now from what was signed; days alone change nothing."""
    signed = tracked.signed
    if signed is None:
        return False
    said = (await compose(session, tracked.twg, signed.round, with_waiting=False, now=signed.as_of)).contents
    return bool(changes_between(contents_of(signed), said))


async def read_tracked(session: AsyncSession, twg: Twg, round_id: int | None) -> Tracked:
    """How far a TWG is with the report of a round now; where there was none, of a round that was opened since."""
    rounds = await list_rounds(session, twg.id)
    found = next((one for one in rounds if one.id == round_id), None) or (
        rounds[0] if rounds and not round_id else None
    )
    if found is None:
        return Tracked(twg)
    counts = await count_asked(session, [found.id])
    snapshots = await list_snapshots(session, ReportSnapshot.round_id == found.id)
    return _tracked(twg, found, counts, snapshots, {})


def _tracked(
    twg: Twg,
    round_: Round | None,
    counts: dict[int, tuple[int, int]],
    snapshots: Iterable[ReportSnapshot],
    chased: dict[int, datetime],
) -> Tracked:
    chased_at = chased.get(twg.id)
    if round_ is None:
        return Tracked(twg, chased_at=chased_at)
    own = [one for one in snapshots if one.round_id == round_.id]
    in_state = {state: next((one for one in own if one.state is state), None) for state in SnapshotState}
    asked, come = counts.get(round_.id, (0, 0))
    is_of_round = chased_at is not None and chased_at >= round_.opened_at
    return Tracked(
        twg,
        round_,
        asked,
        come,
        in_state[SnapshotState.ASKED],
        in_state[SnapshotState.SIGNED],
        chased_at if is_of_round else None,
    )


def _named(rounds: Sequence[Round], words: str) -> list[Round]:
    """The rounds of the period that the words name, or whose titles have them. Raises: NoSuchRound."""
    years = {period.last.year for one in rounds if (period := read_period(one.period)) is not None}
    for period, _size in list_named_periods(words, sorted(years, reverse=True)):
        if found := [one for one in rounds if read_period(one.period) == period]:
            return found
    if found := [one for one in rounds if fold(words) in fold(one.title)]:
        return found
    titles = list({one.title: one for one in rounds}.values())
    raise NoSuchRound(words=words, rounds=titles[:5])


def _usual(rounds: Sequence[Round]) -> list[Round]:
    """The rounds that belong to the one whose period most of the TWGs' newest rounds are of, or are due at its time."""
    newest: dict[int, Round] = {}
    for one in rounds:
        newest.setdefault(one.twg_id, one)
    together = [[other for other in newest.values() if _is_of_cycle(other, one)] for one in newest.values()]
    anchor = max(together, key=lambda group: (len(group), max(one.due_at for one in group)))[0]
    return [one for one in rounds if _is_of_cycle(one, anchor)]


def _is_of_cycle(one: Round, anchor: Round) -> bool:
    if one.period and anchor.period and read_period(one.period) and read_period(anchor.period):
        return is_same_period(one.period, anchor.period)
    return abs(one.due_at - anchor.due_at) <= SAME_CYCLE


@operation(Permission.REPORT_CONSOLIDATE)
async def chase(session: AsyncSession, actor: Actor, like: int, *, now: datetime) -> list[Tracked]:
    """Remind the secretariats of the TWGs that have not signed, each in their own TWG and once in `CHASED_AGAIN`.

    Args:
        like: as for `track`.
    Returns: those that are reminded. Raises: NothingToTrack, NoSuchRound, NobodyToChase.
    """
    anchor = await session.get(Round, like)
    if anchor is not None:
        await hold(session, anchor)  # two who press at once would each remind all
    tracking = await track(session, actor, like=like)
    found = tracking.to_chase(now=now)
    if not found:
        raise NobodyToChase
    for one in found:
        data = {"period": tracking.period, "round_id": None if one.round is None else one.round.id}
        told = await notify(session, CHASED, subject=one.twg, now=now, by=actor, data=data)
        within = replace(actor, twg=one.twg)
        after = {"progress": one.progress}
        await record(session, within, "reports.chase", one.twg, now=now, after=after, notices=[told.id])
    return found
