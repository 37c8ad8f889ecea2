"""Replies in plain words: "done …" closes, anything else is noted, a file is kept as evidence (A3, U2)."""

import pytest

from sandbox.client import AlbumItem, SeenMessage
from storage.actions import ActionState
from tests.actions.conftest import closes, given_to, local, records, stored_action
from tests.indicators.conftest import defines, opens_round
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.fixture
async def given(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """What Sokha was told when she was given an action."""
    await records(dara, sokha)
    return await given_to(sokha)


@pytest.fixture
async def reminder(health: Stage, given: SeenMessage, dara: Player, sokha: Player) -> SeenMessage:
    """A reminder of it, a week before."""
    await health.becomes(local(16, 8))
    await everybody_looks_away(dara)
    return (await sokha.finds("actions/card", heading="reminder", left=7)).message


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("done, the draft was sent to all", "the draft was sent to all"),
        ("Done: sent", "sent"),
        ("done for the plenary", "for the plenary"),
        ("រួចរាល់ បានផ្ញើជូនសមាជិកទាំងអស់", "បានផ្ញើជូនសមាជិកទាំងអស់"),
        ("រួចរាល់ហើយ។ បានផ្ញើ", "បានផ្ញើ"),
    ],
)
async def test_done_closes_with_the_rest_as_the_note(
    health: Stage, dara: Player, sokha: Player, reminder: SeenMessage, words: str, note: str
) -> None:
    await sokha.says(words, reply_to=reminder)
    await sokha.sees("actions/card", heading="ended", action__state=ActionState.DONE)
    await sokha.reads_fact(note)
    await health.passes(minutes=10)
    await dara.is_told_only("action_closed")
    await dara.sees("actions/card", heading="closed", action__state=ActionState.DONE)
    await dara.reads_fact(f"Sokha: {note}")
    action = await stored_action(health, 1)
    assert (action.state, action.closing_note) == (ActionState.DONE, note)


@pytest.mark.parametrize("words", ["done", "Done!", "រួចរាល់", "រួចរាល់ហើយ។", "ruoch haey bong", "It’s done, thank you"])
async def test_done_alone_closes_with_the_words_as_the_note(
    health: Stage, sokha: Player, given: SeenMessage, words: str
) -> None:
    await sokha.says(words, reply_to=given)
    await sokha.sees("actions/card", heading="ended", action__state=ActionState.DONE)
    action = await stored_action(health, 1)
    assert (action.state, action.closing_note) == (ActionState.DONE, words)


@pytest.mark.parametrize(
    "words", ["not done yet", "completed 60%", "all done except one province", "មិនទាន់រួចរាល់", "12 provinces of 25"]
)
async def test_how_far_it_is_is_noted_and_offers_to_close(
    health: Stage, sokha: Player, reminder: SeenMessage, words: str
) -> None:
    await sokha.says(words, reply_to=reminder)
    await sokha.sees("actions/card", heading="noted")
    await sokha.reads_fact(f"Sokha: {words}")
    await sokha.offers_only("actions:done", "actions:note", "requests:about", "general:undo")
    action = await stored_action(health, 1)
    assert (action.state, [update.text for update in action.updates]) == (ActionState.OPEN, [words])


@pytest.mark.parametrize(
    "words",
    [
        "The ministry has it",
        "done?",
        "Consider it done",
        "If MEF agrees it is done",
        "I think it is done",
        "58",
        "done for Kratie",
        "រួចរាល់សម្រាប់ក្រចេះ",
    ],
)
async def test_what_is_not_clear_is_asked_about_and_kept_for_the_answer(
    health: Stage, sokha: Player, reminder: SeenMessage, words: str
) -> None:
    await sokha.says(words, reply_to=reminder)
    await sokha.sees_only("actions/meant")
    assert (await stored_action(health, 1)).updates == []
    await sokha.presses("actions:meant", 1, "note")
    assert [update.text for update in (await stored_action(health, 1)).updates] == [words]


async def test_what_was_asked_about_can_close_it(health: Stage, sokha: Player, reminder: SeenMessage) -> None:
    await sokha.says("Consider it done", reply_to=reminder)
    await sokha.presses("actions:meant", 1, "done")
    await sokha.sees("actions/card", heading="ended", action__state=ActionState.DONE)
    assert (await stored_action(health, 1)).closing_note == "Consider it done"


