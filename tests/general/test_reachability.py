"""Who blocks the assistant is not written to, until they return (M8)."""

from datetime import datetime

from sqlalchemy import select

from storage.members import Account, Person
from tests.support.stage import Player, Stage


async def unreachable_since(stage: Stage, name: str) -> datetime | None:
    async with stage.assistant.database.read() as session:
        return await session.scalar(select(Account.unreachable_since).join(Account.person).where(Person.name == name))


async def test_a_block_is_noted_with_its_time(health: Stage, sokha: Player) -> None:
    await sokha.does(sokha.person.blocks())
    assert await unreachable_since(health, "Sok Sokha") == health.clock.now()


async def test_a_return_is_noted(health: Stage, sokha: Player) -> None:
    await sokha.does(sokha.person.blocks())
    await sokha.does(sokha.person.unblocks())
    await sokha.says("/me")
    await sokha.sees("members/me")
    await sokha.reads_fact("Sok Sokha")
    assert await unreachable_since(health, "Sok Sokha") is None


async def test_a_stranger_s_block_is_no_matter(health: Stage) -> None:
    stranger = await health.person("Stranger")
    await stranger.starts()
    await stranger.does(stranger.person.blocks())
    await stranger.does(stranger.person.unblocks())
    await stranger.says("/me")
    await stranger.sees("joining/stranger")


async def test_a_form_is_still_there_after_a_return(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary 2026")
    await dara.does(dara.person.blocks())
    await dara.does(dara.person.unblocks())
    await dara.says("/newmeeting")
    await dara.asks("kind")
    await dara.sees("forms/ask", position=2, total=8)
