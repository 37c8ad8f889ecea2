"""The small capability, end to end: what is declared works, and nothing else had to be told of it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from storage.core.audit import AuditRow
from storage.reminders import Reminder
from tests.absences.capability import Absence
from tests.export.test_export import exported
from tests.support.stage import Player, Stage

ZONE = ZoneInfo("Asia/Phnom_Penh")


async def declares(player: Player) -> None:
    await player.says("/absent", "15/12/2026", "A mission to Geneva")
    await player.presses("form:save")


async def stored(stage: Stage) -> Absence:
    async with stage.assistant.database.read() as session:
        absence = await session.scalar(select(Absence))
        assert absence is not None
        return absence


async def test_it_is_declared_by_command_and_form_and_the_chair_is_told(
    health: Stage, sovann: Player, sokha: Player
) -> None:
    await sovann.looks_away()
    await declares(sokha)
    await sokha.sees("absences/declared")
    absence = await stored(health)
    assert (absence.day, absence.reason) == (date(2026, 12, 15), "A mission to Geneva")
    await sovann.is_told_only("absence_declared")
    async with health.assistant.database.read() as session:
        audited = await session.scalars(select(AuditRow.action).where(AuditRow.subject_type == "absence"))
        assert list(audited) == ["absences.declare"]


async def test_its_command_is_in_the_menu(sokha: Player) -> None:
    await sokha.starts()
    assert "absent" in [name for name, _description in await sokha.person.command_menu()]


async def test_the_chair_is_reminded_the_day_before(health: Stage, sovann: Player, sokha: Player) -> None:
    await declares(sokha)
    await sovann.looks_away()
    await health.becomes(datetime(2026, 12, 14, 8, 0, 1, tzinfo=ZONE))
    await sovann.is_told_only("absence_reminder")


async def test_its_reminder_follows_the_settings_of_the_twg(
    health: Stage, dara: Player, sovann: Player, sokha: Player
) -> None:
    await declares(sokha)
    await dara.says("/reminders")
    await dara.offers("reminders:change", "absence_1_day")
    await dara.presses("reminders:change", "absence_1_day")
    await dara.presses("form:choice=on")
    await dara.says("3", "08:00")
    await dara.presses("form:save")
    async with health.assistant.database.read() as session:
        [due] = await session.scalars(select(Reminder.due_at).where(Reminder.rule == "absence_1_day"))
    assert due.astimezone(ZONE) == datetime(2026, 12, 12, 8, tzinfo=ZONE)


async def test_a_reminder_that_was_missed_is_told_and_can_be_sent(
    health: Stage, dara: Player, sovann: Player, sokha: Player
) -> None:
    await declares(sokha)
    await dara.looks_away()
    await sovann.looks_away()
    await health.assistant.stop()
    health.clock.set(datetime(2026, 12, 15, 9, tzinfo=ZONE))
    await health.restarts()
    await health.settle()
    await dara.is_told("reminders_missed")
    await dara.presses("reminders:now")
    await sovann.is_told("absence_reminder")


async def test_it_is_found_and_opened(sokha: Player, kenji: Player) -> None:
    await declares(sokha)
    await kenji.says("/search geneva")
    await kenji.sees("search/results")
    await kenji.presses("absences:open")
    await kenji.sees("absences/declared")


async def test_it_is_a_sheet_of_the_export(dara: Player, sokha: Player) -> None:
    await declares(sokha)
    sheet = (await exported(dara))["Absences"]
    assert [row.value for row in sheet[2]] == ["HLT", 1, "A mission to Geneva", datetime(2026, 12, 15)]  # noqa: DTZ001 - a cell has no zone


async def test_a_reply_to_its_notice_acts_on_it(health: Stage, sovann: Player, sokha: Player) -> None:
    await declares(sokha)
    notice = await sovann.finds("absences/notice")
    await sovann.says("Thank you, noted", reply_to=notice.message)
    assert (await stored(health)).seen


async def test_a_plain_message_may_be_one(sokha: Player) -> None:
    await sokha.says("I am away in December")
    await sokha.presses("absences:declare")
    await sokha.asks("day")
