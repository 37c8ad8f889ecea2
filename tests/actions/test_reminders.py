"""Reminders: the owner before, on and after the day; then the secretariat; then those who lead (A2, U6)."""

from datetime import date, time, timedelta

import pytest

from bot.config_sections import RuleSection
from messages.rendering.content import Content
from tests.actions.conftest import DUE, TEXT, closes, local, records, reminders_of
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


@pytest.fixture
async def chair(health: Stage) -> Player:
    return await health.member("Sovann", "chair")


@pytest.fixture
async def lead(health: Stage) -> Player:
    return await health.member("Maria", "lead_facilitator", "WHO")


@pytest.fixture
async def due(health: Stage, dara: Player, sokha: Player, kenji: Player, chair: Player, lead: Player) -> Stage:
    """An action of Sokha's, due on Wednesday 23 December; everybody has read what they were told."""
    await records(dara, sokha)
    await everybody_looks_away(dara)
    return health


async def lives_until(stage: Stage, *days: int) -> None:
    """Eight o'clock on each of these days of December; beyond the 31st it is January."""
    for day in days:
        await stage.becomes(local(day, 8) if day <= 31 else local(day - 31, 8, month=1, year=2027))


async def told(stage: Stage) -> set[str]:
    """Who has something new to read."""
    return {name for name, player in stage.people.items() if await player.new_messages()}


async def is_asked_after_its_day(sokha: Player) -> None:
    """Whether it is done, though its day is over."""
    await sokha.is_told_only("action_is_overdue")
    await sokha.sees("actions/card", heading="overdue", overdue=True)


@pytest.mark.parametrize(("day", "left"), [(16, 7), (22, 1), (23, 0)])
async def test_its_owner_alone_is_reminded_at_eight(
    due: Stage, dara: Player, sokha: Player, day: int, left: int
) -> None:
    await due.becomes(local(day, 7, 59))
    await everybody_looks_away(dara)
    await due.becomes(local(day, 8))
    assert await told(due) == {"Sokha"}
    await sokha.is_told_only("action_reminder")
    await sokha.sees("actions/card", heading="reminder", left=left)
    await sokha.reads_fact(TEXT)
    await sokha.offers_only("actions:done", "actions:note", "requests:about")


async def test_after_its_day_its_owner_is_asked_every_week(due: Stage, dara: Player, sokha: Player) -> None:
    await lives_until(due, 16, 22, 23)
    for day in (24, 31, 31 + 7, 31 + 14, 31 + 21):
        await everybody_looks_away(dara)
        await lives_until(due, day)
        await is_asked_after_its_day(sokha)
        await sokha.sees_only("actions/card")
        await sokha.sees("actions/card", action__due_on=DUE)
        await sokha.reads_fact("23 December 2026")
        await everybody_looks_away(dara)
        await due.passes(days=6, hours=20)
        await sokha.sees_nothing_new()


async def test_the_secretariat_is_told_of_a_week_in_which_the_owner_was_not_asked(
    due: Stage, dara: Player, sokha: Player
) -> None:
    """The question of one week expires; those of the next ones are asked as ever."""
    await lives_until(due, 16, 22, 23)
    await everybody_looks_away(dara)
    await due.sandbox.fault("502", method="sendMessage", chat_id=sokha.person.id, times=None)
    await lives_until(due, 24, 30)
    await due.sandbox.mend()
    await due.passes(minutes=20)
    await sokha.sees_nothing_new()
    await dara.is_told_only("action_late", "reminders_missed")
    [missed] = (await dara.shown("reminders/missed"))["missed"]
    assert (missed.reminder.rule, missed.names, missed.remindable) == ("action_overdue", ("Sokha",), False)
    await dara.reads_fact(TEXT, "Sokha")
    await everybody_looks_away(dara)
    await lives_until(due, 31)
    await is_asked_after_its_day(sokha)


async def test_of_an_action_that_was_closed_meanwhile_no_week_is_missed(
    due: Stage, dara: Player, sokha: Player
) -> None:
    await lives_until(due, 16, 22, 23)
    await everybody_looks_away(dara)
    await due.sandbox.fault("502", method="sendMessage", chat_id=sokha.person.id, times=None)
    await lives_until(due, 24)
    await closes(dara, 1)
    await lives_until(due, 30)
    await due.sandbox.mend()
    await due.passes(minutes=20)
    await dara.is_not_told("reminders_missed")


