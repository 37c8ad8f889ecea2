"""Finding one's way, leaving forms, groups, and faults of ours."""

from zoneinfo import ZoneInfo

from messages.rendering.templating import render
from tests.golden.conftest import Golden
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage

ZONE = ZoneInfo("Asia/Phnom_Penh")


async def test_finding_one_s_way(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    for words in ("/menu", "/settings", "/cancel", "/export"):
        await dara.says(words)
        await golden.shows(dara, words)
    await sokha.says("Our office moves to Street 63")
    await sokha.presses("general:dismiss")
    await golden.shows(sokha, "wants nothing")
    await sokha.does(sokha.person.sends_sticker())
    await golden.shows(sokha, "sends a sticker")


async def test_leaving_a_form(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Annual review")
    form = (await dara.finds("forms/ask")).message
    await dara.says("/invite")
    await golden.shows(dara, "begins something else")
    await dara.says("/newmeeting")
    await golden.shows(dara, "comes back")
    await dara.says("/cancel")
    await golden.shows(dara, "leaves it")
    await dara.does(dara.person.taps_button(form.buttons[0][0], in_message=form))
    await golden.shows(dara, "presses a button of before")


async def test_in_a_group(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    group = await health.sandbox.group("Health TWG", [dara.person, sokha.person])
    await health.settle()
    await sokha.does(sokha.person.says("/me", chat=group))
    [_arrival, answer] = [message for message in await sokha.person.messages(chat=group) if message.sender == "bot"]
    golden.says("Sokha: asks in the group", *health.record.of(answer).keys, text=f"{answer.text}\n{answer.labels}")


async def test_coming_back(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.does(sokha.person.blocks())
    await announce_meeting(dara)
    await dara.says("/newaction Send the draft budget", "Sokha", "23/12/2026")
    await dara.presses("form:choice=all")
    await dara.presses("form:save")
    await sokha.does(sokha.person.unblocks())
    await golden.shows(sokha, "reads what she missed")


async def test_faults_of_ours(golden: Golden, health: Stage) -> None:
    """Rendered here: to meet them takes a fault."""
    golden.says(
        "a bug", "general/incident", text=render("general/incident", golden.language, ZONE, {"incident": "a1b2"})
    )
    golden.says("no database", "general/later", text=render("general/later", golden.language, ZONE, {}))


async def test_the_guideline(golden: Golden, sokha: Player) -> None:
    await sokha.says("/guideline")
    await golden.shows(sokha, "asks what the Guideline asks")
    await sokha.says("adopt")
    await golden.shows(sokha, "finds no clause, or some")
    await sokha.says("/guideline III(c)(iii)")
    await golden.shows(sokha, "finds a clause by its number")
    await sokha.says("/guideline TWG")
    await golden.shows(sokha, "finds more than are shown")
    await sokha.says("/guideline III (d) ext.")
    await golden.shows(sokha, "finds one of the external support")
    await sokha.says("/guideline PP (vii)")
    await golden.shows(sokha, "finds a partnership principle")
