"""Moving and relocating: one notice for a burst, new reminders, answers asked again when the day changes (G2, T2)."""

import re
from datetime import timedelta

import pytest

from messages.rendering.texts import Text
from storage.meetings import MeetingState, Rsvp
from storage.members import Role, find_account
from storage.reminders import ReminderState
from tests.meetings.conftest import event_of, invitations, invited_reminders_of, local, stored_meeting
from tests.support.guard import arranged
from tests.support.setup_steps import MEETING, announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

ANSWERS = ["meetings:answer"] * len(Rsvp)


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting on Tuesday 15 December 2026 at 09:00 that everybody has been told of; its id."""
    return await announce_meeting(dara)


#: Asked of whoever changes a meeting that was announced.
REASON = "The Minister is abroad"


async def moves(dara: Player, day: str, at: str, *reason: str) -> None:
    """From the list of meetings to the saved change. Args: `reason`: another than the usual one."""
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    await dara.says(day, at, *(reason or [REASON]))
    await dara.presses("form:save")


async def relocates(dara: Player, place: str) -> None:
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:relocate")
    await dara.says(place, REASON)
    await dara.presses("form:save")


async def note_on_recipients(dara: Player) -> Text:
    """What the summary says of those who will be told: `n` is how many."""
    note: Text
    [note] = (await dara.shown("forms/confirm"))["notes"]
    return note


async def test_before_it_is_moved_the_organiser_sees_how_many_will_be_told(announced: int, dara: Player) -> None:
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    await dara.says("17/12/2026", "9:00", REASON)
    assert (await note_on_recipients(dara)).params == {"n": 2}
    await dara.presses("form:save")
    await dara.sees("meetings/changed", meeting__state=MeetingState.ANNOUNCED, meeting__starts_at=local(17, 9))
    assert (await dara.shown("meetings/changed"))["settle"] == timedelta(minutes=2)


async def test_the_organiser_sees_how_far_the_notice_of_a_change_is(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await relocates(dara, "Hotel Cambodiana")
    await dara.sees("meetings/changed")
    await dara.sees("deliveries/progress", title="Second plenary meeting 2026", outcome__sent=0, outcome__open=2)
    await health.passes(minutes=2)
    await dara.sees("deliveries/progress", title="Second plenary meeting 2026", outcome__sent=2, outcome__open=0)


async def test_the_organiser_sees_who_did_not_get_it_and_who_got_it_after_unblocking(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.does(sokha.person.blocks())
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=2)
    await dara.sees("deliveries/progress", outcome__sent=1, outcome__total=2, outcome__open=0)
    await dara.reads_fact("Sokha, UNFPA")
    await dara.looks_away()
    await sokha.does(sokha.person.unblocks())
    await dara.sees("deliveries/progress", outcome__sent=2, outcome__total=2, outcome__open=0)
    await sokha.is_told_only("meeting_changed")
    await sokha.sees("meetings/card", heading="changed", meeting__starts_at=local(17, 9))


async def test_a_burst_of_changes_has_one_outcome(health: Stage, announced: int, dara: Player) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await relocates(dara, "Hotel Cambodiana")
    await dara.sees("meetings/changed", meeting__place="Hotel Cambodiana")
    await dara.does_not_see("deliveries/progress")
    await health.passes(minutes=2)
    outcomes = [seen for seen in await dara.messages() if seen.contexts("deliveries/progress")]
    assert [bool(seen.contexts("deliveries/progress", outcome__sent=2, outcome__open=0)) for seen in outcomes] == [True]


async def test_of_a_meeting_that_was_not_announced_there_is_no_outcome(health: Stage, dara: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await dara.forges(f"meetings:relocate:{meeting_id}")
    await dara.says("Hotel Cambodiana")
    await dara.presses("form:save")
    await dara.sees("meetings/changed", meeting__state=MeetingState.DRAFT)
    await dara.does_not_see("deliveries/progress")


async def test_whoever_moves_it_within_the_day_reads_that_answers_stay(announced: int, dara: Player) -> None:
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    await dara.says("15/12/2026", "14:00", REASON)
    within = await note_on_recipients(dara)
    await dara.presses("form:change")
    await dara.presses("form:change=day")
    await dara.says("17/12/2026")
    to_another = await note_on_recipients(dara)
    assert within.params == to_another.params == {"n": 2}
    assert within.msgid != to_another.msgid


async def test_a_meeting_moved_by_two_days_has_new_reminders_instead_of_the_old(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await health.becomes(local(12, 8))
    await moves(dara, "17/12/2026", "09:00")
    assert await invited_reminders_of(health, announced) == {
        "meeting_3_days": (local(14, 8), ReminderState.PENDING),
        "meeting_1_day": (local(16, 8), ReminderState.PENDING),
        "meeting_2_hours": (local(17, 7), ReminderState.PENDING),
        "plenary_7_days": (local(8, 8), ReminderState.MISSED),
    }
    await health.passes(minutes=2)
    for moment in (local(14, 8), local(16, 8), local(17, 7)):
        await sokha.looks_away()
        await health.becomes(moment)
        await sokha.is_told_only("meeting_reminder")
        await sokha.sees("meetings/card", heading="reminder", now=moment, meeting__starts_at=local(17, 9))


async def test_at_the_old_times_nothing_comes_any_more(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=2)
    await sokha.looks_away()
    await health.becomes(local(14, 7, 59))
    await sokha.sees_nothing_new()
    await health.becomes(local(15, 7))
    await sokha.is_told_only("meeting_reminder")
    await sokha.sees("meetings/card", heading="reminder", now=local(15, 7), meeting__starts_at=local(17, 9))


async def test_moved_so_near_that_a_reminder_is_past_it_is_void(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "25/11/2026", "09:00")
    reminders = await invited_reminders_of(health, announced)
    assert {rule: state for rule, (_due, state) in reminders.items()} == {
        "meeting_3_days": ReminderState.VOID,
        "meeting_1_day": ReminderState.PENDING,
        "meeting_2_hours": ReminderState.PENDING,
        "plenary_7_days": ReminderState.VOID,
    }


async def test_nobody_is_told_before_two_minutes_have_gone_by(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=1, seconds=59)
    await sokha.sees_nothing_new()
    await health.passes(seconds=1)
    await sokha.is_told_only("meeting_changed")


async def test_a_burst_of_edits_is_told_in_one_notice_with_what_was_and_what_is_now(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "16/12/2026", "09:00")
    await relocates(dara, "Hotel Cambodiana")
    await moves(dara, "17/12/2026", "14:00")
    await health.passes(minutes=2)
    await sokha.is_told_only("meeting_changed")
    await sokha.sees(
        "meetings/card",
        heading="changed",
        before={"starts_at": local(15, 9), "place": "Ministry of Health, meeting room A"},
        meeting__starts_at=local(17, 14),
        meeting__place="Hotel Cambodiana",
    )
    [html] = [message.html for message in await sokha.new_messages() if message.text]
    assert re.findall("<s>.*(15 December 2026|meeting room A).*</s>", html) == ["15 December 2026", "meeting room A"]
    await sokha.does_not_read_fact("16 December 2026")
    await sokha.offers_only(*ANSWERS)
    await sokha.looks_away()
    await health.passes(minutes=10)
    await sokha.sees_nothing_new()


async def test_an_edit_after_the_notice_went_out_has_a_notice_of_its_own(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=2)
    await sokha.looks_away()
    await relocates(dara, "Hotel Cambodiana")
    await health.passes(minutes=2)
    await sokha.is_told_only("meeting_changed")
    before = {"place": "Ministry of Health, meeting room A"}
    await sokha.sees("meetings/card", heading="changed", before=before, meeting__place="Hotel Cambodiana")
    await sokha.does_not_read_fact("15 December 2026", *(line.title for line in MEETING["agenda"]))


async def test_a_change_taken_back_within_the_burst_strikes_nothing_through(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.presses("meetings:answer", "yes")
    await moves(dara, "17/12/2026", "09:00")
    await moves(dara, "15/12/2026", "09:00")
    await sokha.looks_away()
    await health.passes(minutes=2)
    await sokha.is_told_only("meeting_changed")
    await sokha.sees("meetings/card", heading="changed", before=None)


async def test_a_change_nobody_could_be_told_of_does_not_swallow_the_next(
    health: Stage, dara: Player, sokha: Player
) -> None:
    chair = await health.member("Sovann", "chair")
    await announce_meeting(dara, audience=Audience.LEADS)
    await health.leaves("Sovann")
    await chair.looks_away()
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=5)
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    await relocates(dara, "WHO office")
    await health.passes(minutes=2)
    await maria.is_told_only("meeting_changed")
    await maria.sees("meetings/card", meeting__place="WHO office", meeting__starts_at=local(17, 9))


async def test_the_calendar_file_keeps_its_uid_and_grows_in_sequence(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await relocates(dara, "Hotel Cambodiana")
    await health.passes(minutes=2)
    first, second = [event_of(calendar) for calendar in await invitations(sokha)]
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert (second["DTSTART"].dt, second["LOCATION"]) == (local(17, 9), "Hotel Cambodiana")
    assert second["STATUS"] == "CONFIRMED"


async def test_when_the_day_changes_everybody_is_asked_again(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.presses("meetings:answer", "yes")
    await moves(dara, "17/12/2026", "09:00")
    await sokha.looks_away()
    await health.passes(minutes=2)
    await sokha.sees("meetings/card", heading="changed", asks=True, cleared=True)
    await sokha.offers_only(*ANSWERS)
    await sokha.does_not_offer("meetings:answer", marked=True)
    await dara.sees("meetings/card", heading="changed", asks=True, cleared=False)
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:answers")
    assert len((await dara.shown("meetings/answers"))["answers"].unanswered) == 2


async def test_an_answer_cleared_by_the_first_of_several_changes_is_told_with_the_last(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.presses("meetings:answer", "yes")
    await moves(dara, "17/12/2026", "09:00")
    await relocates(dara, "Hotel Cambodiana")
    await health.passes(minutes=2)
    await sokha.sees("meetings/card", heading="changed", meeting__place="Hotel Cambodiana", asks=True, cleared=True)


async def test_whoever_answered_the_new_day_before_the_notice_came_is_not_asked_again(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.presses("meetings:answer", "yes")
    await moves(dara, "17/12/2026", "09:00")
    await sokha.says("/meetings")
    await sokha.presses("meetings:open")
    await sokha.presses("meetings:answer", "yes")
    await health.passes(minutes=2)
    await sokha.is_told_only("meeting_changed")
    await sokha.sees("meetings/card", heading="changed", attendance__rsvp=Rsvp.YES, asks=False)


async def answers(player: Player, rsvp: Rsvp) -> None:
    if rsvp is not Rsvp.DELEGATE:
        await player.presses("meetings:answer", rsvp)
        return
    await player.presses("meetings:answer", "delegate")
    await player.says("Dr Chan Sophea")
    await player.presses("form:save")


@pytest.mark.parametrize(
    ("day", "at", "kept"),
    [
        ("15/12/2026", "09:30", set(Rsvp)),
        ("15/12/2026", "08:30", set(Rsvp)),
        ("15/12/2026", "09:31", {Rsvp.NO, Rsvp.MAYBE}),
        ("15/12/2026", "14:00", {Rsvp.NO, Rsvp.MAYBE}),
        ("16/12/2026", "09:00", set()),
    ],
)
@pytest.mark.parametrize("rsvp", list(Rsvp))
async def test_a_move_voids_the_answers_that_it_concerns_and_no_others(
    health: Stage, announced: int, dara: Player, sokha: Player, day: str, at: str, kept: set[Rsvp], rsvp: Rsvp
) -> None:
    await answers(sokha, rsvp)
    await moves(dara, day, at)
    await sokha.looks_away()
    await health.passes(minutes=2)
    await sokha.is_told_only("meeting_changed")
    if rsvp in kept:
        await sokha.sees("meetings/card", heading="changed", attendance__rsvp=rsvp, asks=False, cleared=False)
        await sokha.offers("meetings:answer", rsvp, marked=True)
    else:
        await sokha.sees("meetings/card", heading="changed", attendance=None, asks=True, cleared=True)
        await sokha.does_not_offer("meetings:answer", marked=True)


async def test_small_moves_add_up_from_the_time_for_which_each_answer_was_given(
    health: Stage, announced: int, dara: Player, sokha: Player, kenji: Player
) -> None:
    await answers(sokha, Rsvp.YES)
    said = []
    for at in ("09:20", "09:40"):
        await dara.says("/meetings")
        await dara.presses("meetings:open")
        await dara.presses("meetings:move")
        await dara.says("15/12/2026", at, REASON)
        said.append((await note_on_recipients(dara)).msgid)
        await dara.presses("form:save")
        await health.passes(minutes=2)
        if at == "09:20":
            await sokha.sees("meetings/card", heading="changed", attendance__rsvp=Rsvp.YES, cleared=False)
            await kenji.says("/meetings")
            await kenji.presses("meetings:open")
            await answers(kenji, Rsvp.YES)
            await sokha.looks_away()
    assert said[0] != said[1]
    await sokha.sees("meetings/card", heading="changed", attendance=None, asks=True, cleared=True)
    await kenji.sees("meetings/card", heading="changed", attendance__rsvp=Rsvp.YES, cleared=False)


async def test_whoever_declined_is_told_of_another_day_and_reminded_of_it(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.presses("meetings:answer", "no")
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=2)
    await sokha.is_told_only("meeting_changed")
    await sokha.sees("meetings/card", heading="changed", asks=True, cleared=True)
    await health.becomes(local(14, 8))
    await sokha.is_told("meeting_reminder")
    await sokha.sees("meetings/card", heading="reminder", asks=True)


async def test_moving_a_meeting_to_its_present_time_is_refused_and_the_form_keeps_the_answers(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "15/12/2026", "09:00")
    await dara.is_refused("meetings#nothing_changed")
    await dara.asks("day")
    await dara.reads_fact("15 December 2026")
    await dara.says("17/12/2026")
    summary = await dara.summary()
    assert ("17 December 2026" in summary["day"], summary["at"]) == (True, "09:00")
    await dara.presses("form:save")
    assert (await stored_meeting(health, announced)).starts_at == local(17, 9)


async def test_relocating_a_meeting_to_where_it_is_is_refused(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await relocates(dara, "Ministry of Health, meeting room A")
    await dara.is_refused("meetings#nothing_changed")
    await dara.asks("place")
    await health.passes(minutes=2)
    await sokha.sees_nothing_new()


async def test_a_move_into_the_past_of_today_is_refused(health: Stage, announced: int, dara: Player) -> None:
    await moves(dara, "23/11/2026", "08:00")
    await dara.is_refused("meetings#start_in_past", starts_at=local(23, 8, month=11))
    await dara.asks("at")
    assert (await stored_meeting(health, announced)).starts_at == local(15, 9)


async def test_moving_a_draft_tells_nobody(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await dara.forges(f"meetings:move:{meeting_id}")
    await dara.says("17/12/2026", "09:00")
    await dara.presses("form:save")
    await dara.sees("meetings/changed", meeting__state=MeetingState.DRAFT)
    await health.passes(minutes=2)
    await sokha.sees_nothing_new()
    meeting = await stored_meeting(health, meeting_id)
    assert (meeting.state, meeting.starts_at, meeting.sequence) == (MeetingState.DRAFT, local(17, 9), 0)


@pytest.mark.parametrize("data", ["meetings/move", "meetings/relocate", "meetings/cancel"])
async def test_a_meeting_that_began_can_no_longer_be_changed_and_nothing_is_asked(
    health: Stage, announced: int, dara: Player, data: str
) -> None:
    await health.becomes(local(15, 9))
    await dara.forges(f"{data}:{announced}")
    await dara.is_refused("meetings#already_held")
    await dara.does_not_see("forms/ask", "forms/confirm")


@pytest.mark.parametrize(
    "data", ["meetings/move", "meetings/relocate", "meetings/cancel", "meetings/announce", "meetings/correct"]
)
async def test_a_cancelled_meeting_can_no_longer_be_changed_and_nothing_is_asked(
    health: Stage, announced: int, dara: Player, data: str
) -> None:
    await cancel_meeting(dara, announced)
    await dara.forges(f"{data}:{announced}")
    await dara.is_refused("meetings#already_cancelled")
    await dara.does_not_see("forms/ask", "forms/confirm", "meetings/announced_to")


async def test_the_new_time_is_found_where_the_meeting_is_looked_for(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await sokha.says("/search plenary")
    assert [found.entry.dated for found in (await sokha.shown("search/results"))["found"]] == [local(17, 9)]


async def test_whoever_loses_the_role_can_leave_the_form_that_was_open(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    async with arranged(health.assistant.database) as session:
        account = await find_account(session, dara.person.id)
        assert account is not None
        account.person.memberships[0].role = Role.GOVERNMENT
    await dara.says("17/12/2026", "/cancel", "hello")
    await dara.sees_only("general/greeted")
    assert (await stored_meeting(health, announced)).starts_at == local(15, 9)


async def test_a_reminder_that_telegram_did_not_take_in_time_is_void_when_the_meeting_moves(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await health.sandbox.fault("502", method="sendMessage", chat_id=sokha.person.id, times=None)
    await health.becomes(local(12, 8))
    await moves(dara, "17/12/2026", "09:00")
    await health.sandbox.mend()
    await health.passes(minutes=20)
    await sokha.is_told_only("meeting_changed")


async def test_without_a_reason_an_announced_meeting_is_not_changed(announced: int, dara: Player) -> None:
    await dara.forges(f"meetings:relocate:{announced}")
    await dara.says("Hotel Cambodiana")
    await dara.asks("reason")
    await dara.does_not_offer("form:skip")
    await dara.says(REASON)
    await dara.presses("form:save")
    await dara.sees("meetings/changed", meeting__place="Hotel Cambodiana")


async def test_the_notice_says_who_changed_it_and_why(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await relocates(dara, "Hotel Cambodiana")
    await health.passes(minutes=2)
    await sokha.sees("meetings/card", heading="changed", by=["Dara"], reasons=[REASON])