async def test_after_a_week_the_secretariat_is_told_after_two_the_chair_and_lead_facilitators(
    due: Stage, dara: Player, chair: Player, lead: Player
) -> None:
    await lives_until(due, 16, 22, 23, 24)
    await everybody_looks_away(dara)
    await lives_until(due, 30)
    assert await told(due) == {"Dara"}
    await dara.is_told_only("action_late")
    await dara.sees("actions/card", heading="late", action__owner__name="Sokha")
    await dara.reads_fact("Sokha, UNFPA")
    await dara.offers_only("actions:done", "actions:note", "actions:move", "actions:give", "actions:drop")
    await lives_until(due, 31)
    await everybody_looks_away(dara)
    await lives_until(due, 37)
    assert await told(due) == {"Sovann", "Maria"}
    for player in (chair, lead):
        await player.is_told_only("action_stalled")
        await player.sees("actions/card", heading="late")
    await chair.offers_only("actions:done", "actions:note", "actions:move", "actions:give", "actions:drop")
    await lead.offers_only()
    await everybody_looks_away(dara)
    await lives_until(due, 38, 45, 52)
    assert await told(due) == {"Sokha"}


@pytest.mark.parametrize("day", [15, 22, 23, 24, 29, 31, 36])
async def test_whoever_has_done_it_is_reminded_no_more_and_nobody_hears_of_it(
    due: Stage, dara: Player, sokha: Player, day: int
) -> None:
    days = [16, 22, 23, 24, 30, 31, 37, 38, 45]
    await lives_until(due, *(found for found in days if found < day))
    await closes(sokha, 1)
    await due.passes(minutes=10)
    await everybody_looks_away(dara)
    await lives_until(due, *(found for found in days if found > day))
    assert await told(due) == set()
    assert await reminders_of(due, 1) == {}


async def test_what_is_opened_again_after_its_day_is_asked_for_again(due: Stage, dara: Player, sokha: Player) -> None:
    await lives_until(due, 16, 22, 23)
    await closes(sokha, 1)
    await lives_until(due, 26)
    await sokha.forges("actions/reopen:1")
    assert (await reminders_of(due, 1))["action_overdue"] == local(31, 8)
    await everybody_looks_away(dara)
    await lives_until(due, 31)
    await is_asked_after_its_day(sokha)


