"""A sub-group on gender, led by the focal point."""

from datetime import time

from bot.demo.cast import NGO, OFFICIAL, Player
from bot.demo.scenes.subgroups import FOCAL_POINT
from bot.training.events import Event, Past
from storage.members import find_account
from twg.subgroups import founding


async def _set_up(past: Past) -> None:
    async with past.database.begin() as session:

        async def id_of(player: Player) -> int:
            account = await find_account(session, past.people[player].id)
            assert account is not None  # noqa: S101 - everybody has registered
            return account.person_id

        args = founding.NewGroup(
            name="Gender in health",
            name_km="យេនឌ័រក្នុងវិស័យសុខាភិបាល",
            meetings_before=4,
            chair_id=await id_of(FOCAL_POINT),
            member_ids=[await id_of(NGO), await id_of(OFFICIAL)],
        )
        await founding.create(session, await past.secretariat(session), args, now=past.now())
    await past.settle()


EVENTS = (Event(0, time(15), _set_up, order=10),)
TO_TRY = {FOCAL_POINT: "chairs a sub-group: /subgroups"}
