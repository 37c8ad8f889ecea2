"""A form begun anew keeps the one before; an edited answer is decided before it is saved (U1, U2)."""

from sqlalchemy import select

from storage.actions import Action
from storage.meetings import Rsvp
from tests.actions.conftest import records, stored_action
from tests.forms.steps import open_forms
from tests.meetings.test_answering import stored_answer
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage

LINES = ["Send the draft budget to all members", "Invite the provinces", "ផ្ញើរបាយការណ៍ទៅក្រសួង"]


async def actions(stage: Stage) -> list[str]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(Action.text).order_by(Action.id)))


async def test_several_lines_of_a_command_keep_every_form(health: Stage, dara: Player) -> None:
    for place, line in enumerate(LINES):
        await dara.says(f"/newaction {line} by 15/12/2026")
        if place:
            await dara.sees("forms/replaced")
            before = (await dara.shown("forms/replaced"))["kept"]
            assert before[0].value.startswith(LINES[place - 1])
    assert len(await open_forms(health)) == len(LINES)


async def test_a_button_of_a_replaced_form_takes_it_up_again(health: Stage, dara: Player) -> None:
    await dara.says(f"/newaction {LINES[0]}")
    first = await dara.finds("forms/ask")
    await dara.says(f"/newaction {LINES[1]}")
    await dara.presses("form:skip", in_message=first.message)
    await dara.is_not_refused()
    replaced = await dara.finds("forms/replaced")
    await dara.presses("form:look", in_message=replaced.message)
    kept = [form.answers["text"] for form in await open_forms(health)]
    assert sorted(kept) == sorted(LINES[:2])


async def test_an_edited_answer_is_decided_before_it_is_saved(health: Stage, dara: Player) -> None:
    await dara.says("/newaction", "Send the draft budget to all members")
    typed = [message for message in await dara.in_chat() if message.mine][-1]
    await dara.presses("form:skip")
    await dara.says("MoH", "15/12/2026")
    await dara.presses("form:choice=all")
    await dara.edits(typed, "Send the final budget to all members")
    await dara.presses("form:save")
    await dara.sees("general/edited")
    assert await actions(health) == []
    await dara.presses("general:change_edit")
    await dara.presses("form:save")
    assert await actions(health) == ["Send the final budget to all members"]


async def test_deciding_on_an_edit_twice_is_harmless(health: Stage, dara: Player) -> None:
    await dara.says("/newaction", "Send the draft budget to all members")
    typed = [message for message in await dara.in_chat() if message.mine][-1]
    await dara.edits(typed, "Send the final budget to all members")
    asked = await dara.finds("general/edited")
    change = next(button.button for button in asked.buttons if button.name == "general:change_edit")
    await dara.forges(change.data)
    await dara.forges(change.data)
    await dara.is_not_refused()


async def test_an_older_question_does_not_overwrite_a_newer_answer(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    other = await announce_meeting(dara, title="Annual review")
    await sokha.says("Sorry, I cannot come")
    prompt = await sokha.finds("meetings/which")
    await health.passes(minutes=2)
    invitation = await sokha.finds("meetings/card")
    await sokha.says("actually I come myself", reply_to=invitation.message)
    assert await stored_answer(sokha, other) == (Rsvp.YES, "")
    await sokha.presses("meetings:take", other, in_message=prompt.message)
    await sokha.is_refused("meetings#answered_since")
    assert await stored_answer(sokha, other) == (Rsvp.YES, "")


async def test_a_file_stays_in_a_form_that_is_begun_again(health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, sokha, "Send the draft budget")
    await sokha.forges("actions:done:1")
    await sokha.sends_file("signed letter.pdf")
    await sokha.forges("actions:done:1")
    [form] = await open_forms(health)
    assert form.answers["evidence"]
    await sokha.says("It was sent to all members")
    assert (await stored_action(health, 1)).evidence is not None
