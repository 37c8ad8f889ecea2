"""Sub-groups of a TWG: permanent, until a day, or for a task. Who is in one is in `Membership.groups` (M4, D5)."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.audiences import shares_token, unpack
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.members import Membership, list_members

#: The token of a sub-group in an audience: "subgroup_3".
_TOKEN = re.compile(r"subgroup_(\d{1,9})")


class Office(Labelled):
    """Who leads a sub-group, in order of precedence."""

    CHAIR = "chair", N_("Chair of the sub-group")
    SECRETARY = "secretary", N_("Secretary of the sub-group")


class Lasting(Labelled):
    """How long a sub-group goes on. Source: Guideline, Part Three (b)."""

    PERMANENT = "permanent", N_("Permanent")
    UNTIL = "until", N_("Until a day")
    TASK = "task", N_("For a task")


class SubGroup(Base):
    __tablename__ = "sub_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_km: Mapped[str] = mapped_column(String(200), default="")
    #: Its last day, local date; None for one without an end.
    until: Mapped[date | None]
    #: What it was set up for; empty where it is for no single task.
    task: Mapped[str] = mapped_column(String(300), default="")
    #: How many meetings it had held before it was entered here: the numbers of its meetings go on from there.
    meetings_before: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    #: When it was closed, UTC; None while it goes on or its last day has ended it.
    closed_at: Mapped[datetime | None]

    @property
    def lasting(self) -> Lasting:
        """How long it goes on; one for a task may have a last day too."""
        return Lasting.TASK if self.task else Lasting.UNTIL if self.until is not None else Lasting.PERMANENT

    @property
    def token(self) -> str:
        """Its token in an audience; its members hold it."""
        return f"subgroup_{self.id}"

    def office_token(self, office: Office) -> str:
        """The token that the holder of an office in it has besides."""
        return f"{self.token}:{office.value}"

    def is_active(self, today: date) -> bool:
        """Whether it goes on. `today` is a local date."""
        return self.closed_at is None and (self.until is None or today <= self.until)


def group_id_of(token: str) -> int | None:
    """The id of the sub-group that a token is of; None for any other token."""
    found = _TOKEN.fullmatch(token)
    return None if found is None else int(found[1])


async def find_group(session: AsyncSession, group_id: int) -> SubGroup | None:
    return await session.get(SubGroup, group_id)


async def list_groups(session: AsyncSession, twg_id: int) -> list[SubGroup]:
    """Every sub-group that a TWG has had, by name."""
    query = select(SubGroup).where(SubGroup.twg_id == twg_id).order_by(SubGroup.name, SubGroup.id)
    return list(await session.scalars(query))


async def list_groups_in(session: AsyncSession, audience: str) -> tuple[SubGroup, ...]:
    """The sub-groups that a stored audience has in it, by name; most have none, and no query is made for them."""
    ids = [group_id for token in unpack(audience) if (group_id := group_id_of(token)) is not None]
    if not ids:
        return ()
    query = select(SubGroup).where(SubGroup.id.in_(ids)).order_by(SubGroup.name, SubGroup.id)
    return tuple(await session.scalars(query))


async def list_members_of(session: AsyncSession, group: SubGroup) -> list[Membership]:
    """The active members of the TWG who are in a sub-group, as `list_members` returns them."""
    return await list_members(session, group.twg_id, shares_token(Membership.groups, frozenset({group.token})))


def holder_among(members: Iterable[Membership], group: SubGroup, office: Office) -> Membership | None:
    """Who of these holds an office in a sub-group; None where it is vacant."""
    token = group.office_token(office)
    return next((member for member in members if token in member.places), None)


#: For rows whose audience has no sub-group in it.
NO_GROUPS: tuple[SubGroup, ...] = ()
