"""What people do again and again around invites."""

from sqlalchemy import select

from storage.members import Invite, Membership, MembershipState, Person, Role, find_account, find_twg
from tests.support.guard import arranged
from tests.support.stage import Player, Stage
from twg.core.actors import Actor
from twg.members import changing


async def chooses_english(person: Player) -> None:
    """Begin the registration form in English, and skip the form of address."""
    await person.presses("form:choice=en")
    await person.presses("form:skip")


async def fills_in(person: Player, *, name: str = "Sok Sokha", institution: str = "UNFPA") -> None:
    """Answer the registration form up to its summary."""
    await chooses_english(person)
    await person.says(name, "Health adviser", institution, "012 345 678")
    await person.presses("form:skip")


async def registers(person: Player, token: str, **answers: str) -> None:
    """Open an invite's link and go through the form."""
    await person.starts(token)
    await fills_in(person, **answers)
    await person.presses("form:save")


async def makes_invite(secretariat: Player, role: Role, *, uses: str = "1") -> str:
    """Make an invite by its form; returns the token in the link that is shown."""
    await secretariat.says("/invite")
    await secretariat.presses(f"form:choice={role}")
    await secretariat.says(uses)
    await secretariat.presses("form:save")
    return await shown_token(secretariat)


async def shown_token(secretariat: Player) -> str:
    """The token in the link that was shown last."""
    invited = await secretariat.finds("members/invited")
    [context] = invited.contexts("members/invited")
    assert invited.holds(context["link"])
    _bot, token = context["link"].split("?start=")
    return str(token)


async def also_in(player: Player, code: str, role: Role) -> None:
    """Make a registered person a member of another TWG too, without an invite and without notices."""
    stage = player.stage
    async with arranged(stage.assistant.database) as session:
        account, twg = await find_account(session, player.person.id), await find_twg(session, code)
        assert account is not None
        assert twg is not None
        since = stage.clock.now().date()
        session.add(Membership(person_id=account.person_id, twg_id=twg.id, role=role, since=since))


async def memberships(stage: Stage, name: str) -> list[Membership]:
    """The active memberships stored under this name."""
    async with stage.assistant.database.read() as session:
        query = select(Membership).join(Person).where(Person.name == name, Membership.state == MembershipState.ACTIVE)
        return list(await session.scalars(query.order_by(Membership.id)))


async def invites(stage: Stage) -> list[Invite]:
    """Every invite that was ever made, oldest first."""
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(Invite).order_by(Invite.id)))


async def operator_gives_role(stage: Stage, name: str, role: Role) -> None:
    """Change the role of a member of the Health TWG, as the operator does."""
    [member] = await memberships(stage, name)
    async with stage.assistant.database.begin() as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        operator = Actor(twg, source="command line")
        await changing.change(session, operator, member.id, changing.MemberChange(role=role), now=stage.clock.now())
