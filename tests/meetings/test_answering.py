"""Saying whether one comes, and who is coming (G2)."""

import pytest
from sqlalchemy import func, select

from storage.meetings import Attendance, Rsvp, find_attendance
from storage.members import find_person
from tests.meetings.conftest import local
from tests.support.doings import MEETING_DAY, announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.audiences import Audience


async def stored_answer(player: Player, meeting_id: int = 1) -> tuple[Rsvp | None, str] | None:
    """What is kept of a person's answer, with the delegate."""
    async with player.stage.assistant.database.read() as session:
        person = await find_person(session, player.person.id)
        assert person is not None
        attendance = await find_attendance(session, meeting_id, person.id)
        return None if attendance is None else (attendance.rsvp, attendance.delegate_name)


async def count_answers(stage: Stage) -> int:
    async with stage.assistant.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Attendance)) or 0


async def moves(dara: Player, day: str, at: str) -> None:
    """The meeting has another day or time, and those invited are not told yet."""
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Other day or time")
    await dara.says(day, at)
    await dara.taps("Move the meeting")


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting that everybody is invited to; its id."""
    return await announce_meeting(dara)


@pytest.mark.parametrize(
    ("button", "rsvp", "answer"),
    [
        ("I will come", Rsvp.YES, "Your answer: Coming"),
        ("I cannot come", Rsvp.NO, "Your answer: Not coming"),
        ("Maybe", Rsvp.MAYBE, "Your answer: Maybe"),
    ],
)
async def test_an_answer_by_button_is_recorded_and_shown(
    announced: int, sokha: Player, button: str, rsvp: Rsvp, answer: str
) -> None:
    await sokha.taps(button)
    await sokha.reads(answer, f"[✓ {button}]", "Your answer is recorded.")
    await sokha.does_not_read("Please let us know whether you will come.")
    assert await stored_answer(sokha) == (rsvp, "")


async def test_a_delegate_is_sent_with_name_and_position(announced: int, sokha: Player) -> None:
    await sokha.taps("I send a delegate")
    await sokha.reads("Who will come in your place?")
    await sokha.says("Dr Chan Sophea, Deputy Director")
    await sokha.reads("Delegate: Dr Chan Sophea, Deputy Director", "Is this right?")
    await sokha.taps("Save")
    await sokha.reads("Your answer is recorded.", "In your place comes: Dr Chan Sophea, Deputy Director")
    assert await stored_answer(sokha) == (Rsvp.DELEGATE, "Dr Chan Sophea, Deputy Director")


async def test_once_a_delegate_is_sent_the_invitation_no_longer_asks(announced: int, sokha: Player) -> None:
    invitation = await sokha.finds_text("Invitation · HLT TWG")
    await sokha.taps("I send a delegate")
    await sokha.says("Dr Chan Sophea")
    await sokha.taps("Save")
    [answered] = [message for message in await sokha.person.messages() if message.id == invitation.id]
    assert "Your answer: Sending a delegate (Dr Chan Sophea)" in answered.text
    assert "✓ I send a delegate" in answered.labels
    assert len([message for message in await sokha.person.messages() if "✓ I send a delegate" in message.labels]) == 1


async def test_a_delegate_is_told_of_even_where_the_invitation_is_gone(announced: int, sokha: Player) -> None:
    invitation = await sokha.finds_text("Invitation · HLT TWG")
    await sokha.taps("I send a delegate")
    await sokha.says("Dr Chan Sophea")
    await sokha.person.deletes(invitation)
    await sokha.taps("Save")
    await sokha.reads("Your answer: Sending a delegate (Dr Chan Sophea)", "[✓ I send a delegate]")


async def test_an_answer_for_a_day_on_which_it_is_no_longer_held_is_not_recorded(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    invitation = await sokha.finds_text("Invitation · HLT TWG")
    await moves(dara, "17/12/2026", "09:00")
    for rsvp in (Rsvp.DELEGATE, Rsvp.YES):
        data = f"meetings/answer:{announced}:{rsvp}:{MEETING_DAY}"
        await sokha.does(sokha.person.taps_data(data, in_message=invitation))
        await sokha.reads("The meeting has moved to Thursday 17 December 2026, 09:00; please answer for that day.")
        await sokha.sees_nothing_new()
        assert await stored_answer(sokha) is None
    [shown] = [message for message in await sokha.person.messages() if message.id == invitation.id]
    assert "Thursday 17 December 2026, 09:00" in shown.text
    await sokha.does(sokha.person.taps("I will come", in_message=invitation))
    assert await stored_answer(sokha) == (Rsvp.YES, "")


async def test_a_delegate_named_for_a_day_that_has_changed_is_not_recorded(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.taps("I send a delegate")
    await sokha.says("Dr Chan Sophea")
    await moves(dara, "17/12/2026", "09:00")
    await sokha.taps("Save")
    await sokha.reads("The meeting has moved to Thursday 17 December 2026, 09:00", "[I send a delegate]")
    assert await stored_answer(sokha) is None


@pytest.mark.parametrize(
    ("words", "rsvp"),
    [
        ("Yes, I will come.", Rsvp.YES),
        ("I will come, thank you", Rsvp.YES),
        ("ចូលរួម", Rsvp.YES),
        ("I can’t come", Rsvp.NO),
        ("ខ្ញុំ\u200bមិនអាចចូលរួមទេ", Rsvp.NO),
        ("Maybe", Rsvp.MAYBE),
    ],
)
async def test_a_reply_in_words_answers(announced: int, sokha: Player, words: str, rsvp: Rsvp) -> None:
    invitation = await sokha.finds_text("Invitation · HLT TWG")
    await sokha.says(words, reply_to=invitation)
    await sokha.reads("Your answer: ")
    assert await stored_answer(sokha) == (rsvp, "")
    [shown] = [message for message in await sokha.person.messages() if message.id == invitation.id]
    assert "Your answer: " in shown.text


@pytest.mark.parametrize("words", ["No problem, I will come", "Yes, but my deputy comes instead", "Where is it?"])
async def test_a_reply_that_may_mean_something_else_is_asked(announced: int, sokha: Player, words: str) -> None:
    await sokha.says(words, reply_to=await sokha.finds_text("Invitation · HLT TWG"))
    await sokha.reads("I could not read an answer in your message, so nothing was recorded.", "[I will come]")
    assert await stored_answer(sokha) is None


async def test_an_unclear_reply_is_told_so_in_khmer(health: Stage, dara: Player) -> None:
    vichea = await health.member("Vichea", "government", language="km")
    await announce_meeting(dara)
    [invitation] = [message for message in await vichea.person.messages() if message.labels]
    await vichea.says("នៅទីណា?", reply_to=invitation)
    await vichea.reads("មិនទាន់បានកត់ត្រាអ្វីឡើយ")
    assert await stored_answer(vichea) is None


async def test_an_unclear_reply_to_a_meeting_that_was_cancelled_is_not_asked(
    announced: int, dara: Player, sokha: Player
) -> None:
    invitation = await sokha.finds_text("Invitation · HLT TWG")
    await cancel_meeting(dara, announced)
    await sokha.says("Where is it?", reply_to=invitation)
    await sokha.reads("has been cancelled")
    await sokha.does_not_read("[I will come]")


async def test_an_answer_holds_where_only_the_hour_has_changed(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "15/12/2026", "14:00")
    await sokha.taps("I will come")
    await sokha.reads("14:00", "Your answer: Coming")


async def test_a_delegate_s_name_that_is_too_long_is_refused(announced: int, sokha: Player) -> None:
    await sokha.taps("I send a delegate")
    await sokha.says("D" * 121)
    await sokha.reads("120 characters; this has 121", "Who will come in your place?")
    assert await stored_answer(sokha) is None


async def test_cancelling_the_form_for_a_delegate_leaves_the_answer_as_it_was(announced: int, sokha: Player) -> None:
    await sokha.taps("Maybe", "I send a delegate", "Cancel")
    await sokha.reads("nothing was saved")
    assert await stored_answer(sokha) == (Rsvp.MAYBE, "")


async def test_an_answer_can_be_changed_and_the_last_one_counts(health: Stage, announced: int, sokha: Player) -> None:
    await sokha.taps("I send a delegate")
    await sokha.says("Dr Chan Sophea")
    await sokha.taps("Save", "I will come")
    await sokha.reads("Your answer: Coming")
    await sokha.does_not_read("Dr Chan Sophea")
    assert await stored_answer(sokha) == (Rsvp.YES, "")
    assert await count_answers(health) == 1


async def test_the_same_answer_twice_is_harmless(health: Stage, announced: int, sokha: Player) -> None:
    await sokha.taps("I will come", "I will come")
    await sokha.reads("Your answer is recorded.")
    assert "✓ I will come" in (await sokha.finds_text("Your answer: Coming")).labels
    assert await count_answers(health) == 1


async def test_an_old_message_s_button_answers_for_the_meeting_as_it_is_now(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    invitation = await sokha.finds_text("Invitation · HLT TWG")
    await dara.forges(f"meetings/relocate:{announced}")
    await dara.says("Hotel Cambodiana")
    await dara.taps("Change the place")
    await health.passes(minutes=2)
    await sokha.does(sokha.person.taps("I will come", in_message=invitation))
    [answered] = [message for message in await sokha.person.messages() if message.id == invitation.id]
    assert "Hotel Cambodiana" in answered.text
    assert "Your answer: Coming" in answered.text


async def test_after_the_meeting_began_an_answer_is_refused(health: Stage, announced: int, sokha: Player) -> None:
    await health.becomes(local(15, 9))
    await sokha.taps("I will come")
    await sokha.reads("began on Tuesday 15 December 2026, 09:00; it can no longer be answered or changed.")
    assert await stored_answer(sokha) is None


async def test_after_the_meeting_began_no_delegate_s_name_is_asked_for(
    health: Stage, announced: int, sokha: Player
) -> None:
    await health.becomes(local(15, 9))
    await sokha.taps("I send a delegate")
    await sokha.reads("it can no longer be answered or changed")
    await sokha.does_not_read("Who will come in your place?")


async def test_a_delegate_named_too_late_is_refused_with_what_was_entered(
    health: Stage, announced: int, sokha: Player
) -> None:
    await sokha.taps("I send a delegate")
    await sokha.says("Dr Chan Sophea")
    await health.becomes(local(15, 9))
    await sokha.taps("Save")
    await sokha.reads("it can no longer be answered or changed", "Dr Chan Sophea")
    assert await stored_answer(sokha) is None


async def test_after_it_was_cancelled_an_answer_is_refused(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await cancel_meeting(dara, announced)
    await sokha.taps("I will come")
    await sokha.reads("“Second plenary meeting 2026” has been cancelled.")
    assert await stored_answer(sokha) is None


async def test_before_it_is_announced_a_member_s_answer_finds_nothing(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await plan_meeting(dara)
    for rsvp in Rsvp:
        await sokha.forges(f"meetings/answer:{meeting_id}:{rsvp}:{MEETING_DAY}")
        await sokha.reads("That is no longer there, or it is not open to you.")
    assert await count_answers(health) == 0


async def test_before_it_is_announced_an_organiser_is_told_so(health: Stage, dara: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await dara.forges(f"meetings/answer:{meeting_id}:yes:{MEETING_DAY}")
    await dara.reads("“Second plenary meeting 2026” has not been announced yet.")
    assert await count_answers(health) == 0


@pytest.mark.parametrize(
    "data",
    [
        f"meetings/answer:1:perhaps:{MEETING_DAY}",
        "meetings/answer:1:yes",
        "meetings/answer:1:yes:soon",
        "meetings/answer:x:yes",
    ],
)
async def test_a_button_made_up_by_hand_does_nothing(health: Stage, announced: int, sokha: Player, data: str) -> None:
    await sokha.forges(data)
    await sokha.reads("That is no longer there, or it is not open to you.")
    assert await count_answers(health) == 0


async def test_whoever_is_not_invited_cannot_answer_with_a_guessed_id(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.GOVERNMENT)
    for rsvp in Rsvp:
        await sokha.forges(f"meetings/answer:{meeting_id}:{rsvp}:{MEETING_DAY}")
        await sokha.reads("That is no longer there, or it is not open to you.")
    assert await count_answers(health) == 0


async def test_who_is_coming_lists_every_answer_and_whoever_has_not_answered(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    names = ("Kenji", "Maria", "Vichea")
    kenji, maria, vichea = [await health.member(name, "civil_society", f"{name} Org") for name in names]
    for player in (kenji, maria, vichea):
        await player.says("/meetings")
        await player.taps("Tue 15 Dec")
    await sokha.taps("I will come")
    await kenji.taps("I cannot come")
    await maria.taps("I send a delegate")
    await maria.says("Yuki Tanaka")
    await maria.taps("Save")
    await dara.says("/meetings")
    await dara.taps("Tue 15 Dec", "Who is coming")
    await dara.reads(
        "Coming (1)\nSokha, UNFPA",
        "Not coming (1)\nKenji, Kenji Org",
        "Sending a delegate (1)\nMaria, Maria Org → Yuki Tanaka",
        "Not answered (2)\nDara, MoH\nVichea, Vichea Org",
    )


async def test_when_all_have_answered_who_is_coming_says_so(announced: int, dara: Player, sokha: Player) -> None:
    await sokha.taps("I will come")
    await dara.taps("I will come")
    await dara.taps("Who is coming")
    await dara.reads("Coming (2)", "Everybody has answered.")


async def test_meetings_ahead_show_one_s_own_answer(announced: int, sokha: Player) -> None:
    await sokha.says("/meetings")
    await sokha.reads("Meetings ahead", "You have not answered yet.")
    await sokha.taps("Tue 15 Dec", "Maybe")
    await sokha.says("/meetings")
    await sokha.reads("Your answer: Maybe")


async def test_a_meeting_that_is_over_is_no_longer_ahead(health: Stage, announced: int, sokha: Player) -> None:
    await health.becomes(local(15, 9))
    await sokha.says("/meetings")
    await sokha.reads("No meeting is planned.")
