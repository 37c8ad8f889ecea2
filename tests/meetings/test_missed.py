"""What was not said while the assistant was down, the secretariat is told in one message, and may have it said (T2)."""

from datetime import datetime, timedelta

import pytest

from bot.config_sections import TimeSection
from storage.reminders import Reminder, ReminderState, list_reminders
from tests.meetings.conftest import local, reminders_of
from tests.support.setup_steps import access_actor, announce_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.meetings import changing
from twg.reminders import missed

THREE_DAYS = local(12, 8)
#: After two of the three reminders, each too late to be of use.
TWO_MISSED = local(15, 5)


async def is_down(stage: Stage, begin: datetime, until: datetime) -> None:
    """The assistant is not at work for a while; everybody has read what was said before."""
    await stage.becomes(begin)
    for player in stage.people.values():
        await player.looks_away()
    await stage.assistant.stop()
    stage.clock.set(until)
    await stage.restarts()
    await stage.settle()


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting on Tuesday 15 December 2026 at 09:00; its id."""
    return await announce_meeting(dara)


async def missed_ones(player: Player) -> set[tuple[str, str, datetime]]:
    """What the newest notice names: of which meeting, by which rule, due when."""
    shown = await player.shown("reminders/missed")
    return {(item.title, item.reminder.rule, item.reminder.due_at) for item in shown["missed"]}


async def test_the_secretariat_is_told_once_of_everything_that_was_missed(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara, title="Budget meeting")
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await dara.is_told_only("reminders_missed")
    assert await missed_ones(dara) == {
        (title, rule, due)
        for title in ("Second plenary meeting 2026", "Budget meeting")
        for rule, due in (("meeting_3_days", local(12, 8)), ("meeting_1_day", local(14, 8)))
    }
    await sokha.sees_nothing_new()


async def test_one_missed_reminder_is_told_as_one(health: Stage, announced: int, dara: Player) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), THREE_DAYS + timedelta(hours=37))
    assert await missed_ones(dara) == {("Second plenary meeting 2026", "meeting_3_days", THREE_DAYS)}


async def test_the_reminder_can_be_sent_after_all(
    health: Stage, announced: int, dara: Player, sokha: Player, kenji: Player
) -> None:
    await kenji.says("/meetings")
    await kenji.presses("meetings:open")
    await kenji.presses("meetings:answer", "no")
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await dara.presses("reminders:now")
    await dara.toasts()
    await sokha.is_told_only("meeting_reminder")
    await sokha.sees("meetings/card", heading="reminder", meeting__id=announced)
    await kenji.sees_nothing_new()
    assert (await reminders_of(health, announced))["meeting_1_day"][1] is ReminderState.FIRED


async def test_what_was_asked_for_in_the_night_is_sent_in_the_night(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), local(13, 21))  # a Sunday
    health.config.time = TimeSection()  # only now is there a night
    await health.restarts()
    await dara.presses("reminders:now")
    await sokha.is_told_only("meeting_reminder")
    await sokha.sees("meetings/card", heading="reminder", meeting__id=announced)


async def test_it_is_sent_only_once(health: Stage, announced: int, dara: Player, sokha: Player) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await dara.presses("reminders:now")
    await sokha.looks_away()
    await dara.presses("reminders:now")
    await dara.is_refused("reminders#already_reminded")
    await sokha.sees_nothing_new()


async def test_what_was_asked_for_is_said_though_the_place_changes_at_the_same_moment(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    async with health.assistant.database.begin() as session:  # both before the next tick
        actor, now = await access_actor(session, dara), health.clock.now()
        [due] = await list_reminders(session, Reminder.rule == "meeting_1_day")
        await missed.remind_now(session, actor, due.id, health.assistant.registry.domains, now=now)
        await changing.relocate(session, actor, announced, "Hotel Cambodiana", now=now)
    await health.settle()
    await sokha.is_told_only("meeting_reminder")
    await sokha.sees("meetings/card", heading="reminder", meeting__place="Hotel Cambodiana")


async def test_when_the_meeting_has_begun_the_secretariat_is_told_and_nothing_is_left_to_send(
    health: Stage, announced: int, dara: Player
) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), local(15, 10))
    await dara.is_told_only("reminders_missed")
    assert ("Second plenary meeting 2026", "meeting_2_hours", local(15, 7)) in await missed_ones(dara)
    await dara.offers_only()


async def test_where_a_later_reminder_was_sent_there_is_no_button(health: Stage, announced: int, dara: Player) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), local(15, 8))
    notice = await dara.finds("reminders/missed")
    assert notice.message.id > dara.seen
    assert notice.offers == []


async def test_once_the_meeting_began_the_button_sends_nothing(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await health.becomes(local(15, 9))
    await sokha.looks_away()
    await dara.presses("reminders:now")
    await dara.is_refused("meetings#already_held")
    await sokha.sees_nothing_new()


async def test_of_what_nobody_would_have_been_reminded_nobody_is_told(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    for player in (dara, sokha):
        await player.says("/meetings")
        await player.presses("meetings:open")
        await player.presses("meetings:answer", "no")
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await dara.sees_nothing_new()


async def test_a_cancelled_meeting_misses_nothing(health: Stage, announced: int, dara: Player) -> None:
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:cancel")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await dara.sees_nothing_new()


async def test_nobody_is_told_of_a_meeting_they_may_not_see(health: Stage, dara: Player) -> None:
    chair = await health.member("Chea", "chair")
    await health.member("Maria", "lead_facilitator", "WHO")
    await announce_meeting(chair, audience=Audience.LEADS)
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await dara.sees_nothing_new()
    await announce_meeting(dara, title="Open meeting", day=local(22, 9).date())
    await is_down(health, local(19, 7), local(21, 7))
    assert {title for title, _rule, _due in await missed_ones(dara)} == {"Open meeting"}


async def test_a_member_s_forged_button_sends_nothing(
    health: Stage, announced: int, dara: Player, sokha: Player, kenji: Player
) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    notice = await dara.finds("reminders/missed")
    await kenji.forges(str(notice.buttons[0].button.data))
    await kenji.is_refused("general#not_allowed")
    await sokha.sees_nothing_new()
