"""The cast registers."""

from datetime import time

from bot import operator
from bot.capabilities import registry
from bot.demo.cast import CAST, OFFICIAL, SECRETARIAT, TWG
from bot.training.events import Event, Past
from messages.rendering.labels import LANGUAGES
from twg.joining import entering
from twg.members import invites, registration, twg_facts


async def _register_everybody(past: Past) -> None:
    """The secretariat registers last, so that it is not told of each of the others."""
    now = past.now()
    await operator.add_twg(past.database, twg_facts.NewTwg.model_validate(TWG), past.stage.config, now=now)
    for player in (SECRETARIAT, *CAST):
        await past.add(player)
    for player in (*CAST, SECRETARIAT):
        person = past.people[player]
        invite = invites.NewInvite(role=player.role, themes=[player.theme] if player.theme else [])
        link = await operator.invite(past.database, TWG["code"], invite, now=now)
        answers = registration.Registration(
            name=player.name,
            position=player.position,
            institution=player.institution,
            contact=f"0{person.id % 10**8:08}",
            language=next(code for code, name in LANGUAGES.items() if name == player.language),
        )
        async with past.database.begin() as session:
            await entering.register(
                session, invites.hash_token(link.token), person.id, answers, domains=registry().domains, now=now
            )
        await past.starts(player)


EVENTS = (Event(0, time(9), _register_everybody, order=10),)
TO_TRY = {OFFICIAL: "reads and writes Khmer"}
