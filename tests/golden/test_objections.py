"""What is decided between meetings unless somebody objects, as people see it (G16)."""

import pytest

from tests.golden.conftest import Golden
from tests.meetings.conftest import local
from tests.objections.conftest import TEXT, asks
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.fixture
async def chan(health: Stage, language: str) -> Player:
    return await health.member("Chan", "chair", "MoH", language=language)


async def test_asking_for_no_objection(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/decisions")
    await dara.presses("objections:list")
    await golden.shows(dara, "nothing is asked")
    await dara.presses("objections:new")
    await golden.shows(dara, "is asked for the text")
    await dara.says(TEXT)
    await golden.shows(dara, "is asked who is asked")
    await dara.presses("form:choice=all")
    await golden.shows(dara, "is asked for the last day")
    await dara.says("10/12/2026")
    await golden.shows(dara, "is asked for documents")
    await dara.presses("form:choice=no")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(dara, "asked them")
    await golden.shows(sokha, "is asked")
    await sokha.forges("objections:list")
    await golden.shows(sokha, "lists what is asked")
    await dara.presses("objections:withdraw", 1)
    await golden.shows(dara, "is asked why it is withdrawn")
    await dara.says("The annex is revised")
    await dara.presses("form:save")
    await golden.shows(dara, "withdrew it")
    await golden.shows(sokha, "hears that it was withdrawn")
    await sokha.forges("objections:agree:1")
    await golden.shows(sokha, "answers what was withdrawn")


async def test_answering_and_confirming(
    golden: Golden, health: Stage, dara: Player, sokha: Player, chan: Player
) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA", language=golden.language)
    asked = await asks(dara)
    await everybody_looks_away(dara)
    await sokha.says("hm, perhaps", reply_to=(await sokha.finds("objections/card")).message)
    await golden.shows(sokha, "was not understood")
    await sokha.presses("objections:object", asked)
    await golden.shows(sokha, "is asked for the reason")
    await sokha.says("The figures are missing")
    await golden.shows(sokha, "objects")
    await dara.forges(f"objections:open:{asked}")
    await golden.shows(dara, "sees who answers what")
    await chan.forges(f"objections:confirm:{asked}")
    await golden.shows(chan, "confirms too early")
    await everybody_looks_away(dara)
    await health.becomes(local(7, 9))
    await golden.shows(kenji, "is reminded")
    await everybody_looks_away(dara)
    await health.becomes(local(11, 9))
    await golden.shows(chan, "hears that the last day is over")
    await kenji.forges(f"objections:agree:{asked}")
    await golden.shows(kenji, "answers too late")
    await chan.presses("objections:confirm", asked)
    await golden.shows(chan, "is asked why it is decided despite objections")
    await chan.says("The figures follow in January")
    await chan.presses("form:save")
    await golden.shows(chan, "decided it")
    await golden.shows(sokha, "hears that it was decided")
    await sokha.presses("decisions:open", 1)
    await golden.shows(sokha, "opens the decision")


async def test_objections_in_words(golden: Golden, health: Stage, dara: Player, sokha: Player, chan: Player) -> None:
    await asks(dara)
    await asks(dara, text="The survey form is adopted")
    await everybody_looks_away(dara)
    await sokha.says("I object, it is late" if golden.language == "en" else "យើងជំទាស់ ព្រោះយឺត")
    await golden.shows(sokha, "is asked which text it is about")
    await sokha.presses("objections:words", 2)
    await golden.shows(sokha, "has objected")
    await everybody_looks_away(dara)
    await health.becomes(local(11, 9))
    await everybody_looks_away(dara)
    await sokha.says("I object, it is late" if golden.language == "en" else "យើងជំទាស់ ព្រោះយឺត")
    await golden.shows(sokha, "objects after the last day")
