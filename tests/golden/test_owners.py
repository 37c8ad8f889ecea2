"""Golden texts of actions with several owners, of periods, of what recurs and of what is left open (A1)."""

import pytest

from tests.actions.test_owners import token
from tests.golden.conftest import Golden
from tests.meetings.conftest import local
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

LINES = {
    "en": ("MoP and ADB; revise the budget annex; end Jan", "ongoing", "Boppha", "asap", "Look into the delays"),
    "km": ("MoP និង ADB; កែសម្រួលឧបសម្ព័ន្ធថវិកា; ចុងខែមករា", "ជាបន្ត", "Boppha", "ឱ្យបានឆាប់", "ពិចារណាលើភាពយឺតយ៉ាវ"),
}


@pytest.fixture
async def bopha(health: Stage, language: str) -> Player:
    return await health.member("Bopha", "government", "MoP", language=language)


@pytest.fixture
async def anna(health: Stage, language: str) -> Player:
    return await health.member("Anna", "development_partner", "ADB", language=language)


async def test_an_action_of_several(
    golden: Golden, health: Stage, dara: Player, bopha: Player, anna: Player, language: str
) -> None:
    line, *_others = LINES[language]
    await dara.says(f"/newaction {line}")
    await golden.shows(dara, "writes it in one line")
    await dara.presses("form:choice=all")
    await golden.shows(dara, "reads who leads and the last day")
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    await golden.shows(dara, "recorded it")
    await golden.shows(anna, "is told of what ADB shares")
    await anna.says("/done 1 ok, ADB has sent its comments")
    await golden.shows(anna, "says that her part is done")
    await everybody_looks_away(dara)
    await health.passes(minutes=11)
    await golden.shows(bopha, "who leads it hears of it")
    await bopha.says("/actions")
    await golden.shows(bopha, "looks at what MoP has")


async def test_what_is_left_open(golden: Golden, health: Stage, dara: Player, bopha: Player, language: str) -> None:
    _line, ongoing, near, soon, vague = LINES[language]
    await dara.says(f"/newaction {vague}")
    await golden.shows(dara, "is asked why vague words stay")
    await dara.presses("form:choice=0")
    await dara.says(near)
    await golden.shows(dara, "is asked whom the name means")
    await dara.presses(f"form:choice={await token(bopha, 'person')}")
    await dara.says(soon)
    await golden.shows(dara, "is asked what “asap” means")
    await dara.says(ongoing)
    await golden.shows(dara, "is asked what “ongoing” means")
    await dara.presses("form:choice=every-quarter")
    await dara.presses("form:choice=all")
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    await golden.shows(dara, "recorded what recurs")
    await bopha.says("/done 1 sent")
    await golden.shows(bopha, "is done with it for this time")


async def test_before_each_plenary(golden: Golden, health: Stage, dara: Player, sokha: Player, language: str) -> None:
    until = {"en": "before each plenary", "km": "មុនរៀងរាល់កិច្ចប្រជុំពេញអង្គ"}[language]
    await dara.says("/newaction", "Send the list", "Sokha", until)
    await golden.shows(dara, "is asked who may see it")
    await dara.presses("form:choice=all")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(sokha, "is told that it is hers")
    await announce_meeting(dara)
    await everybody_looks_away(dara)
    await health.becomes(local(8, 9))
    await golden.shows(sokha, "is reminded before the plenary")
