"""What secretariats do to merge two entries of a person, and everything that refers to a person."""

from typing import Any

from sqlalchemy import func, select

from storage.core.row_log import columns_referring_to
from storage.members import Account, Person, find_account
from tests.members.steps import memberships
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.members import merging


async def person_id_of(stage: Stage, name: str) -> int:
    async with stage.assistant.database.read() as session:
        return (await session.scalars(select(Person.id).where(Person.name == name))).one()


async def opens_merge(secretariat: Player, gone: str, kept: str) -> None:
    """Open the card of an entry and choose the one that stays."""
    [member] = await memberships(secretariat.stage, gone)
    await secretariat.says("/members")
    await secretariat.presses("members:open", member.id)
    kept_id = await person_id_of(secretariat.stage, kept)
    offered = [button.name for seen in await secretariat.on_screen() for button in seen.buttons]
    if "members:same" in offered:
        await secretariat.presses("members:same")
        await secretariat.presses(f"form:choice={kept_id}")
    else:
        await secretariat.presses("members:same_as", member.id, kept_id)


async def merges(secretariat: Player, gone: str, kept: str, *, account_of: str = "") -> None:
    """Merge two entries by the form; where both use Telegram, with the account of one of them."""
    account_id = await person_id_of(secretariat.stage, account_of) if account_of else None
    await opens_merge(secretariat, gone, kept)
    if account_id is not None:
        await secretariat.presses(f"form:choice={account_id}")
    await secretariat.presses("form:save")


async def merge_directly(
    secretariat: Player, gone_id: int, kept_id: int, *, account_of: int | None = None, code: str = "HLT"
) -> int:
    """Merge without the form. Returns the id of the merge."""
    stage = secretariat.stage
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, secretariat, code)
        merged = await merging.merge(
            session,
            actor,
            gone_id,
            kept_id,
            account_of=account_of,
            domains=stage.assistant.registry.domains,
            now=stage.clock.now(),
        )
        return merged.id


async def id_of(player: Player) -> int:
    """Id of the person with the account of a player."""
    async with player.stage.assistant.database.read() as session:
        account = await find_account(session, player.person.id)
        assert account is not None
        return account.person_id


async def references_to(stage: Stage, person_id: int) -> dict[str, int]:
    """How many rows refer to a person, by "table.column"; those without any are left out."""
    found: dict[str, int] = {}
    async with stage.assistant.database.read() as session:
        for column in columns_referring_to(Person):
            query: Any = select(func.count()).select_from(column.table).where(column == person_id)
            if number := await session.scalar(query):
                found[f"{column.table.name}.{column.name}"] = number
    return found


async def enters_without_telegram(stage: Stage, player: Player) -> int:
    """Let a member have no account, as one whom the secretariat has entered. Returns the person's id."""
    async with arranged(stage.assistant.database) as session:
        account = (await session.scalars(select(Account).where(Account.telegram_id == player.person.id))).one()
        person_id = account.person_id
        account.ended_at = stage.clock.now()
        return person_id
