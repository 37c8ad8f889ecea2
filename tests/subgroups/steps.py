"""Setting up sub-groups without their form, and looking who is in one."""

from typing import Any

from sqlalchemy import select

from storage.members import Membership, Person
from storage.subgroups import Office, SubGroup, find_group
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.subgroups import composing, founding
from twg.subgroups.access import Composition, compose


async def sets_up(
    player: Player,
    name: str = "Gender",
    *,
    chair: Player | None = None,
    secretary: Player | None = None,
    members: tuple[Player, ...] = (),
    code: str = "HLT",
    **facts: Any,
) -> int:
    """Set up a sub-group, and let what is told of it arrive; nothing counts as new then. Returns its id."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        people = [each for each in (*members, chair, secretary) if each is not None]
        ids = {each.person.id: (await access_actor(session, each, code)).person.id for each in people}
        args = founding.NewGroup(
            name=name,
            chair_id=ids[chair.person.id] if chair else None,
            secretary_id=ids[secretary.person.id] if secretary else None,
            member_ids=[ids[each.person.id] for each in members],
            **facts,
        )
        actor = await access_actor(session, player, code)
        group = await founding.create(session, actor, args, now=stage.clock.now())
    await stage.passes(minutes=11)
    await everybody_looks_away(player)
    return group.id


async def adds(player: Player, group_id: int, *added: Player) -> None:
    """Add members to a sub-group without the form."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        ids = [(await access_actor(session, each)).person.id for each in added]
        actor = await access_actor(session, player)
        await composing.add_members(session, actor, group_id, ids, now=stage.clock.now())
    await stage.settle()


async def takes_out(player: Player, group_id: int, member: Player) -> None:
    """Take somebody out of a sub-group without its buttons."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        person_id = (await access_actor(session, member)).person.id
        actor = await access_actor(session, player)
        await composing.take_out(session, actor, group_id, person_id, now=stage.clock.now())
    await stage.settle()


async def stored(stage: Stage, group_id: int) -> SubGroup:
    async with stage.assistant.database.read() as session:
        group = await find_group(session, group_id)
    assert group is not None
    return group


async def composition(stage: Stage, group_id: int) -> Composition:
    async with stage.assistant.database.read() as session:
        group = await find_group(session, group_id)
        assert group is not None
        return await compose(session, group)


async def names_in(stage: Stage, group_id: int) -> list[str]:
    """The names of who is in a sub-group."""
    return sorted(member.person.name for member in (await composition(stage, group_id)).members)


async def leaders(stage: Stage, group_id: int) -> tuple[str, str]:
    """The names of its chair and its secretary; empty for a vacant office."""
    found = await composition(stage, group_id)
    chair, secretary = (found.holder(office) for office in Office)
    return _name(chair), _name(secretary)


def _name(member: Membership | None) -> str:
    return "" if member is None else member.person.name


async def person_id(stage: Stage, name: str) -> int:
    async with stage.assistant.database.read() as session:
        return (await session.scalars(select(Person.id).where(Person.name == name))).one()
