"""What is stored about a person, erasing contacts, an assistant who leaves."""

from tests.golden.conftest import Golden
from tests.members.steps import memberships
from tests.support.assisting import bind
from tests.support.stage import Player, Stage


async def test_own_data(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/mydata")
    await golden.shows(sokha, "looks what is stored")
    await sokha.presses("members:send_data")
    await golden.shows(sokha, "gets all of it")
    await sokha.says("/mydata")
    await sokha.presses("members:ask_erase")
    await golden.shows(sokha, "is asked whether it shall be erased")
    await sokha.presses("members:erase")
    await golden.shows(sokha, "erased it")
    await sokha.says("/mydata")
    await golden.shows(sokha, "looks again")
    await health.member("Anna", "civil_society", "Red Cross", language=golden.language)
    [anna] = await memberships(health, "Anna")
    await dara.says("/members")
    await dara.presses("members:open", anna.id)
    await dara.presses("members:ask_erase_of")
    await golden.shows(dara, "is asked about another")
    await dara.presses("members:erase_of")
    await golden.shows(dara, "erased it for another")


async def test_an_assistant_leaves(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    chan = await health.person("Chan", language_code=golden.language)
    await bind(sokha, chan)
    await sokha.looks_away()
    await chan.says("/mydata")
    await golden.shows(chan, "looks for whom they act")
    await chan.presses("members:stop_assisting")
    await golden.shows(chan, "no longer acts for her")
    await golden.shows(sokha, "hears of it")
