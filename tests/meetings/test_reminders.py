"""Reminders three days, one day and two hours before, on the wall clock of the TWG (G4, T2)."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.meetings import Rsvp
from storage.reminders import ReminderState
from tests.meetings.conftest import invited_reminders_of, local
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from twg.language.agenda import AgendaLine
from twg.meetings.lost_delegates import Lost

THREE_DAYS, ONE_DAY, TWO_HOURS = local(12, 8), local(14, 8), local(15, 7)
TIMES = [THREE_DAYS, ONE_DAY, TWO_HOURS]
#: The buttons of a reminder that asks.
ASKS = [*["meetings:answer"] * len(Rsvp), "meetings:agenda"]
#: The button of the last reminder with which a person says that they have come.
HERE = {TWO_HOURS: ["attendance:here"]}


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting on Tuesday 15 December 2026 at 09:00, announced three weeks ahead; its id."""
    return await announce_meeting(dara)


async def test_reminders_are_set_on_the_wall_clock_of_the_twg(health: Stage, announced: int) -> None:
    assert await invited_reminders_of(health, announced) == {
        "meeting_3_days": (datetime(2026, 12, 12, 1, 0, tzinfo=UTC), ReminderState.PENDING),
        "meeting_1_day": (datetime(2026, 12, 14, 1, 0, tzinfo=UTC), ReminderState.PENDING),
        "meeting_2_hours": (datetime(2026, 12, 15, 0, 0, tzinfo=UTC), ReminderState.PENDING),
        "plenary_7_days": (datetime(2026, 12, 8, 1, 0, tzinfo=UTC), ReminderState.PENDING),
    }


@pytest.mark.parametrize("moment", TIMES)
async def test_a_reminder_comes_at_its_minute_and_not_before(
    health: Stage, announced: int, sokha: Player, moment: datetime
) -> None:
    await health.becomes(moment - timedelta(minutes=1))
    await sokha.looks_away()
    await health.becomes(moment)
    await sokha.is_told_only("meeting_reminder")
    await sokha.sees("meetings/card", heading="reminder", now=moment, meeting__id=announced)
    await sokha.looks_away()
    await health.passes(minutes=5)
    await sokha.sees_nothing_new()


async def test_before_its_minute_no_reminder_comes(health: Stage, announced: int, sokha: Player) -> None:
    await health.becomes(THREE_DAYS - timedelta(minutes=1))
    await sokha.sees_nothing_new()


@pytest.mark.parametrize("moment", TIMES)
async def test_who_is_silent_or_undecided_is_asked_and_who_comes_is_reminded(
    health: Stage, announced: int, dara: Player, sokha: Player, kenji: Player, moment: datetime
) -> None:
    await sokha.presses("meetings:answer", "yes")
    await dara.presses("meetings:answer", "maybe")
    await health.becomes(moment - timedelta(minutes=1))
    for player in (dara, sokha, kenji):
        await player.looks_away()
    await health.becomes(moment)
    await sokha.is_told_only("meeting_reminder")
    await sokha.sees("meetings/card", heading="reminder", attendance__rsvp=Rsvp.YES, asks=False)
    await sokha.offers_only(*HERE.get(moment, []), "meetings:agenda")
    await dara.is_told_only("meeting_reminder")
    await dara.sees("meetings/card", heading="reminder", attendance__rsvp=Rsvp.MAYBE, asks=True, undecided=True)
    await dara.offers_only(*HERE.get(moment, []), *ASKS)
    await kenji.is_told_only("meeting_reminder")
    await kenji.sees("meetings/card", heading="reminder", attendance=None, asks=True)
    await kenji.offers_only(*HERE.get(moment, []), *ASKS)


@pytest.mark.parametrize("moment", TIMES)
async def test_who_does_not_come_is_left_alone(health: Stage, announced: int, sokha: Player, moment: datetime) -> None:
    await sokha.presses("meetings:answer", "no")
    await sokha.looks_away()
    await health.becomes(moment)
    await sokha.sees_nothing_new()


@pytest.mark.parametrize("moment", TIMES)
async def test_who_sends_a_delegate_is_reminded_to_brief_them(
    health: Stage, announced: int, kenji: Player, moment: datetime
) -> None:
    await kenji.says("/meetings")
    await kenji.presses("meetings:open")
    await kenji.presses("meetings:answer", "delegate")
    await kenji.says("Yuki Tanaka")
    await kenji.presses("form:save")
    await health.becomes(moment - timedelta(minutes=1))
    await kenji.looks_away()
    await health.becomes(moment)
    await kenji.is_told_only("meeting_reminder")
    await kenji.sees("meetings/card", heading="reminder", attendance__rsvp=Rsvp.DELEGATE, briefs=True, asks=False)
    await kenji.reads_fact("Yuki Tanaka")
    await kenji.offers_only(*HERE.get(moment, []), "meetings:agenda")


@pytest.mark.parametrize("lost", Lost)
async def test_who_sends_a_delegate_who_has_left_or_does_not_come_is_asked_again(
    health: Stage, announced: int, dara: Player, sokha: Player, kenji: Player, lost: Lost
) -> None:
    await kenji.says("/meetings")
    await kenji.presses("meetings:open")
    await kenji.presses("meetings:answer", "delegate")
    await kenji.says("Sokha")
    await kenji.presses("form:save")
    if lost is Lost.LEFT:
        await health.leaves("Sokha")
    else:
        await sokha.presses("meetings:speak_for", "yes")
        await sokha.forges(f"meetings:answer:{announced}:no:2026-12-15")
    await dara.forges(f"meetings:answers:{announced}")
    assert list((await dara.shown("meetings/answers"))["answers"].lost.values()) == [lost]
    await dara.presses("meetings:who", "delegate")
    assert list((await dara.shown("meetings/answered"))["lost"].values()) == [lost]
    await kenji.looks_away()
    await health.becomes(THREE_DAYS)
    await kenji.sees("meetings/card", heading="reminder", attendance__rsvp=Rsvp.DELEGATE, lost=lost)
    await kenji.presses("meetings:answer", "yes")


