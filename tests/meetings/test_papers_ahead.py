"""Papers out ten days ahead: the secretariat is reminded, back-planned, and short notice is questioned (G3)."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.config_sections import TimeSection
from storage.documents import DocumentKind
from storage.engine.labels import Labelled
from storage.meetings import MeetingKind, MeetingState
from storage.reminders import ReminderState
from tests.delivery.conftest import Office
from tests.documents.conftest import circulate
from tests.meetings.conftest import local, reminders_of, stored_meeting
from tests.settings.test_days import sets
from tests.support.setup_steps import (
    access_actor,
    announce_meeting,
    cancel_meeting,
    everybody_looks_away,
    plan_meeting,
)
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.language.agenda import AgendaLine
from twg.meetings import changing
from twg.meetings.preparing import CALL, COLLECT, SEND

#: A Wednesday. Three and two weeks before are Wednesdays, eleven days before is a Saturday.
DAY = date(2026, 12, 23)
#: Two items that somebody presents, and two about the meeting itself.
AGENDA = [
    AgendaLine("Opening remarks", "Chair", 10),
    AgendaLine("Progress on JMI 2008-4", "UNFPA", 60),
    AgendaLine("Health budget 2027", "Ministry of Health", 60),
    AgendaLine("Any other business", "Chair", 10),
]


@pytest.fixture
async def usual(office: Office) -> Office:
    """The installation keeps the working hours of the example configuration, with the calendar of Cambodia."""
    office.stage.config.time = TimeSection()
    await office.stage.restarts()
    await office.stage.becomes(local(27, 9, month=11))
    return office


async def papers_of(stage: Stage, meeting_id: int) -> dict[str, date]:
    """The local day of each pending reminder of papers."""
    found = await reminders_of(stage, meeting_id)
    return {
        rule: due.astimezone(local(1, 0).tzinfo).date()
        for rule, (due, state) in found.items()
        if rule in {CALL, COLLECT, SEND} and state is ReminderState.PENDING
    }


async def moves(player: Player, meeting_id: int, day: date) -> None:
    async with player.stage.assistant.database.begin() as session:
        actor, to = await access_actor(session, player), changing.NewTime(day=day, at=time(9))
        await changing.move(session, actor, meeting_id, to, now=player.stage.clock.now())


async def becomes(office: Office, *moments: datetime) -> None:
    """Let time pass day by day, as it does, up to the last of these moments; what came before counts as seen."""
    for moment in moments:
        await everybody_looks_away(office.dara)
        await office.stage.becomes(moment)


async def item_id(stage: Stage, meeting_id: int, position: int) -> int:
    return (await stored_meeting(stage, meeting_id)).agenda[position - 1].id


async def sends_paper(dara: Player, meeting_id: int, position: int | None = None, title: str = "Paper") -> int:
    item = None if position is None else await item_id(dara.stage, meeting_id, position)
    return await circulate(
        dara, title=title, name=f"{title}.pdf", meeting_id=meeting_id, agenda_item_id=item, acknowledge_by=None
    )


async def test_reminders_are_planned_back_and_moved_earlier_off_days_off(usual: Office) -> None:
    meeting_id = await plan_meeting(usual.dara, day=DAY)
    assert await papers_of(usual.stage, meeting_id) == {
        CALL: date(2026, 12, 2),
        COLLECT: date(2026, 12, 9),
        SEND: date(2026, 12, 11),  # eleven days before is a Saturday
    }


async def test_they_move_at_once_when_the_calendar_does(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=DAY)
    await sets(usual.dara, "off", "11/12/2026")
    assert (await papers_of(usual.stage, meeting_id))[SEND] == date(2026, 12, 10)
    await sets(usual.dara, "working", "12/12/2026")
    assert (await papers_of(usual.stage, meeting_id))[SEND] == date(2026, 12, 12)


async def test_of_two_on_one_day_the_nearest_speaks_once(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=DAY)
    await sets(usual.dara, "off", "10/12/2026", "12/12/2026")
    assert await papers_of(usual.stage, meeting_id) == {CALL: date(2026, 12, 2), SEND: date(2026, 12, 9)}
    await becomes(usual, local(2, 8), local(9, 8))
    await usual.dara.is_told_only("meeting_papers", "updates_collected")
    await usual.dara.sees("meetings/papers", rule=SEND, send_by=date(2026, 12, 9))


async def test_they_move_with_the_meeting_and_end_with_it(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=DAY)
    await moves(usual.dara, meeting_id, DAY + timedelta(days=7))
    assert await papers_of(usual.stage, meeting_id) == {
        CALL: date(2026, 12, 9),
        COLLECT: date(2026, 12, 16),
        SEND: date(2026, 12, 18),
    }
    await cancel_meeting(usual.dara, meeting_id)
    assert await papers_of(usual.stage, meeting_id) == {}


async def test_a_meeting_that_is_planned_late_gets_those_that_are_still_ahead(usual: Office) -> None:
    meeting_id = await plan_meeting(usual.dara, day=date(2026, 12, 9))
    assert await papers_of(usual.stage, meeting_id) == {}  # eleven days before was yesterday, a Saturday
    meeting_id = await plan_meeting(usual.dara, day=date(2026, 12, 11))
    assert await papers_of(usual.stage, meeting_id) == {SEND: date(2026, 11, 30)}


async def test_a_draft_that_is_moved_or_becomes_another_kind_is_reminded_of_accordingly(usual: Office) -> None:
    meeting_id = await plan_meeting(usual.dara, day=DAY)
    await moves(usual.dara, meeting_id, DAY + timedelta(days=7))
    assert (await papers_of(usual.stage, meeting_id))[CALL] == date(2026, 12, 9)
    await usual.dara.says("/meetings")
    await usual.dara.presses("meetings:open", meeting_id)
    await usual.dara.presses("meetings:correct")
    await usual.dara.presses("form:change")
    await usual.dara.presses("form:change=kind")
    await usual.dara.presses("form:choice=preparatory")
    await usual.dara.presses("form:save")
    assert await papers_of(usual.stage, meeting_id) == {}


async def test_each_says_what_is_missing_and_offers_the_next_step(usual: Office) -> None:
    meeting_id = await plan_meeting(usual.dara, day=DAY, agenda=AGENDA)
    await everybody_looks_away(usual.dara)
    await usual.stage.becomes(local(2, 8))
    await usual.dara.is_told_only("meeting_papers", "updates_asked")
    for member in (usual.sokha, usual.kenji):
        await member.is_not_told("meeting_papers")
    shown = await usual.dara.shown("meetings/papers", rule=CALL, left=21, send_by=date(2026, 12, 11))
    assert [item.title for item in shown["named"]] == ["Progress on JMI 2008-4", "Health budget 2027"]
    await usual.dara.offers_only("meetings:preview", "meetings:open", "updates:nothing")
    await usual.dara.presses("meetings:preview")
    await usual.dara.presses("meetings:announce")
    await sends_paper(usual.dara, meeting_id, 2)
    await everybody_looks_away(usual.dara)
    await usual.stage.becomes(local(9, 8))
    shown = await usual.dara.shown("meetings/papers", rule=COLLECT)
    assert [item.position for item in shown["named"]] == [3]
    assert shown["pack"].sent == 1
    await usual.dara.presses("documents:pack")
    await usual.dara.asks("file")


async def test_the_last_reminder_is_void_once_the_pack_has_gone_out(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=DAY, agenda=AGENDA)
    await sends_paper(usual.dara, meeting_id, 2)
    await sends_paper(usual.dara, meeting_id)  # for no known item: it may be that of the other
    await becomes(usual, local(30, 8, month=11), local(2, 8), local(9, 8), local(11, 9))
    await usual.dara.sees_nothing_new()
    found = await reminders_of(usual.stage, meeting_id)
    assert found[SEND][1] is ReminderState.VOID


async def test_an_agenda_and_minutes_that_have_gone_out_are_no_pack(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=DAY, agenda=AGENDA)
    for kind in (DocumentKind.AGENDA, DocumentKind.MINUTES):
        await circulate(usual.dara, title=kind, meeting_id=meeting_id, kind=kind, acknowledge_by=None)
    await becomes(usual, local(30, 8, month=11), local(2, 8), local(9, 8), local(11, 8))
    await usual.dara.sees("meetings/papers", rule=SEND, pack__sent=0)


async def test_reminders_of_two_meetings_on_one_day_are_one_message(usual: Office) -> None:
    await announce_meeting(usual.dara, day=DAY, title="First")
    await announce_meeting(usual.dara, day=DAY, title="Second", at=time(14), kind=MeetingKind.RETREAT)
    await becomes(usual, local(2, 8), local(9, 8))
    assert len(await usual.dara.new_messages()) == 1
    await usual.dara.is_told_only("meeting_papers", "meeting_papers", "updates_collected")


@pytest.mark.parametrize("kind", [MeetingKind.PREPARATORY, MeetingKind.SUB_GROUP, MeetingKind.FOLLOW_UP])
async def test_other_meetings_are_not_reminded_of(usual: Office, kind: Labelled) -> None:
    meeting_id = await plan_meeting(usual.dara, day=DAY, kind=kind)
    assert await papers_of(usual.stage, meeting_id) == {}


async def test_the_secretariat_is_not_reminded_of_a_meeting_that_it_may_not_see(usual: Office) -> None:
    chair = await usual.stage.member("Chantha", "chair")
    await plan_meeting(chair, day=DAY, audience=Audience.LEADS)
    await everybody_looks_away(usual.dara)
    await usual.stage.becomes(local(2, 9))
    await usual.dara.sees_nothing_new()


async def plans(dara: Player, day: str, kind: str = "plenary") -> None:
    """Fill in the form of a meeting up to its summary."""
    await dara.says("/newmeeting", "Budget review")
    await dara.presses(f"form:choice={kind}")
    await dara.says(day, "9:00", "2h", "Room 3")
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")


async def questioned(player: Player) -> list[int]:
    """How many days are ahead by the notes of the summary that question short notice."""
    notes = (await player.shown("forms/confirm"))["notes"]
    texts = [text for note in notes for text in (note, *note.params.values())]
    return [int(text.params.get("n", 1)) for text in texts if getattr(text, "params", {}).get("least")]


@pytest.mark.parametrize(("day", "days"), [("2/12/2026", [9]), ("24/11/2026", [1]), ("3/12/2026", [])])
async def test_short_notice_is_questioned_and_never_refused(
    health: Stage, dara: Player, day: str, days: list[int]
) -> None:
    await plans(dara, day)
    assert await questioned(dara) == days
    await dara.presses("form:save")
    assert (await stored_meeting(health, 1)).state is MeetingState.DRAFT


async def test_other_kinds_are_not_questioned(health: Stage, dara: Player) -> None:
    await plans(dara, "25/11/2026", kind="preparatory")
    assert await questioned(dara) == []


async def test_moving_a_meeting_nearer_is_questioned_unless_its_papers_are_out(health: Stage, dara: Player) -> None:
    meeting_id = await announce_meeting(dara)
    for out in (False, True):
        await dara.says("/meetings")
        await dara.presses("meetings:open", meeting_id)
        await dara.presses("meetings:move")
        await dara.says("1/12/2026", "9:00", "The room is taken")
        assert await questioned(dara) == ([] if out else [8])
        await dara.presses("form:cancel")
        await sends_paper(dara, meeting_id)


async def test_the_days_left_are_those_of_the_calendar(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=DAY, at=time(7))
    await becomes(usual, local(2, 8), local(9, 8))
    await usual.dara.sees("meetings/papers", left=14, meeting__id=meeting_id)
