"""Planning a meeting by the guided form, and the draft it leaves (G1, G2)."""

from datetime import time

import pytest
from sqlalchemy import func, select

from storage.meetings import Meeting, MeetingState
from tests.meetings.conftest import local, stored_meeting
from tests.support.doings import access_actor, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience, chosen_audience
from twg.meetings import planning

PLACE = "Ministry of Health, meeting room A"


async def until_agenda(dara: Player, *, at: str = "09:00", lasts: str = "3h") -> None:
    """Everything of the form that comes before the agenda."""
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.taps("Plenary")
    await dara.says("15/12/2026", at, lasts, PLACE)
    await dara.taps("All members")


async def count_meetings(stage: Stage) -> int:
    async with stage.assistant.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Meeting)) or 0


async def test_a_meeting_with_three_agenda_items_is_planned_by_the_guided_form(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await until_agenda(dara)
    await dara.says("Follow-up of the last meeting | Secretariat | 30\nProgress on JMI 2008-4 | UNFPA | 60")
    await dara.says("Health budget 2027")
    await dara.taps("That is all")
    await dara.sees(
        "Title: Second plenary meeting 2026",
        "Day: Tuesday 15 December 2026",
        "Lasts: 3 h",
        f"Place: {PLACE}",
        "Invited: All members",
        "1. Follow-up of the last meeting – Secretariat (30 min)",
        "3. Health budget 2027",
        "Is this right?",
    )
    await dara.taps("Save")
    await dara.sees("Tuesday 15 December 2026, 09:00 · 3 h", "2. Progress on JMI 2008-4 – UNFPA (1 h)")
    meeting = await stored_meeting(health, 1)
    assert (meeting.state, meeting.starts_at) == (MeetingState.DRAFT, local(15, 9))
    assert [(item.title, item.presenter, item.minutes) for item in meeting.agenda] == [
        ("Follow-up of the last meeting", "Secretariat", 30),
        ("Progress on JMI 2008-4", "UNFPA", 60),
        ("Health budget 2027", "", None),
    ]


async def test_the_preview_says_how_many_people_it_goes_to_and_that_nothing_was_sent(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await plan_meeting(dara)
    await dara.says("/announce")
    await dara.sees("It goes to 3 people.", "Nothing has been sent yet.", "[Announce to 3 people]", "[Not yet]")
    await sokha.sees_nothing_new()


async def test_the_preview_counts_one_person_as_one_person(health: Stage, dara: Player, sokha: Player) -> None:
    await plan_meeting(dara, audience=Audience.SECRETARIAT)
    await dara.says("/announce")
    await dara.sees("It goes to 1 person.", "[Announce to 1 person]")


async def test_the_preview_names_whom_a_restricted_audience_is(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await plan_meeting(dara, audience=Audience.PARTNERS)
    await dara.says("/announce")
    await dara.sees("It goes to 2 people.\nKenji, JICA\nSokha, UNFPA\nEach gets this text")
    await dara.does_not_see("Vichea", "and 0 others")


async def test_of_many_in_a_restricted_audience_the_preview_names_ten(health: Stage, dara: Player) -> None:
    for number in range(12):
        await health.member(f"Partner {number:02}", "development_partner", "UNFPA")
    await plan_meeting(dara, audience=Audience.PARTNERS)
    await dara.says("/announce")
    await dara.sees("It goes to 12 people.", "Partner 09, UNFPA\nand 2 others")
    await dara.does_not_see("Partner 10")


async def test_the_preview_names_nobody_where_all_members_are_invited(dara: Player, sokha: Player) -> None:
    await plan_meeting(dara)
    await dara.says("/announce")
    await dara.does_not_see("Sokha", "others")


async def test_a_planned_meeting_is_corrected_by_its_form_and_the_rest_stays(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await plan_meeting(dara)
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Correct…")
    await dara.sees(
        "Correct the meeting\nTitle: Second plenary meeting 2026\nKind: Plenary\nDay: Tuesday 15 December 2026\n"
        "Begins at: 09:00\nLasts: 3 h\nPlace: Ministry of Health, meeting room A\nInvited: All members\nAgenda: \n"
        "1. Follow-up of the last meeting – Secretariat (30 min)"
    )
    await dara.taps(
        "Change…", "Invited", "Secretariat", "Change…", "Agenda", "Remove the last line", "That is all", "Save"
    )
    await dara.sees("It goes to 1 person.", "[Announce to 1 person]")
    meeting = await stored_meeting(health, meeting_id)
    assert chosen_audience(meeting.audience) is Audience.SECRETARIAT
    assert [(item.position, item.title, item.presenter, item.minutes) for item in meeting.agenda] == [
        (1, "Follow-up of the last meeting", "Secretariat", 30),
        (2, "Progress on JMI 2008-4", "UNFPA", 60),
    ]
    assert (meeting.title, meeting.starts_at) == ("Second plenary meeting 2026", local(15, 9))
    await sokha.sees_nothing_new()


async def test_a_meeting_announced_while_it_is_corrected_stays_as_it_was_announced(health: Stage, dara: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await dara.forges(f"meetings/correct:{meeting_id}")
    await dara.taps("Change…", "Title")
    await dara.says("Another title")
    async with health.assistant.database.begin() as session:
        await planning.announce(session, await access_actor(session, dara), meeting_id, now=health.clock.now())
    await dara.taps("Save")
    await dara.sees("“Second plenary meeting 2026” has already been announced.")
    assert (await stored_meeting(health, meeting_id)).title == "Second plenary meeting 2026"


async def test_not_yet_leaves_the_meeting_planned_and_nobody_told(health: Stage, dara: Player, sokha: Player) -> None:
    await plan_meeting(dara)
    await dara.says("/announce")
    await dara.taps("Not yet")
    await dara.sees_nothing_new()
    await dara.does_not_see("[Announce to")
    await dara.sees("Second plenary meeting 2026", "[Announce…]", "[Cancel the meeting]")
    await sokha.sees_nothing_new()


async def test_a_draft_is_invisible_to_members(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await sokha.says("/meetings")
    await sokha.sees("No meeting is planned.")
    await sokha.says("/search plenary")
    await sokha.sees("Nothing was found")
    await sokha.forges(f"meetings/open:{meeting_id}")
    await sokha.sees("That is no longer there, or it is not open to you.")


async def test_a_draft_is_visible_to_every_organiser(health: Stage, dara: Player) -> None:
    chair = await health.member("Sovann", "chair")
    await plan_meeting(dara)
    await chair.says("/meetings")
    await chair.sees("Second plenary meeting 2026", "Not announced")
    await chair.taps("Tue 15 Dec")
    await chair.sees("[Announce…]")


async def test_with_several_drafts_announce_asks_which(health: Stage, dara: Player) -> None:
    await plan_meeting(dara)
    await plan_meeting(dara, title="Core group on the budget")
    await dara.says("/announce")
    await dara.sees("Which meeting should be announced?", "Second plenary meeting 2026", "Core group on the budget")


async def test_with_no_draft_announce_says_to_plan_one(health: Stage, dara: Player) -> None:
    await dara.says("/announce")
    await dara.sees("No planned meeting waits to be announced.", "[New meeting]")


async def test_day_time_and_length_may_be_typed_in_khmer_digits(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.taps("Plenary")
    await dara.says("១៥/១២/២០២៦", "៩:៣០", "២ ម៉ោង", PLACE)
    await dara.taps("All members", "Skip", "Save")
    await dara.sees("Tuesday 15 December 2026, 09:30 · 2 h")
    assert (await stored_meeting(health, 1)).starts_at == local(15, 9, 30)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("31/11/2026", "There is no 31/11/2026 in the calendar"),
        ("22/11/2026", "Sunday 22 November 2026 is over"),
        ("15/12/2036", "more than 3 years ahead"),
        ("soon", "Please give a day"),
    ],
)
async def test_a_day_that_cannot_be_is_asked_again_and_the_title_is_kept(
    health: Stage, dara: Player, day: str, sentence: str
) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.taps("Plenary")
    await dara.says(day)
    await dara.sees(sentence, "On which day will it be held?")
    await dara.says("15/12/2026", "9:00", "3h", PLACE)
    await dara.taps("All members", "Skip")
    await dara.sees("Title: Second plenary meeting 2026")


async def test_a_time_that_has_gone_by_today_is_asked_again_and_everything_is_kept(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.taps("Plenary")
    await dara.says("23/11/2026", "08:30", "3h", PLACE)
    await dara.taps("All members", "Skip", "Save")
    await dara.sees("08:30 has already passed", "At what time does it begin?")
    assert await count_meetings(health) == 0
    await dara.says("15:00")
    await dara.sees("Begins at: 15:00", f"Place: {PLACE}", "Is this right?")
    await dara.taps("Save")
    assert (await stored_meeting(health, 1)).starts_at == local(23, 15, month=11)


async def test_an_agenda_longer_than_the_meeting_is_noted_in_the_preview(health: Stage, dara: Player) -> None:
    await until_agenda(dara, lasts="1h")
    await dara.says("Budget | MoH | 45\nIndicators | WHO | 30")
    await dara.taps("That is all", "Save")
    await dara.sees("Note: the agenda takes 1 h 15 min, the meeting lasts 1 h.", "Announce to")


async def test_an_agenda_that_fits_is_not_noted(health: Stage, dara: Player) -> None:
    await until_agenda(dara, lasts="1h")
    await dara.says("Budget | MoH | 30\nIndicators | WHO | 30")
    await dara.taps("That is all", "Save")
    await dara.does_not_see("Note:")


async def test_the_last_line_of_the_agenda_can_be_removed(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    await dara.says("Budget\nIndicators")
    await dara.taps("Remove the last line", "That is all", "Save")
    assert [item.title for item in (await stored_meeting(health, 1)).agenda] == ["Budget"]


async def test_numbers_before_agenda_items_are_not_taken_twice(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    await dara.says("1. Budget\n២) សុខភាពមាតា\n៣ ខែដំបូងនៃឆ្នាំ")
    await dara.taps("That is all", "Save")
    titles = [item.title for item in (await stored_meeting(health, 1)).agenda]
    assert titles == ["Budget", "សុខភាពមាតា", "៣ ខែដំបូងនៃឆ្នាំ"]


async def test_a_presenter_too_long_to_keep_is_refused_rather_than_cut(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    await dara.says("Budget | MoH | 30")
    await dara.says(f"Indicators | {'x' * 121} | 30")
    await dara.sees("120 characters", "1. Budget | MoH | 30")


async def test_a_line_without_a_title_is_refused_and_the_others_are_kept(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    await dara.says("Budget | MoH | 30")
    await dara.says("| WHO | 30")
    await dara.sees("Not taken: “| WHO | 30”. Please begin with what the item is", "1. Budget | MoH | 30")


async def test_more_agenda_lines_than_fit_are_refused_and_the_others_are_kept(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    await dara.says("\n".join(f"Item {number}" for number in range(1, 21)))
    await dara.says("One more")
    await dara.sees("At most 20 lines are possible", "20. Item 20")
    await dara.does_not_see("One more")


async def test_title_and_place_of_the_longest_length_come_through(health: Stage, dara: Player, sokha: Player) -> None:
    title, place = "T" * 200, "ភ" * 200
    await plan_meeting(dara, title=title, place=place, at=time(9))
    await dara.says("/announce")
    await dara.taps("Announce to")
    await sokha.sees(title, place)


async def test_a_title_too_long_is_refused_with_its_length(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "T" * 201)
    await dara.sees("200 characters; this has 201", "What is the meeting about?")


async def test_a_place_too_long_is_refused_and_everything_is_kept(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.taps("Plenary")
    await dara.says("15/12/2026", "9:00", "3h", "P" * 201)
    await dara.sees("200 characters; this has 201", "Where will it be held?")
    await dara.says("Room A")
    await dara.taps("All members", "Skip")
    await dara.sees("Title: Second plenary meeting 2026", "Place: Room A")


async def test_a_colleague_of_the_secretariat_manages_a_meeting_she_is_not_invited_to(
    health: Stage, dara: Player, sokha: Player
) -> None:
    bopha = await health.member("Bopha", "secretariat", "MoH")
    chair = await health.member("Sovann", "chair", "MoH")
    await plan_meeting(dara, title="Partners only", audience=Audience.PARTNERS)
    await bopha.says("/announce")
    await bopha.taps("Announce to 1 person")
    await sokha.sees("Invitation", "Partners only")
    await bopha.says("/meetings")
    await bopha.taps("Partners only", "Other place")
    await bopha.says("UNFPA office")
    await bopha.taps("Change the place")
    await bopha.sees("Changed.", "UNFPA office")
    await chair.says("/meetings")
    await chair.does_not_see("Partners only")


async def test_the_secretariat_sees_no_meeting_that_the_chair_keeps_among_the_leads(
    health: Stage, dara: Player
) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    meeting_id = await plan_meeting(chair, title="Leads only", audience=Audience.LEADS)
    await dara.says("/meetings")
    await dara.does_not_see("Leads only")
    await dara.forges(f"meetings/open:{meeting_id}")
    await dara.sees("That is no longer there, or it is not open to you.")