async def test_an_action_given_late_has_only_the_reminders_that_are_still_ahead(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await records(dara, sokha, due_on=date(2026, 11, 25))
    assert set(await reminders_of(health, 1)) == {
        "action_1_day", "action_due_day", "action_overdue", "action_7_days_late", "action_14_days_late",
    }  # fmt: skip


async def test_everything_due_for_one_person_is_one_message(due: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara, day=date(2026, 12, 23), title="Third plenary meeting")
    translation = await records(dara, sokha, "Translate the study")
    await due.becomes(local(22, 7, 59))
    await everybody_looks_away(dara)
    await due.becomes(local(22, 8))
    await sokha.is_told_only("action_reminder", "action_reminder", "meeting_reminder")
    [reminder] = await sokha.on_screen()
    assert [context["left"] for context in reminder.contexts("actions/card", heading="reminder")] == [1, 1]
    assert reminder.contexts("meetings/card", heading="reminder")
    assert reminder.holds(TEXT, "Translate the study", "Third plenary meeting")
    await sokha.presses("actions:open", translation)
    await sokha.presses("actions:done")
    await sokha.asks("text")
    await sokha.reads_fact("Translate the study")


async def test_without_an_owner_only_those_who_follow_are_told(health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, None)
    await everybody_looks_away(dara)
    await lives_until(health, 16, 22, 23, 24)
    assert await told(health) == set()
    await lives_until(health, 30)
    assert await told(health) == {"Dara"}


async def test_an_owner_who_left_is_written_to_no_more(due: Stage, dara: Player, sokha: Player) -> None:
    await due.leaves("Sokha")
    await lives_until(due, 16, 22, 23, 24)
    await sokha.sees_nothing_new()
    await lives_until(due, 30)
    await dara.is_told_only("action_late")
    await dara.sees("actions/card", heading="late")


async def test_whoever_owns_and_follows_is_told_once(health: Stage, dara: Player) -> None:
    await records(dara, dara)
    await lives_until(health, 16, 22, 23, 24)
    await everybody_looks_away(dara)
    await lives_until(health, 30)
    await dara.sees_nothing_new()


async def test_nobody_hears_of_an_action_they_may_not_see(
    health: Stage, dara: Player, sokha: Player, chair: Player, lead: Player
) -> None:
    await records(chair, sokha, audience=Audience.LEADS)
    await everybody_looks_away(dara)
    await lives_until(health, 16, 22, 23, 24, 30)
    await dara.sees_nothing_new()
    await lives_until(health, 31, 37)
    await dara.sees_nothing_new()
    await lead.is_told_only("action_stalled")
    await lead.sees("actions/card", heading="late")


async def test_a_weekend_brings_two_reminders_together_and_one_is_said(
    office_hours: Stage, dara: Player, sokha: Player
) -> None:
    await office_hours.becomes(local(1, 9))
    await records(dara, sokha, due_on=date(2026, 12, 20))
    await office_hours.becomes(local(18, 7, 59))
    await everybody_looks_away(dara)
    await office_hours.becomes(local(18, 8))
    [reminder] = await sokha.on_screen()
    assert [context["left"] for context in reminder.contexts("actions/card", heading="reminder")] == [2]
    assert reminder.message.text.count(TEXT) == 1
    await everybody_looks_away(dara)
    await office_hours.becomes(local(21, 8))
    await is_asked_after_its_day(sokha)


async def test_one_that_was_moved_before_its_reminder_could_be_sent_is_not_said(
    office_hours: Stage, dara: Player, sokha: Player
) -> None:
    """Its reminder is held over a holiday, and by then it is due later."""
    office_hours.config.rules = {"action_1_day": RuleSection(at=time(20))}
    await office_hours.restarts()
    await office_hours.settle()
    await office_hours.becomes(local(1, 9))
    await records(dara, sokha, due_on=date(2026, 12, 17))
    await office_hours.becomes(local(10, 8))
    await office_hours.becomes(local(16, 20))
    await everybody_looks_away(dara)
    await dara.forges("actions/move:1")
    await dara.says("23/12/2026")
    await dara.presses("form:save")
    await office_hours.becomes(local(17, 7))
    await sokha.is_told_only("action_moved")
    await sokha.sees_only("actions/card")
    await sokha.sees("actions/card", heading="moved")


async def test_after_a_long_outage_the_week_s_question_comes_at_its_time(
    due: Stage, dara: Player, sokha: Player
) -> None:
    await lives_until(due, 16, 22, 23)
    await due.assistant.stop()
    due.clock.set(local(19, 9, month=1, year=2027))
    await due.restarts()
    await due.settle()
    assert (await reminders_of(due, 1))["action_overdue"] == local(21, 8, month=1, year=2027)
    await everybody_looks_away(dara)
    await due.becomes(local(21, 8, month=1, year=2027))
    await is_asked_after_its_day(sokha)


async def test_a_restart_keeps_the_week_s_question(due: Stage, dara: Player, sokha: Player) -> None:
    await lives_until(due, 16, 22, 23, 24)
    await due.restarts()
    await due.settle()
    assert (await reminders_of(due, 1))["action_overdue"] == local(31, 8)
    await due.assistant.stop()
    due.clock.set(local(31, 9))
    await everybody_looks_away(dara)
    await due.restarts()
    await due.settle()
    await is_asked_after_its_day(sokha)


async def test_a_missed_reminder_is_told_to_the_secretariat_which_may_have_it_said(
    due: Stage, dara: Player, sokha: Player
) -> None:
    await due.assistant.stop()
    due.clock.set(local(19, 9))
    await due.restarts()
    await due.settle()
    await dara.is_told_only("reminders_missed")
    [item] = (await dara.shown("reminders/missed"))["missed"]
    assert (item.title, item.reminder.rule) == (TEXT, "action_7_days")
    await dara.reads_fact(TEXT)
    await everybody_looks_away(dara)
    await dara.presses("reminders:now", item.reminder.id)
    await sokha.is_told_only("action_reminder")
    await sokha.sees("actions/card", heading="reminder", left=4)


async def test_a_secretariat_sets_when_owners_are_reminded(due: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/reminders")
    rules = (await dara.shown("reminders/list"))["rules"]
    spans = {rule.name: (rule.offset.days, rule.at) for rule in rules if rule.name.startswith("action_")}
    assert spans == {
        "action_7_days": (-7, time(8)),
        "action_1_day": (-1, time(8)),
        "action_due_day": (0, time(8)),
        "action_overdue": (1, time(8)),
        "action_7_days_late": (7, time(8)),
        "action_14_days_late": (14, time(8)),
        "action_review": (0, time(8)),
    }
    await dara.presses("reminders:change", "action_7_days")
    await dara.presses("form:choice=on")
    await dara.says("5", "14:00")
    await dara.presses("form:save")
    rules = (await dara.shown("reminders/list"))["rules"]
    assert [(rule.offset, rule.at) for rule in rules if rule.name == "action_7_days"] == [(timedelta(-5), time(14))]
    assert (await reminders_of(due, 1))["action_7_days"] == local(18, 14)


async def test_the_grace_period_is_configured(due: Stage, dara: Player) -> None:
    due.config.rules = {"action_7_days_late": RuleSection(days=3), "action_14_days_late": RuleSection(enabled=False)}
    await due.restarts()
    await due.settle()
    found = await reminders_of(due, 1)
    assert found["action_7_days_late"] == local(26, 8)
    assert "action_14_days_late" not in found


async def test_a_reminder_speaks_its_reader_s_language(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "government", "MEF", language="km")
    await records(dara, bopha)
    await everybody_looks_away(dara)
    health.record.rendered.clear()
    await health.becomes(local(22, 8))
    await bopha.is_told_only("action_reminder")
    said = [(locale, source.template) for locale, source in health.record.rendered if isinstance(source, Content)]
    assert [locale for locale, template in said if template == "actions/card"] == ["km"]