@pytest.mark.parametrize("words", ["ok", "👍", "thank you bong", "បាទ", "noted", "let me check with finance"])
async def test_small_talk_stores_nothing(health: Stage, sokha: Player, reminder: SeenMessage, words: str) -> None:
    await sokha.says(words, reply_to=reminder)
    await sokha.sees_only("actions/heard")
    await sokha.offers("actions:done", 1)
    assert (await stored_action(health, 1)).updates == []


async def test_a_file_is_kept_as_evidence(health: Stage, dara: Player, sokha: Player, reminder: SeenMessage) -> None:
    await sokha.sends_file("letter.pdf", reply_to=reminder)
    await sokha.sees("actions/card", heading="noted")
    await sokha.reads_fact("Sokha [letter.pdf]")
    await sokha.offers_only("actions:done", "actions:note", "requests:about", "general:undo")
    await health.passes(minutes=1)
    await sokha.sends_file("minutes.pdf", caption="done, see the minutes", reply_to=reminder)
    await sokha.sees("actions/card", heading="ended", action__state=ActionState.DONE)
    await sokha.reads_fact("see the minutes [minutes.pdf]", "Sokha [letter.pdf]")
    action = await stored_action(health, 1)
    assert action.evidence is not None
    assert action.evidence.name == "minutes.pdf"
    await dara.says("/search draft budget")
    await dara.presses("actions:open", 1)
    sent = [message.document.name for message in await dara.new_messages() if message.document is not None]
    assert sent == ["letter.pdf", "minutes.pdf"]


PHOTOS = [(f"{name}.jpg", b"\xff\xd8 a photo") for name in "abc"]


@pytest.mark.parametrize("caption", ["", "the ward is built", "done, the ward is built"])
async def test_an_album_is_evidence_of_one_note_or_closing_and_each_photo_is_kept(
    health: Stage, dara: Player, sokha: Player, reminder: SeenMessage, caption: str
) -> None:
    album = [AlbumItem(*photo, "photo", caption=caption if not n else "") for n, photo in enumerate(PHOTOS)]
    await sokha.sends_album(album, reply_to=reminder)
    ends = caption.startswith("done")
    shown = await sokha.shown("actions/card", heading="ended" if ends else "noted")
    files = shown["closing_files"] if ends else shown["notes"][-1].files
    assert [file.kind for file in files] == ["photo"] * 3
    assert len(shown["notes"]) == (0 if ends else 1)
    await everybody_looks_away(dara)
    await dara.says("/search draft budget")
    await dara.presses("actions:open", 1)
    assert sum(bool(message.raw.get("photo")) for message in await dara.new_messages()) == 3


async def test_an_album_for_a_note_is_kept_and_counted_while_its_words_are_asked_for(
    health: Stage, sokha: Player, reminder: SeenMessage
) -> None:
    await sokha.presses("actions:note", 1)
    await sokha.sends_album([AlbumItem(*photo, "photo") for photo in PHOTOS])
    [kept] = [each.data["names"] for each in await sokha.refusals()]
    assert [name.params for name in kept] == [{"n": 3}]
    await sokha.says("the ward is built")
    assert len((await sokha.shown("actions/card", heading="noted"))["notes"][-1].files) == 3


async def test_a_file_with_done_alone_closes_with_it(health: Stage, sokha: Player, given: SeenMessage) -> None:
    await sokha.sends_file("letter.pdf", caption="done", reply_to=given)
    await sokha.sees("actions/card", heading="ended", action__evidence__name="letter.pdf")
    await sokha.reads_fact("done [letter.pdf]")


async def test_a_reply_to_an_action_that_was_looked_up_acts_on_it(
    health: Stage, sokha: Player, given: SeenMessage
) -> None:
    await sokha.says("/actions")
    await sokha.presses("actions:open", 1)
    await sokha.says("Half of it", reply_to=(await sokha.finds("actions/card", heading="")).message)
    await sokha.sees("actions/card", heading="noted")
    await sokha.reads_fact("Half of it")
    await sokha.says("done all of it", reply_to=(await sokha.finds("actions/card", heading="noted")).message)
    await sokha.sees("actions/card", heading="ended", action__state=ActionState.DONE)
    await sokha.reads_fact("Sokha: all of it")


