"""Changing a TWG's facts, opening hours and days in the chat (M12).

SettingRefusal
├── UnknownZone, UnreadableEmail, UnreadableHours, TooShort
├── TooManyDays         more days at once than anybody announces
└── AsBefore            everything is like that already
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.engine.labels import N_, Labelled
from storage.members import Adoption, Twg
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import BadInput, NotFound
from twg.core.subjects import Domains
from twg.core.undoing import Undo
from twg.members.twg_facts import TwgFacts
from twg.settings.moving import Moved, moving

#: Days that are set at once at most.
MOST_DAYS = 31
#: Most days that members have to correct minutes.
MOST_CORRECTED_DAYS = 60
#: A change can be taken back for so long.
UNDO_SETTING_FOR = timedelta(days=1)


class SettingRefusal(BadInput):
    key = "settings#refused"


class UnknownZone(SettingRefusal):
    """data: `text`."""

    key = "settings#unknown_zone"


class UnreadableEmail(SettingRefusal):
    """data: `text`."""

    key = "settings#unreadable_email"


class UnreadableHours(SettingRefusal):
    """data: `text`."""

    key = "settings#unreadable_hours"


class TooShort(SettingRefusal):
    """data: `least`, in characters."""

    key = "settings#too_short"


class TooManyDays(SettingRefusal):
    """data: `most`."""

    key = "settings#too_many_days"


class AsBefore(SettingRefusal):
    key = "settings#as_before"


class TwgSettings(TwgFacts):
    """What the organisers of a TWG set; a field for each column of `twg`. Those that are not given stay as they are.

    `opens_at` and `closes_at` are wall-clock times, both given or both None for those of the installation;
    `minutes_days`: how many days members have to correct minutes.
    """

    opens_at: time | None = None
    closes_at: time | None = None
    minutes_adoption: Adoption = Adoption.NEXT_MEETING
    minutes_days: int = Field(default=7, ge=1, le=MOST_CORRECTED_DAYS)


#: Those of them by which reminders and held messages move.
_TIMES = frozenset({"zone", "opens_at", "closes_at"})
_DAYS = ("extra_days_off", "extra_working_days")


class DayKind(Labelled):
    """What a day is in a TWG, whatever the calendar says."""

    OFF = "off", N_("A day off")
    WORKING = "working", N_("A working day")
    #: As by the installation: its weekdays, its public holidays.
    CALENDAR = "calendar", N_("As in the calendar")


class DayChange(BaseModel):
    """`last`: where the days are several, the last of them."""

    kind: DayKind
    first: date
    last: date | None = None

    @property
    def days(self) -> list[date]:
        """In their order, at most one more than `MOST_DAYS`; none where the last comes before the first."""
        count = ((self.last or self.first) - self.first).days + 1
        return [self.first + timedelta(days=number) for number in range(min(count, MOST_DAYS + 1))]


async def access_own_twg(session: AsyncSession, actor: Actor, twg_id: int) -> Twg:
    """The actor's TWG, if that is the one. Raises: NotFound."""
    twg = await session.get(Twg, twg_id)
    if twg is None or twg.id != actor.twg.id:
        raise NotFound
    return twg


@operation(Permission.TWG_SET)
async def change(session: AsyncSession, actor: Actor, args: TwgSettings, domains: Domains, *, now: datetime) -> Moved:
    """Change the settings that are given. Raises: AsBefore."""
    given = args.model_dump(exclude_unset=True)
    return await _set(session, actor, "settings.change", given, domains, now=now)


@operation(Permission.TWG_SET)
async def change_days(
    session: AsyncSession, actor: Actor, args: DayChange, domains: Domains, *, now: datetime
) -> Moved:
    """Make days off, working days, or as they are in the calendar.

    Raises: TooManyDays, also for days that end before they begin; AsBefore.
    Source: Cambodia's yearly sub-decree on public holidays, and days that are announced late.
    """
    days = args.days
    if not 0 < len(days) <= MOST_DAYS:
        raise TooManyDays(most=MOST_DAYS, field="last")
    await hold(session, actor.twg)
    named = {day.isoformat() for day in days}
    off, working = (set(getattr(actor.twg, column)) - named for column in _DAYS)
    if args.kind is DayKind.OFF:
        off |= named
    elif args.kind is DayKind.WORKING:
        working |= named
    given = {"extra_days_off": sorted(off), "extra_working_days": sorted(working)}
    return await _set(session, actor, "settings.change_days", given, domains, now=now)


async def _set(
    session: AsyncSession, actor: Actor, name: str, given: Mapping[str, Any], domains: Domains, *, now: datetime
) -> Moved:
    """Set columns of the actor's TWG and move what they concern. Raises: AsBefore."""
    twg = actor.twg
    await hold(session, twg)
    before = {column: value for column, value in values_of(twg, *given).items() if value != given[column]}
    if not before:
        raise AsBefore
    async with moving(session, actor, domains, now=now) as moved:
        for column in before:
            setattr(twg, column, given[column])
        after = values_of(twg, *before)
        await record(session, actor, name, twg, now=now, before=before, after=after)
        moved.needed = not before.keys().isdisjoint({*_TIMES, *_DAYS})
    return moved


@operation(Permission.TWG_SET)
async def restore(
    session: AsyncSession,
    actor: Actor,
    twg_id: int,
    before: Mapping[str, Any] | None,
    domains: Domains,
    *,
    now: datetime,
) -> Moved:
    """Set what a change has changed back to what it was before. Raises: NotFound, AsBefore."""
    await access_own_twg(session, actor, twg_id)
    given: dict[str, Any] = {
        column: time.fromisoformat(value) if column in {"opens_at", "closes_at"} and value is not None else value
        for column, value in (before or {}).items()
    }
    if "minutes_adoption" in given:
        given["minutes_adoption"] = Adoption(given["minutes_adoption"])
    return await _set(session, actor, "settings.restore", given, domains, now=now)


UNDOS = tuple(
    Undo(change=f"settings.{name}", reverse=restore, within=UNDO_SETTING_FOR) for name in ("change", "change_days")
)
