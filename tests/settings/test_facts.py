"""The organisers see and change what their TWG is called, who hosts it, its hours and its time zone (M12)."""

from datetime import time

import pytest

from storage.members import Twg, find_twg
from tests.support.stage import Player, Stage
from tests.test_audit import audited


async def twg_of(stage: Stage, code: str = "HLT") -> Twg:
    async with stage.assistant.database.read() as session:
        found = await find_twg(session, code)
    assert found is not None
    return found


async def changes(player: Player, field: str, text: str) -> None:
    """Change one of the settings by the form."""
    await player.says("/twg")
    await player.presses("settings:change")
    await player.presses("form:change")
    await player.presses(f"form:change={field}")
    await player.says(text)


@pytest.mark.parametrize("role", ["secretariat", "chair"])
async def test_an_organiser_changes_a_name(health: Stage, role: str) -> None:
    player = await health.member("Kim Sovann", role)
    await changes(player, "name_km", "សុខាភិបាល")
    await player.presses("form:save")
    await player.sees("settings/card", checked=False)
    assert ((await twg_of(health)).name, (await twg_of(health)).name_km) == ("Health", "សុខាភិបាល")
    assert await audited(health, "settings.change") == {"before": {"name_km": ""}, "after": {"name_km": "សុខាភិបាល"}}


async def test_a_change_is_undone(health: Stage, dara: Player) -> None:
    await changes(dara, "host", "Ministry of Health and Sports")
    await dara.presses("form:save")
    await health.passes(hours=5)
    await dara.presses("general:undo")
    await dara.sees("settings/card")
    assert (await twg_of(health)).host == "Ministry of Health"
    assert (await audited(health, "settings.restore"))["after"] == {"host": "Ministry of Health"}


async def test_a_change_that_somebody_has_changed_since_is_not_undone(health: Stage, dara: Player) -> None:
    rith = await health.member("Rith", "secretariat")
    await changes(dara, "host", "MoHS")
    await dara.presses("form:save")
    await changes(rith, "host", "MoH")
    await rith.presses("form:save")
    await dara.presses("general:undo")
    await dara.is_refused("general#changed_since")
    assert (await twg_of(health)).host == "MoH"


@pytest.mark.parametrize("typed", ["7:00-18:00", "07.00 - 18.00", "7 am to 6 pm", "៧:០០-១៨:០០"])
async def test_opening_hours_are_typed_as_people_write_them(health: Stage, dara: Player, typed: str) -> None:
    await changes(dara, "hours", typed)
    await dara.presses("form:save")
    await dara.sees("settings/card", opens_at=time(7), closes_at=time(18), own_hours=True, checked=True)
    assert ((await twg_of(health)).opens_at, (await twg_of(health)).closes_at) == (time(7), time(18))


@pytest.mark.parametrize(
    ("field", "typed", "refusal"),
    [
        ("email", "health at moh", "settings#unreadable_email"),
        ("zone", "Phnom Penh", "settings#unknown_zone"),
        ("zone", "Asia", "settings#unknown_zone"),
        ("hours", "18:00-7:00", "settings#unreadable_hours"),
        ("hours", "in the morning", "settings#unreadable_hours"),
        ("hours", "9:00", "settings#unreadable_hours"),
        ("name", "H", "settings#too_short"),
    ],
)
async def test_what_cannot_be_used_is_asked_again(
    health: Stage, dara: Player, field: str, typed: str, refusal: str
) -> None:
    await changes(dara, field, typed)
    await dara.is_refused(refusal)
    assert (await twg_of(health)).zone == "Asia/Phnom_Penh"


async def test_nothing_changed_is_said(health: Stage, dara: Player) -> None:
    await changes(dara, "name", "Health")
    await dara.presses("form:save")
    await dara.is_refused("settings#as_before")


async def test_another_member_neither_sees_nor_changes_them(health: Stage, sokha: Player) -> None:
    twg = await twg_of(health)
    await sokha.says("/twg")
    await sokha.is_refused("general#not_allowed")
    await sokha.forges(f"settings:open:{twg.id}")
    await sokha.is_refused("general#not_allowed")
    await sokha.forges(f"settings:change:{twg.id}")
    await sokha.is_refused("general#not_allowed")


async def test_another_twg_stays_hidden(health: Stage, dara: Player) -> None:
    other = await health.adds_twg("EDU", "Education")
    await dara.forges(f"settings:change:{other.id}")
    await dara.is_refused("general#not_found")


async def test_what_somebody_else_changed_meanwhile_is_shown_first(health: Stage, dara: Player) -> None:
    rith = await health.member("Rith", "secretariat")
    await changes(dara, "host", "MoHS")
    await changes(rith, "email", "health@example.gov.kh")
    await rith.presses("form:save")
    await dara.presses("form:save")
    await dara.is_refused("forms#changed_meanwhile")
    assert (await twg_of(health)).host == "Ministry of Health"
    await dara.presses("form:save")
    assert ((await twg_of(health)).host, (await twg_of(health)).email) == ("MoHS", "")
