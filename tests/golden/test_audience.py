"""Choosing whom something is for, as people read it."""

from storage.members import Role
from storage.sharing import PostKind
from tests.golden.conftest import Golden
from tests.members.merging import id_of
from tests.support.stage import Player, Stage


async def test_choosing_an_audience(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await health.member("Rithy", Role.CHAIR)
    await health.member("Sokha Mean", Role.GOVERNMENT)
    await dara.says("/share A study of midwives")
    await dara.presses(f"form:choice={PostKind.DATA}")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    await golden.shows(dara, "is asked for whom it is")
    await dara.presses("form:choice=~")
    await golden.shows(dara, "chooses what kind")
    await dara.presses("form:choice=~roles")
    await dara.presses("form:choice=role:private_sector")
    await golden.shows(dara, "has chosen a role that nobody holds")
    await dara.presses("form:choice=role:chair")
    await dara.presses("form:back")
    await golden.shows(dara, "sees what is chosen")
    await dara.presses("form:choice=role:private_sector")
    await dara.says("Sokhaa and Dara")
    await golden.shows(dara, "is asked whom the words mean")
    await dara.presses(f"form:choice=person:{await id_of(sokha)}")
    await golden.shows(dara, "has chosen one")
    await dara.says("somebody else")
    await golden.shows(dara, "has named nobody")
    await dara.presses("form:finish")
    await golden.shows(dara, "sees it before it is shared")
