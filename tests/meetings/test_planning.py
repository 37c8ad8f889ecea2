"""Planning a meeting by the guided form, and the draft it leaves (G1, G2)."""

from datetime import time

import pytest
from sqlalchemy import func, select

from storage.meetings import Meeting, MeetingState
from tests.meetings.conftest import local, stored_meeting
from tests.support.setup_steps import access_actor, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience, chosen_audience
from twg.meetings import planning

PLACE = "Ministry of Health, meeting room A"


async def until_agenda(dara: Player, *, at: str = "09:00", lasts: str = "3h") -> None:
    """Everything of the form that comes before the agenda."""
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.presses("form:choice=plenary")
    await dara.says("15/12/2026", at, lasts, PLACE)
    await dara.presses("form:choice=all")


async def count_meetings(stage: Stage) -> int:
    async with stage.assistant.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Meeting)) or 0


async def recipients(dara: Player) -> set[str]:
    """To whom it goes, says the preview."""
    return {member.person.name for member in (await dara.shown("meetings/preview"))["recipients"]}


async def named(dara: Player) -> tuple[list[str], int]:
    """Whom the preview names, and how many others it counts."""
    preview = await dara.shown("meetings/preview")
    return [member.person.name for member in preview["named"]], preview["others"]


async def test_a_meeting_with_three_agenda_items_is_planned_by_the_guided_form(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await until_agenda(dara)
    await dara.says("Follow-up of the last meeting | Secretariat | 30\nProgress on JMI 2008-4 | UNFPA | 60")
    await dara.says("Health budget 2027")
    await dara.presses("form:finish")
    summary = await dara.summary()
    assert list(summary) == ["title", "kind", "day", "at", "duration", "place", "audience", "agenda"]
    assert (summary["title"], summary["at"], summary["place"]) == ("Second plenary meeting 2026", "09:00", PLACE)
    await dara.reads_fact("1. Follow-up of the last meeting – Secretariat", "3. Health budget 2027")
    await dara.presses("form:save")
    await dara.sees("meetings/preview", meeting__starts_at=local(15, 9), meeting__duration_min=180)
    await dara.reads_fact("2. Progress on JMI 2008-4 – UNFPA")
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
    await dara.sees_only("meetings/preview")
    assert await recipients(dara) == {"Dara", "Kenji", "Sokha"}
    await dara.offers_only("meetings:announce", "meetings:not_yet")
    await sokha.sees_nothing_new()


async def test_the_preview_counts_only_those_of_the_audience(health: Stage, dara: Player, sokha: Player) -> None:
    await plan_meeting(dara, audience=Audience.SECRETARIAT)
    await dara.says("/announce")
    assert await recipients(dara) == {"Dara"}


async def test_the_preview_names_whom_a_restricted_audience_is(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await plan_meeting(dara, audience=Audience.PARTNERS)
    await dara.says("/announce")
    assert await recipients(dara) == {"Kenji", "Sokha"}
    assert await named(dara) == (["Kenji", "Sokha"], 0)
    await dara.reads_fact("Kenji, JICA\nSokha, UNFPA\n")


async def test_of_many_in_a_restricted_audience_the_preview_names_ten(health: Stage, dara: Player) -> None:
    for number in range(12):
        await health.member(f"Partner {number:02}", "development_partner", "UNFPA")
    await plan_meeting(dara, audience=Audience.PARTNERS)
    await dara.says("/announce")
    assert len(await recipients(dara)) == 12
    assert await named(dara) == ([f"Partner {number:02}" for number in range(10)], 2)
    await dara.does_not_read_fact("Partner 10")


async def test_the_preview_names_nobody_where_all_members_are_invited(dara: Player, sokha: Player) -> None:
    await plan_meeting(dara)
    await dara.says("/announce")
    assert await named(dara) == ([], 0)
    await dara.does_not_read_fact("Sokha")


async def test_a_planned_meeting_is_corrected_by_its_form_and_the_rest_stays(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await plan_meeting(dara)
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:correct")
    summary = await dara.summary()
    assert list(summary) == ["title", "kind", "day", "at", "duration", "place", "audience", "agenda"]
    assert (summary["title"], summary["at"], summary["place"]) == ("Second plenary meeting 2026", "09:00", PLACE)
    assert ("15 December 2026" in summary["day"], len(summary["agenda"].strip().splitlines())) == (True, 3)
    await dara.presses("form:change")
    await dara.presses("form:change=audience")
    await dara.presses("form:choice=secretariat")
    await dara.presses("form:change")
    await dara.presses("form:change=agenda")
    await dara.says("remove 3")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    assert await recipients(dara) == {"Dara"}
    await dara.offers("meetings:announce", meeting_id)
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
    await dara.presses("form:change")
    await dara.presses("form:change=title")
    await dara.says("Another title")
    async with health.assistant.database.begin() as session:
        await planning.announce(session, await access_actor(session, dara), meeting_id, now=health.clock.now())
    await dara.presses("form:save")
    await dara.is_refused("meetings#already_announced")
    assert (await stored_meeting(health, meeting_id)).title == "Second plenary meeting 2026"


async def test_not_yet_leaves_the_meeting_planned_and_nobody_told(health: Stage, dara: Player, sokha: Player) -> None:
    await plan_meeting(dara)
    await dara.says("/announce")
    await dara.presses("meetings:not_yet")
    await dara.sees_nothing_new()
    await dara.sees_only("meetings/card")
    await dara.does_not_offer("meetings:announce")
    await dara.offers("meetings:preview")
    await dara.offers("meetings:cancel")
    await sokha.sees_nothing_new()


async def test_a_draft_is_invisible_to_members(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await sokha.says("/meetings")
    await sokha.sees("meetings/list", ahead=[])
    await sokha.says("/search plenary")
    await sokha.sees("search/results", found=[])
    await sokha.forges(f"meetings/open:{meeting_id}")
    await sokha.is_refused("general#not_found")


async def test_a_draft_is_visible_to_every_organiser(health: Stage, dara: Player) -> None:
    chair = await health.member("Sovann", "chair")
    await plan_meeting(dara)
    await chair.says("/meetings")
    [meeting] = (await chair.shown("meetings/list"))["ahead"]
    assert (meeting.title, meeting.state) == ("Second plenary meeting 2026", MeetingState.DRAFT)
    await chair.presses("meetings:open")
    await chair.offers("meetings:preview")


async def test_with_several_drafts_announce_asks_which(health: Stage, dara: Player) -> None:
    await plan_meeting(dara)
    await plan_meeting(dara, title="Core group on the budget")
    await dara.says("/announce")
    drafts = (await dara.shown("meetings/to_announce"))["drafts"]
    assert {meeting.title for meeting in drafts} == {"Second plenary meeting 2026", "Core group on the budget"}
    await dara.offers_only("meetings:open", "meetings:open", "meetings:new")


async def test_with_no_draft_announce_says_to_plan_one(health: Stage, dara: Player) -> None:
    await dara.says("/announce")
    await dara.sees("meetings/to_announce", drafts=[])
    await dara.offers_only("meetings:new")


async def test_day_time_and_length_may_be_typed_in_khmer_digits(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.presses("form:choice=plenary")
    await dara.says("១៥/១២/២០២៦", "៩:៣០", "២ ម៉ោង", PLACE)
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    meeting = await stored_meeting(health, 1)
    assert (meeting.starts_at, meeting.duration_min) == (local(15, 9, 30), 120)


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        ("31/11/2026", "general#impossible_day"),
        ("22/11/2026", "general#past_day"),
        ("15/12/2036", "general#far_day"),
        ("soon", "general#unreadable_day"),
    ],
)
async def test_a_day_that_cannot_be_is_asked_again_and_the_title_is_kept(
    health: Stage, dara: Player, day: str, refusal: str
) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.presses("form:choice=plenary")
    await dara.says(day)
    await dara.is_refused(refusal)
    await dara.asks("day")
    await dara.says("15/12/2026", "9:00", "3h", PLACE)
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    assert (await dara.summary())["title"] == "Second plenary meeting 2026"


async def test_a_time_that_has_gone_by_today_is_asked_again_and_everything_is_kept(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.presses("form:choice=plenary")
    await dara.says("23/11/2026", "08:30", "3h", PLACE)
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.is_refused("meetings#start_in_past", starts_at=local(23, 8, 30, month=11))
    await dara.asks("at")
    assert await count_meetings(health) == 0
    await dara.says("15:00")
    summary = await dara.summary()
    assert (summary["at"], summary["place"]) == ("15:00", PLACE)
    await dara.presses("form:save")
    assert (await stored_meeting(health, 1)).starts_at == local(23, 15, month=11)


async def test_an_agenda_longer_than_the_meeting_is_noted_in_the_preview(health: Stage, dara: Player) -> None:
    await until_agenda(dara, lasts="1h")
    await dara.says("Budget | MoH | 45\nIndicators | WHO | 30")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await dara.sees("meetings/preview", too_long=75, meeting__duration_min=60)
    await dara.offers("meetings:announce")


async def test_an_agenda_that_fits_is_not_noted(health: Stage, dara: Player) -> None:
    await until_agenda(dara, lasts="1h")
    await dara.says("Budget | MoH | 30\nIndicators | WHO | 30")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await dara.sees("meetings/preview", too_long=0)


async def test_what_was_typed_last_of_the_agenda_is_taken_back(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    await dara.says("Budget", "Indicators\nWorkplan")
    await dara.presses("form:undo")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    assert [item.title for item in (await stored_meeting(health, 1)).agenda] == ["Budget"]


async def test_numbers_before_agenda_items_are_not_taken_twice(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    await dara.says("1. Budget\n២) សុខភាពមាតា\n៣ ខែដំបូងនៃឆ្នាំ")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    titles = [item.title for item in (await stored_meeting(health, 1)).agenda]
    assert titles == ["Budget", "សុខភាពមាតា", "៣ ខែដំបូងនៃឆ្នាំ"]


async def test_a_presenter_too_long_to_keep_is_refused_rather_than_cut(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    await dara.says("Budget | MoH | 30")
    await dara.says(f"Indicators | {'x' * 121} | 30")
    await dara.is_refused("general#too_long", limit=120)
    await dara.sees("forms/ask", lines=["Budget – MoH (30 min)"])


async def test_a_line_without_a_title_is_refused_and_the_others_are_kept(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    await dara.says("Budget | MoH | 30")
    await dara.says("| WHO | 30")
    await dara.is_refused("forms#lines_left_out", "meetings#untitled_item")
    await dara.sees("forms/ask", lines=["Budget – MoH (30 min)"])
    await dara.reads_fact("| WHO | 30")


async def test_more_agenda_lines_than_fit_are_refused_and_the_others_are_kept(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    await dara.says("\n".join(f"Item {number}" for number in range(1, 101)))
    await dara.says("One more")
    await dara.is_refused("forms#too_many_lines", most=100)
    await dara.sees("forms/ask", lines=[f"Item {number}" for number in range(1, 101)])


async def test_title_and_place_of_the_longest_length_come_through(health: Stage, dara: Player, sokha: Player) -> None:
    title, place = "T" * 200, "ភ" * 200
    await plan_meeting(dara, title=title, place=place, at=time(9))
    await dara.says("/announce")
    await dara.presses("meetings:announce")
    await sokha.is_told_only("meeting_announced")
    await sokha.reads_fact(title, place)


async def test_a_title_too_long_is_refused_with_its_length(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "T" * 201)
    await dara.is_refused("general#too_long", limit=200, length=201)
    await dara.asks("title")


async def test_a_place_too_long_is_refused_and_everything_is_kept(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.presses("form:choice=plenary")
    await dara.says("15/12/2026", "9:00", "3h", "P" * 201)
    await dara.is_refused("general#too_long", limit=200, length=201)
    await dara.asks("place")
    await dara.says("Room A")
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    summary = await dara.summary()
    assert (summary["title"], summary["place"]) == ("Second plenary meeting 2026", "Room A")


async def test_a_colleague_of_the_secretariat_manages_a_meeting_she_is_not_invited_to(
    health: Stage, dara: Player, sokha: Player
) -> None:
    bopha = await health.member("Bopha", "secretariat", "MoH")
    chair = await health.member("Sovann", "chair", "MoH")
    await plan_meeting(dara, title="Partners only", audience=Audience.PARTNERS)
    await bopha.says("/announce")
    await bopha.presses("meetings:announce")
    await sokha.is_told_only("meeting_announced")
    await sokha.sees("meetings/card", heading="announced", meeting__title="Partners only")
    await bopha.says("/meetings")
    await bopha.presses("meetings:open")
    await bopha.presses("meetings:relocate")
    await bopha.says("UNFPA office", "The room is taken")
    await bopha.presses("form:save")
    await bopha.sees("meetings/changed", meeting__place="UNFPA office")
    await chair.says("/meetings")
    await chair.sees("meetings/list", ahead=[])


async def test_the_secretariat_sees_no_meeting_that_the_chair_keeps_among_the_leads(
    health: Stage, dara: Player
) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    meeting_id = await plan_meeting(chair, title="Leads only", audience=Audience.LEADS)
    await dara.says("/meetings")
    await dara.sees("meetings/list", ahead=[])
    await dara.forges(f"meetings/open:{meeting_id}")
    await dara.is_refused("general#not_found")


async def test_a_meeting_given_in_one_line_is_asked_only_for_what_the_line_leaves_out(
    health: Stage, dara: Player
) -> None:
    await dara.says("/newmeeting Budget review, 15 Dec 9:00–11:30, room 3")
    await dara.asks("kind")
    await dara.presses("form:choice=core_group")
    await dara.asks("audience")
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    meeting = await stored_meeting(health, 1)
    assert (meeting.title, meeting.place) == ("Budget review", "room 3")
    assert (meeting.starts_at, meeting.duration_min) == (local(15, 9), 150)


async def test_what_a_line_leaves_open_is_asked_with_what_it_may_mean(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting Plenary on the budget, next Friday at 9, https://meet.example.org/a,b")
    await dara.is_refused("general#which_day", text="next Friday at 9")
    await dara.asks("day")
    await dara.presses("form:choice=2026-12-04")
    await dara.asks("agenda")
    await dara.presses("form:skip")
    summary = await dara.summary()
    assert (summary["title"], summary["at"]) == ("Plenary on the budget", "09:00")
    assert (summary["place"], summary["link"]) == ("Online", "https://meet.example.org/a,b")


async def test_a_line_without_a_day_is_the_title(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting 17th meeting on phase 2, for all provinces")
    await dara.asks("kind")
    await dara.presses("form:choice=plenary")
    await dara.says("15/12/2026", "9:00", "3h", PLACE)
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    assert (await dara.summary())["title"] == "17th meeting on phase 2, for all provinces"


async def test_a_time_typed_with_the_day_is_not_asked_again(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.presses("form:choice=plenary")
    await dara.says("Friday 18 Dec at 9")
    await dara.asks("duration")
    await dara.says("3h", PLACE)
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    summary = await dara.summary()
    assert ("18 December 2026" in summary["day"], summary["at"]) == (True, "09:00")


async def test_a_time_that_may_be_either_half_of_the_day_is_asked_with_both(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.presses("form:choice=plenary")
    await dara.says("18 December at 2")
    await dara.is_refused("general#which_time", text="18 December at 2", times=(time(2), time(14)))
    await dara.asks("at")
    await dara.presses("form:choice=1400")
    await dara.asks("duration")
    await dara.presses("form:back")
    await dara.says("2")
    await dara.is_refused("general#which_time", times=(time(2), time(14)))
    await dara.says("9:00–11:00")
    await dara.asks("place")


async def test_a_place_typed_with_the_day_is_named_as_left_out(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.presses("form:choice=plenary")
    await dara.says("18 December in Kampot")
    await dara.is_refused("forms#only_day", text="18 December in Kampot")
    await dara.asks("at")


async def test_an_agenda_pasted_from_a_letter_is_shown_as_it_is_read(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    await dara.says("១. Opening – HE Chair 10mn\n2) Budget 2027 (30 min)\n9:45-10:15 JMI 2008-4 – MoH")
    await dara.says("Statements (3-5 minutes each)")
    await dara.is_refused("forms#lines_left_out", "meetings#unclear_item")
    await dara.reads_fact("1. Opening – HE Chair (10 min)", "2. Budget 2027 (30 min)", "Statements (3-5 minutes each)")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    assert [(item.title, item.presenter, item.minutes) for item in (await stored_meeting(health, 1)).agenda] == [
        ("Opening", "HE Chair", 10),
        ("Budget 2027", "", 30),
        ("JMI 2008-4", "MoH", 30),
    ]
