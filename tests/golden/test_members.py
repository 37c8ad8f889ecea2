"""Inviting, joining, and being in the list."""

from storage.members import find_account
from tests.golden.conftest import Golden
from tests.members.merging import id_of
from tests.support.assisting import bind
from tests.support.guard import arranged
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


async def test_inviting(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/invite")
    await golden.shows(dara, "is asked the role")
    await dara.presses("form:choice=focal_point")
    await golden.shows(dara, "is asked the theme")
    await dara.says("gender")
    await golden.shows(dara, "is asked how many")
    await dara.says("many")
    await golden.shows(dara, "gives no number")
    await dara.says("5")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(dara, "made the link")
    await dara.says("/invite list")
    await golden.shows(dara, "lists the links")
    await dara.presses("members:revoke")
    await golden.shows(dara, "revoked it")
    await dara.says("/invite list")
    await golden.shows(dara, "has none left")


async def test_joining_another_twg(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    chenda = await health.member("Chenda", "secretariat", "MoEYS", code="EDU", language=golden.language)
    await sokha.starts(await health.invites("development_partner", "EDU"))
    await golden.shows(sokha, "joins a second TWG")
    await golden.shows(chenda, "hears of it")
    await sokha.says("/settings")
    await golden.shows(sokha, "may work in either")


async def test_joining_late(golden: Golden, health: Stage, dara: Player) -> None:
    await announce_meeting(dara)
    kenji = await health.person("Kenji", language_code=golden.language)
    await kenji.starts(await health.invites("development_partner"))
    await kenji.presses(f"form:choice={golden.language}")
    await kenji.presses("form:skip")
    await kenji.says("Kenji Sato", "Programme adviser", "JICA", "+855 12 345 678")
    await kenji.presses("form:skip")
    await kenji.presses("form:save")
    await golden.shows(kenji, "finds a meeting to answer")


async def test_details(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/me")
    await golden.shows(sokha, "looks how she is registered")
    await sokha.presses("members:correct")
    await golden.shows(sokha, "corrects it")
    await sokha.presses("form:change")
    await sokha.presses("form:change=position")
    await golden.shows(sokha, "is asked her position")
    await sokha.says("Health adviser")
    await dara.looks_away()
    await sokha.presses("form:save")
    await golden.shows(sokha, "corrected it")
    await golden.shows(dara, "hears of it")
    await sokha.says("/members")
    await golden.shows(sokha, "lists the members")
    await dara.says("/members")
    await golden.shows(dara, "lists them with their contacts")


async def test_an_assistant(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/me")
    await sokha.presses("members:assistants")
    await golden.shows(sokha, "looks who acts for her")
    await sokha.presses("members:choose_matters")
    await golden.shows(sokha, "is asked for what")
    await sokha.presses("members:choose_matters", 7)
    await sokha.presses("members:offer_assistant")
    await golden.shows(sokha, "made the link")
    token = (await sokha.shown("members/assistant_link"))["link"].partition("?start=")[2]
    chan = await health.person("Chan", language_code=golden.language)
    await chan.starts(token)
    await golden.shows(chan, "opens the link")
    await golden.shows(sokha, "is asked whether it is him")
    await sokha.says("/me")
    await sokha.presses("members:assistants")
    await golden.shows(sokha, "has one who is not confirmed")
    await sokha.presses("members:confirm_assistant")
    await golden.shows(sokha, "confirmed him")
    await golden.shows(chan, "acts for her")
    await announce_meeting(dara)
    await golden.shows(chan, "is told for her")
    await chan.presses("meetings:answer", "yes")
    await golden.shows(chan, "answered for her")
    await sokha.presses("members:end_assistant")
    await golden.shows(sokha, "ended it")


async def test_two_principals(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA")
    await bind(sokha, kenji)
    await announce_meeting(dara)
    await kenji.looks_away()
    await kenji.says("I will come to the plenary meeting")
    await golden.shows(kenji, "is asked for whom")


async def test_entering(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA")
    async with arranged(health.assistant.database) as session:
        account = await find_account(session, kenji.person.id)
        assert account is not None
        account.ended_at = health.clock.now()
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"meetings:answers:{meeting_id}")
    await golden.shows(dara, "looks who has answered")
    await dara.presses("meetings:open", f"{meeting_id}@{account.person_id}")
    await golden.shows(dara, "opens it for Kenji")
    await dara.presses("meetings:answer", "yes")
    await dara.forges(f"meetings:answers:{meeting_id}")
    await golden.shows(dara, "sees that it was entered")


async def test_merging(golden: Golden, health: Stage, dara: Player) -> None:
    await health.member("Kenji Sato", "development_partner", "JICA")
    await health.member("SATO Kenji", "development_partner", "JICA")
    rith = await health.member("Rith", "secretariat")
    await dara.says("/members")
    await dara.presses("members:doubles")
    await golden.shows(dara, "looks who may be entered twice")
    await dara.presses("members:same_as")
    await golden.shows(dara, "is asked for the account")
    new_id = await id_of(health.people["SATO Kenji"])
    await dara.presses(f"form:choice={new_id}")
    await golden.shows(dara, "sees what it comes to")
    await dara.presses("form:save")
    await golden.shows(dara, "merges them")
    await health.passes(minutes=11)
    await golden.shows(health.people["SATO Kenji"], "is told")
    await golden.shows(rith, "is told too")
    await dara.presses("general:undo")
    await golden.shows(dara, "undoes it")


async def test_first_of_a_secretariat(golden: Golden, health: Stage, language: str) -> None:
    dara = await health.person("Chan Dara")
    await dara.starts(await health.invites("secretariat"))
    await dara.presses(f"form:choice={language}")
    await dara.presses("form:skip")
    await dara.says("Chan Dara", "Officer", "MoH", "012 345 678")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await golden.shows(dara, "is the first in the TWG")
    await dara.looks_away()
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    await dara.starts(await health.invites("secretariat", "EDU"))
    await golden.shows(dara, "is the first in another one")