async def test_a_reminder_has_at_most_twelve_lines_and_no_agenda(health: Stage, dara: Player, sokha: Player) -> None:
    agenda = [AgendaLine(f"Item {number}", "UNFPA", 7) for number in range(1, 25)]
    await announce_meeting(dara, agenda=agenda)
    invitation = await sokha.finds("meetings/card", heading="announced")
    assert len(invitation.message.text.splitlines()) <= 12
    await sokha.looks_away()
    await health.becomes(THREE_DAYS)
    [reminder] = [message for message in await sokha.new_messages() if message.text]
    assert len(reminder.text.splitlines()) <= 12
    await sokha.does_not_read_fact("Item 7")
    await sokha.presses("meetings:agenda")
    await sokha.sees("meetings/agenda", total=168, pages=2)
    await sokha.reads_fact("20. ", "Item 20")


async def test_the_question_in_a_reminder_can_be_answered_there(health: Stage, announced: int, sokha: Player) -> None:
    await health.becomes(THREE_DAYS)
    await sokha.presses("meetings:answer", "yes")
    await sokha.sees("meetings/card", attendance__rsvp=Rsvp.YES)
    await sokha.looks_away()
    await health.becomes(ONE_DAY)
    await sokha.is_told_only("meeting_reminder")
    await sokha.sees("meetings/card", heading="reminder", attendance__rsvp=Rsvp.YES)


async def test_a_member_who_joined_after_the_announcement_is_reminded_too(health: Stage, announced: int) -> None:
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    await health.becomes(THREE_DAYS)
    await maria.is_told_only("meeting_reminder")
    await maria.sees("meetings/card", heading="reminder", now=THREE_DAYS, asks=True)


async def test_what_is_past_when_it_is_announced_is_not_reminded_of(health: Stage, dara: Player, sokha: Player) -> None:
    await health.becomes(local(12, 10))
    meeting_id = await announce_meeting(dara)
    assert set(await invited_reminders_of(health, meeting_id)) == {"meeting_1_day", "meeting_2_hours"}
    await health.becomes(local(14, 7, 59))
    await sokha.sees_nothing_new()
    await health.becomes(ONE_DAY)
    await sokha.is_told_only("meeting_reminder")
    await sokha.sees("meetings/card", heading="reminder", now=ONE_DAY)


async def test_announced_an_hour_before_there_is_no_reminder_at_all(health: Stage, dara: Player, sokha: Player) -> None:
    await health.becomes(local(15, 8))
    meeting_id = await announce_meeting(dara)
    assert await invited_reminders_of(health, meeting_id) == {}
    await health.becomes(local(15, 8, 59))
    await sokha.sees_nothing_new()


@pytest.mark.parametrize(
    ("rule", "due", "back"),
    [
        ("meeting_3_days", THREE_DAYS, THREE_DAYS + timedelta(hours=35)),
        ("meeting_1_day", ONE_DAY, ONE_DAY + timedelta(hours=19)),
        ("meeting_2_hours", TWO_HOURS, TWO_HOURS + timedelta(minutes=89)),
    ],
)
async def test_a_reminder_due_while_the_assistant_was_down_is_sent_late_within_its_grace(
    health: Stage, announced: int, sokha: Player, rule: str, due: datetime, back: datetime
) -> None:
    await health.becomes(due - timedelta(minutes=1))
    await sokha.looks_away()
    await health.assistant.stop()
    health.clock.set(back)
    await health.restarts()
    await health.settle()
    await sokha.is_told_only("meeting_reminder")
    await sokha.sees("meetings/card", heading="reminder", now=back)
    assert (await invited_reminders_of(health, announced))[rule][1] is ReminderState.FIRED


@pytest.mark.parametrize(
    ("rule", "due", "back"),
    [
        ("meeting_3_days", THREE_DAYS, THREE_DAYS + timedelta(hours=37)),
        ("meeting_1_day", ONE_DAY, ONE_DAY + timedelta(hours=21)),
        ("meeting_2_hours", TWO_HOURS, TWO_HOURS + timedelta(minutes=91)),
    ],
)
async def test_a_reminder_too_late_to_be_of_use_is_missed(
    health: Stage, announced: int, sokha: Player, rule: str, due: datetime, back: datetime
) -> None:
    await health.becomes(due - timedelta(minutes=1))
    await sokha.looks_away()
    await health.assistant.stop()
    health.clock.set(back)
    await health.restarts()
    await health.settle()
    await sokha.sees_nothing_new()
    assert (await invited_reminders_of(health, announced))[rule][1] is ReminderState.MISSED


async def test_a_restart_repeats_no_reminder(health: Stage, announced: int, sokha: Player) -> None:
    await health.becomes(THREE_DAYS)
    await sokha.looks_away()
    await health.restarts()
    await health.passes(minutes=1)
    await sokha.sees_nothing_new()


async def test_a_reminder_that_telegram_takes_late_is_not_sent_after_the_meeting_began(
    health: Stage, announced: int, sokha: Player
) -> None:
    await health.sandbox.fault("502", method="sendMessage", chat_id=sokha.person.id, times=None)
    await health.becomes(TWO_HOURS)
    await health.sandbox.mend()
    await health.becomes(local(15, 9))
    await sokha.sees_nothing_new()
