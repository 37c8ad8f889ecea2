"""Replies in plain words: "done …" closes, anything else is noted, a file is kept as evidence (A3, U2)."""

import pytest

from sandbox.client import SeenMessage
from storage.actions import ActionState
from tests.actions.conftest import TEXT, closes, local, records, stored_action
from tests.indicators.conftest import defines, opens_round
from tests.support.doings import everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.fixture
async def given(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """What Sokha was told when she was given an action."""
    await records(dara, sokha)
    return await sokha.finds_text("An action for you")


@pytest.fixture
async def reminder(health: Stage, given: SeenMessage, dara: Player, sokha: Player) -> SeenMessage:
    """A reminder of it, a week before."""
    await health.becomes(local(16, 8))
    await everybody_looks_away(dara)
    return await sokha.finds_text("An action is due in 7 days")


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("done, the draft was sent to all", "the draft was sent to all"),
        ("Done: sent", "sent"),
        ("រួចរាល់ បានផ្ញើជូនសមាជិកទាំងអស់", "បានផ្ញើជូនសមាជិកទាំងអស់"),
        ("រួចរាល់ហើយ។ បានផ្ញើ", "បានផ្ញើ"),
    ],
)
async def test_done_closes_with_the_rest_as_the_note(
    health: Stage, dara: Player, sokha: Player, reminder: SeenMessage, words: str, note: str
) -> None:
    await sokha.says(words, reply_to=reminder)
    await sokha.reads("Thank you. The action is done.", note)
    await dara.reads("An action is done", f"Sokha: {note}")
    action = await stored_action(health, 1)
    assert (action.state, action.closing_note) == (ActionState.DONE, note)


@pytest.mark.parametrize("words", ["done", "Done!", "រួចរាល់", "រួចរាល់ហើយ។"])
async def test_done_alone_is_asked_what_was_done(health: Stage, sokha: Player, given: SeenMessage, words: str) -> None:
    await sokha.says(words, reply_to=given)
    await sokha.reads("What was done?", TEXT)
    assert (await stored_action(health, 1)).state is ActionState.OPEN
    await sokha.says("Sent")
    await sokha.reads("The action is done.", "Sokha: Sent")


@pytest.mark.parametrize("words", ["The ministry has it", "not done yet", "done?", "មិនទាន់រួចរាល់", "12 provinces of 25"])
async def test_anything_else_is_noted_and_offers_to_close(
    health: Stage, sokha: Player, reminder: SeenMessage, words: str
) -> None:
    await sokha.says(words, reply_to=reminder)
    await sokha.reads("Your note is recorded.", f"Sokha: {words}", "[Done] [Add a note]")
    action = await stored_action(health, 1)
    assert (action.state, [update.text for update in action.updates]) == (ActionState.OPEN, [words])


async def test_a_file_is_kept_as_evidence(health: Stage, dara: Player, sokha: Player, reminder: SeenMessage) -> None:
    await sokha.sends_file("letter.pdf", reply_to=reminder)
    await sokha.reads("Your note is recorded.", "Sokha [letter.pdf]", "[Done] [Add a note]")
    await sokha.sends_file("minutes.pdf", caption="done, see the minutes", reply_to=reminder)
    await sokha.reads("The action is done.", "see the minutes [minutes.pdf]", "Sokha [letter.pdf]")
    action = await stored_action(health, 1)
    assert action.evidence is not None
    assert action.evidence.name == "minutes.pdf"
    await dara.says("/search draft budget")
    await dara.taps(TEXT)
    await dara.reads("[letter.pdf]", "[minutes.pdf]")


async def test_a_file_with_done_alone_waits_for_the_note(health: Stage, sokha: Player, given: SeenMessage) -> None:
    await sokha.sends_file("letter.pdf", caption="done", reply_to=given)
    await sokha.says("Sent with this letter")
    await sokha.reads("The action is done.", "Sent with this letter [letter.pdf]")