async def test_a_reply_to_a_list_is_offered_what_it_can_be(sokha: Player, given: SeenMessage) -> None:
    await sokha.says("/actions")
    await sokha.says("done", reply_to=(await sokha.finds("actions/list")).message)
    await sokha.sees_only("general/offer")


async def test_a_sticker_as_reply_is_asked_for_words(health: Stage, sokha: Player, given: SeenMessage) -> None:
    await sokha.does(sokha.person.sends_sticker())
    await sokha.sees_only("general/unusable")
    assert (await stored_action(health, 1)).updates == []


async def test_a_reply_to_what_is_closed_says_so(health: Stage, sokha: Player, given: SeenMessage) -> None:
    await closes(sokha, 1)
    await sokha.says("done again", reply_to=given)
    closed = {"action__state": ActionState.DONE, "action__closed_at": local(23, 9, month=11)}
    await sokha.is_refused("actions#already_closed", action__id=1, **closed)
    await sokha.presses("actions:reopen")
    await sokha.toasts()
    assert (await stored_action(health, 1)).state is ActionState.OPEN


async def test_a_reply_of_whoever_only_follows_it_is_told_whose_it_is(health: Stage, dara: Player) -> None:
    owner = await health.member("Vichea", "government")
    lead = await health.member("Maria", "lead_facilitator", "WHO")
    await records(dara, owner)
    await health.becomes(local(6, 8, month=1, year=2027))
    late = await lead.finds("actions/card", heading="late")
    assert late.offers == []
    await lead.says("done, I think", reply_to=late.message)
    await lead.is_refused("actions#not_yours", action__id=1)
    assert (await stored_action(health, 1)).state is ActionState.OPEN


