"""Steps by which a member gets an assistant."""

import re

from tests.support.stage import Player


async def link_for_assistant(principal: Player, *without: str) -> str:
    """The token of the link that a member makes for an assistant, for everything but these matters."""
    await principal.says("/me")
    await principal.presses("members:assistants")
    await principal.presses("members:choose_matters")
    places = {"meetings": 1, "documents": 2, "actions": 4, "indicators": 8}
    chosen = 15
    for matter in without:
        chosen ^= places[matter]
        await principal.presses("members:choose_matters", chosen)
    await principal.presses("members:offer_assistant")
    link = (await principal.shown("members/assistant_link"))["link"]
    found = re.search(r"start=([\w-]+)", link)
    assert found is not None
    return found[1]


async def bind(principal: Player, assistant: Player, *without: str) -> None:
    """An assistant opens the link of a member, who confirms it."""
    await assistant.starts(await link_for_assistant(principal, *without))
    await assistant.sees("members/assistant_taken")
    await principal.presses("members:confirm_assistant")
    await principal.sees("members/assistant_confirmed")
