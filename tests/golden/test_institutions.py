"""Institutions: choosing one that is near, correcting and merging them."""

from tests.golden.conftest import Golden
from tests.support.stage import Player, Stage


async def test_institutions(golden: Golden, health: Stage, dara: Player) -> None:
    await health.member("Anna", "civil_society", "Red Cross Society", language=golden.language)
    kenji = await health.person("Kenji", language_code=golden.language)
    await kenji.starts(await health.invites("civil_society"))
    await kenji.presses(f"form:choice={golden.language}")
    await kenji.presses("form:skip")
    await kenji.says("Kenji Sato", "Adviser", "Society of the Red Cross")
    await golden.shows(kenji, "names one that may be known")
    await kenji.presses("form:choice=new")
    await kenji.says("012 345 678")
    await kenji.presses("form:skip")
    await kenji.presses("form:save")
    await dara.says("/members")
    await dara.presses("institutions:list")
    await golden.shows(dara, "lists the institutions")
    await dara.presses("institutions:show", 1, 3)
    await golden.shows(dara, "looks at one")
    await dara.presses("institutions:merge")
    await golden.shows(dara, "is asked which one it is")
    await dara.presses("form:choice=2")
    await dara.presses("form:save")
    await golden.shows(dara, "merged them")
    await dara.presses("general:undo")
    await golden.shows(dara, "took it back")