@pytest.fixture
async def two_due(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """One message that reminds Sokha of two actions."""
    await records(dara, sokha, "Send the draft budget")
    await records(dara, sokha, "Translate the study")
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    await sokha.is_told_only("action_reminder", "action_reminder")
    [message] = await sokha.new_messages()
    return message


async def test_a_reply_to_a_reminder_of_two_is_asked_which(health: Stage, sokha: Player, two_due: SeenMessage) -> None:
    await sokha.offers_only(*["actions:done", "actions:note", "actions:open"] * 2)
    await sokha.reads_fact("1. More: Send the draft budget]", "2. More: Translate the study]")
    await sokha.says("done, sent on Monday", reply_to=two_due)
    await sokha.sees_only("actions/which")
    await sokha.offers_only("actions:take", "actions:take")
    await sokha.reads_fact("[1 · Send the draft budget]", "[2 · Translate the study]")
    await sokha.presses("actions:take", 2)
    await sokha.sees("actions/card", heading="ended", action__id=2)
    await sokha.reads_fact("Sokha: sent on Monday")
    assert (await stored_action(health, 1)).state is ActionState.OPEN
    assert (await stored_action(health, 2)).closing_note == "sent on Monday"


async def test_a_file_as_reply_to_two_goes_to_the_one_that_is_chosen(
    health: Stage, sokha: Player, two_due: SeenMessage
) -> None:
    await sokha.sends_file("letter.pdf", caption="half of it", reply_to=two_due)
    await sokha.presses("actions:take", 1)
    await sokha.sees("actions/card", heading="noted", action__id=1)
    await sokha.reads_fact("Sokha: half of it [letter.pdf]")


async def test_a_reply_to_two_that_names_one_needs_no_question(
    health: Stage, sokha: Player, two_due: SeenMessage
) -> None:
    await sokha.says("២ រួចរាល់ បានផ្ញើ", reply_to=two_due)
    await sokha.sees("actions/card", heading="ended", action__id=2)
    await sokha.reads_fact("Sokha: បានផ្ញើ")


async def test_only_what_is_still_open_is_offered(health: Stage, sokha: Player, two_due: SeenMessage) -> None:
    await closes(sokha, 1)
    await sokha.says("half of it", reply_to=two_due)
    await sokha.sees("actions/card", heading="noted", action__id=2)
    await sokha.reads_fact("Sokha: half of it")


async def test_a_reply_is_no_answer_to_the_form_that_is_open(health: Stage, sokha: Player, given: SeenMessage) -> None:
    await sokha.says("/share")
    await sokha.says("Half of it is there", reply_to=given)
    await sokha.sees("actions/card", heading="noted")


async def test_a_plain_message_can_be_noted_under_an_action_of_ones_own(
    health: Stage, dara: Player, sokha: Player, given: SeenMessage
) -> None:
    await sokha.says("half of it is there")
    await sokha.presses("actions:take_mine")
    await sokha.presses("actions:take", 1)
    await sokha.sees("actions/card", heading="noted", action__id=1)
    await sokha.reads_fact("Sokha: half of it is there")


async def test_a_plain_done_can_close_an_action_of_ones_own(
    health: Stage, dara: Player, sokha: Player, given: SeenMessage
) -> None:
    await sokha.says("done, sent this morning")
    assert (await sokha.finds("general/offer")).offers[:2] == ["actions:take_mine", "sharing:take"]
    await sokha.presses("actions:take_mine")
    await sokha.presses("actions:take", 1)
    await sokha.sees("actions/card", heading="ended", action__id=1)
    await sokha.reads_fact("Sokha: sent this morning")
    for words, answer in (("done", "general/offer"), ("hello", "general/greeted")):
        await sokha.says(words)
        await sokha.sees_only(answer)
        await sokha.does_not_offer("actions:take_mine")


async def test_a_plain_done_after_the_last_action_is_closed_is_told_so(
    health: Stage, sokha: Player, given: SeenMessage
) -> None:
    await sokha.says("done")
    await closes(sokha, 1)
    await sokha.presses("actions:take_mine")
    await sokha.sees("actions/to_close", actions=[])


async def test_a_plain_file_can_be_evidence_of_an_action_of_ones_own(
    health: Stage, sokha: Player, given: SeenMessage
) -> None:
    await sokha.sends_file("letter.pdf")
    await sokha.presses("actions:take_mine")
    await sokha.presses("actions:take", 1)
    await sokha.sees("actions/card", heading="noted", action__id=1)
    await sokha.reads_fact("Sokha [letter.pdf]")


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
    of_each = ["actions:done", "actions:note", "actions:open"]
    await sokha.offers_only(*of_each, *of_each, "indicators:report")
    await sokha.reads_fact("1. More: Send the draft budget]", "2. More: Translate the study]")
    return message


async def means(player: Player, name: str) -> int:
    """Which thing the reply is about, by a part of its button's label; returns the id of the question's message."""
    question = await player.finds("general/which")
    assert question.offers == ["general:about"] * 3
    [meant] = [button for button in question.buttons if name in button.button.label]
    await player.presses("general:about", *meant.args)
    return question.message.id


async def test_a_reply_to_what_reminds_of_both_is_asked_which_and_closes_an_action(
    health: Stage, sokha: Player, mixed: SeenMessage
) -> None:
    await sokha.says("done, sent on Monday", reply_to=mixed)
    await sokha.sees_only("general/which")
    question_id = await means(sokha, "Translate")
    await sokha.sees("actions/card", heading="ended", action__id=2)
    assert (await sokha.finds("actions/card", heading="ended")).message.id == question_id
    await sokha.reads_fact("Sokha: sent on Monday")


async def test_a_reply_to_what_reminds_of_both_is_asked_which_and_reports(
    health: Stage, sokha: Player, mixed: SeenMessage
) -> None:
    await sokha.sends_file("survey.pdf", caption="58% hospitals", reply_to=mixed)
    await means(sokha, "2008-4")
    summary = await sokha.summary()
    assert (summary["value"], summary["note"], summary["evidence"]) == ("58 %", "hospitals", "survey.pdf")


async def test_the_choice_of_somebody_else_s_message_is_refused(
    health: Stage, sokha: Player, kenji: Player, mixed: SeenMessage
) -> None:
    for notification_id in range(1, 9):
        await kenji.forges(f"general/about:{notification_id}")
        await kenji.is_refused("general#not_found")