async def test_a_reply_to_an_action_that_was_looked_up_acts_on_it(
    health: Stage, sokha: Player, given: SeenMessage
) -> None:
    await sokha.says("/actions")
    await sokha.taps(f"1 · {TEXT}")
    await sokha.says("Half of it", reply_to=await sokha.finds_text("Action · HLT TWG"))
    await sokha.reads("Your note is recorded.", "Half of it")
    await sokha.says("done all of it", reply_to=await sokha.finds_text("Your note is recorded."))
    await sokha.reads("The action is done.", "Sokha: all of it")


async def test_a_reply_to_a_list_is_offered_what_it_can_be(sokha: Player, given: SeenMessage) -> None:
    await sokha.says("/actions")
    await sokha.says("done", reply_to=await sokha.finds_text("Your actions"))
    await sokha.reads("What would you like to do with this message?")


async def test_a_sticker_as_reply_is_asked_for_words(health: Stage, sokha: Player, given: SeenMessage) -> None:
    await sokha.does(sokha.person.sends_sticker())
    await sokha.reads("I can read text")
    assert (await stored_action(health, 1)).updates == []


async def test_a_reply_to_what_is_closed_says_so(health: Stage, sokha: Player, given: SeenMessage) -> None:
    await closes(sokha, 1)
    await sokha.says("done again", reply_to=given)
    await sokha.reads("Action 1 was closed on Mon 23 Nov, 09:00: Done.")
    await sokha.taps("Open it again")
    await sokha.reads("The action is open again.")


async def test_a_reply_of_whoever_only_follows_it_is_told_whose_it_is(health: Stage, dara: Player) -> None:
    owner = await health.member("Vichea", "government")
    lead = await health.member("Maria", "lead_facilitator", "WHO")
    await records(dara, owner)
    await health.becomes(local(6, 8, month=1, year=2027))
    late = await lead.finds_text("An action is past its date")
    assert late.labels == []
    await lead.says("done, I think", reply_to=late)
    await lead.reads("Action 1 is changed by its owner, the Chair and the secretariat")
    assert (await stored_action(health, 1)).state is ActionState.OPEN


