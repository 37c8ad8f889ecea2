"""Two processes import a list, or make the personal links of one, at the same moment (M5)."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.roles import Role
from storage.members import Invite
from storage.rosters import RosterEntry, list_entries
from tests.replicas.conftest import NOW, Two, actor
from twg.language.rosters.model import Roster, RosterPerson
from twg.rosters import importing, links

ROSTER = Roster(
    [RosterPerson("2", Role.GOVERNMENT, "SOK Dara", institution="MoH", phone="012 345 678", phones=("+85512345678",))],
    [],
)


async def imports(session: AsyncSession) -> importing.Plan:
    return await importing.import_roster(session, await actor(session, "Dara"), ROSTER, now=NOW)


async def makes_links(session: AsyncSession) -> list[links.PersonalLink]:
    return await links.invite_each(session, await actor(session, "Dara"), now=NOW)


async def test_a_list_that_two_import_is_there_once(two: Two) -> None:
    again = await two.at_once(imports, imports)
    assert (again.added, again.unchanged) == (0, 1)
    assert await two.does(lambda session: session.scalar(select(func.count()).select_from(RosterEntry))) == 1


async def test_of_links_that_two_make_those_of_the_later_one_work(two: Two) -> None:
    await two.does(imports)
    [link] = await two.at_once(makes_links, makes_links)
    [entry] = await two.does(lambda session: list_entries(session, 1))
    working = await two.does(lambda session: session.scalars(select(Invite.id).where(Invite.revoked_at.is_(None))))
    assert list(working) == [entry.invite_id] == [link.entry.invite_id]