@pytest.fixture
async def two_due(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """One message that reminds Sokha of two actions."""
    await records(dara, sokha, "Send the draft budget")
    await records(dara, sokha, "Translate the study")
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    [message] = await sokha.new_messages()
    return message


async def test_a_reply_to_a_reminder_of_two_is_asked_which(health: Stage, sokha: Player, two_due: SeenMessage) -> None:
    assert two_due.labels == ["1 · Send the draft budget", "2 · Translate the study"]
    await sokha.says("done, sent on Monday", reply_to=two_due)
    await sokha.reads("Which action is this about?", "[1 · Send the draft budget]", "[2 · Translate the study]")
    await sokha.taps("2 · Translate the study")
    await sokha.reads("The action is done.", "No. 2", "Sokha: sent on Monday")
    assert (await stored_action(health, 1)).state is ActionState.OPEN
    assert (await stored_action(health, 2)).closing_note == "sent on Monday"


async def test_a_file_as_reply_to_two_goes_to_the_one_that_is_chosen(
    health: Stage, sokha: Player, two_due: SeenMessage
) -> None:
    await sokha.sends_file("letter.pdf", caption="half of it", reply_to=two_due)
    await sokha.taps("1 · Send the draft budget")
    await sokha.reads("Your note is recorded.", "No. 1", "Sokha: half of it [letter.pdf]")


async def test_a_reply_to_two_that_names_one_needs_no_question(
    health: Stage, sokha: Player, two_due: SeenMessage
) -> None:
    await sokha.says("២ រួចរាល់ បានផ្ញើ", reply_to=two_due)
    await sokha.reads("The action is done.", "No. 2", "Sokha: បានផ្ញើ")


async def test_only_what_is_still_open_is_offered(health: Stage, sokha: Player, two_due: SeenMessage) -> None:
    await closes(sokha, 1)
    await sokha.says("half of it", reply_to=two_due)
    await sokha.reads("Your note is recorded.", "No. 2", "Sokha: half of it")


async def test_a_reply_is_no_answer_to_the_form_that_is_open(health: Stage, sokha: Player, given: SeenMessage) -> None:
    await sokha.says("/share")
    await sokha.says("The ministry has it", reply_to=given)
    await sokha.reads("Your note is recorded.")


async def test_a_plain_message_can_be_noted_under_an_action_of_ones_own(
    health: Stage, dara: Player, sokha: Player, given: SeenMessage
) -> None:
    await sokha.says("half of it is there")
    await sokha.taps("Note it under an action", f"1 · {TEXT}")
    await sokha.reads("Your note is recorded.", "Sokha: half of it is there")


async def test_a_plain_done_can_close_an_action_of_ones_own(
    health: Stage, dara: Player, sokha: Player, given: SeenMessage
) -> None:
    await sokha.says("done, sent this morning")
    await sokha.reads("[Close an action]\n[Share it with members]")
    await sokha.taps("Close an action", f"1 · {TEXT}")
    await sokha.reads("The action is done.", "Sokha: sent this morning")
    await sokha.says("done")
    await sokha.does_not_read("Close an action")
    await sokha.says("hello")
    await sokha.does_not_read("Note it under an action")


async def test_a_plain_done_after_the_last_action_is_closed_is_told_so(
    health: Stage, sokha: Player, given: SeenMessage
) -> None:
    await sokha.says("done")
    await closes(sokha, 1)
    await sokha.taps("Close an action")
    await sokha.reads("You have no open action in this TWG.")


async def test_a_plain_file_can_be_evidence_of_an_action_of_ones_own(
    health: Stage, sokha: Player, given: SeenMessage
) -> None:
    await sokha.sends_file("letter.pdf")
    await sokha.taps("Note it under an action", f"1 · {TEXT}")
    await sokha.reads("Your note is recorded.", "Sokha [letter.pdf]")


@pytest.fixture
async def mixed(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """One message that reminds Sokha of two actions and of a report."""
    await records(dara, sokha, "Send the draft budget")
    await records(dara, sokha, "Translate the study")
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    [message] = await sokha.new_messages()
    assert message.labels == ["1 · Send the draft budget", "2 · Translate the study", "Report on 2008-4"]
    return message


async def test_a_reply_to_what_reminds_of_both_is_asked_which_and_closes_an_action(
    health: Stage, sokha: Player, mixed: SeenMessage
) -> None:
    await sokha.says("done, sent on Monday", reply_to=mixed)
    await sokha.reads("What is your reply about?", "[An action]", "[A report on an indicator]")
    question = await sokha.finds_text("What is your reply about?")
    await sokha.taps("An action")
    await sokha.reads("Which action is this about?")
    assert (await sokha.finds_text("Which action is this about?")).id == question.id
    await sokha.taps("2 · Translate the study")
    await sokha.reads("The action is done.", "No. 2", "Sokha: sent on Monday")


async def test_a_reply_to_what_reminds_of_both_is_asked_which_and_reports(
    health: Stage, sokha: Player, mixed: SeenMessage
) -> None:
    await sokha.sends_file("survey.pdf", caption="58% hospitals", reply_to=mixed)
    await sokha.taps("A report on an indicator")
    await sokha.reads("Value: 58 %", "Note: hospitals", "Evidence: survey.pdf")


async def test_the_choice_of_somebody_else_s_message_is_refused(
    health: Stage, sokha: Player, kenji: Player, mixed: SeenMessage
) -> None:
    for notification_id in range(1, 9):
        await kenji.forges(f"general/about:{notification_id}")
        await kenji.reads("That is no longer there, or it is not open to you.")
