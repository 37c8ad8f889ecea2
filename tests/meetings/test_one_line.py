"""A meeting in one line after /newmeeting, in the chat: understood as far as it goes, shown, the rest asked (G1)."""

import pytest

from storage.meetings import MeetingKind
from tests.delivery.conftest import Office
from tests.meetings.conftest import local, stored_meeting
from tests.settings.test_days import usual as usual
from tests.subgroups.steps import sets_up
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience, parse_audience


async def test_the_line_of_the_issue_is_planned_by_two_presses(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting Plenary, 17 December 9:00–12:00, MoH room A")
    await dara.asks("agenda")
    await dara.presses("form:skip")
    summary = await dara.summary()
    assert (summary["title"], summary["kind"], summary["place"]) == ("Plenary", "Plenary", "MoH room A")
    assert (summary["at"], summary["duration"], summary["audience"]) == ("09:00", "3 h", "All members")
    await dara.presses("form:save")
    meeting = await stored_meeting(health, 1)
    assert (meeting.kind, meeting.title) == (MeetingKind.PLENARY, "Plenary")
    assert (meeting.starts_at, meeting.duration_min) == (local(17, 9), 180)
    assert parse_audience(meeting.audience) == {Audience.ALL}


async def test_a_khmer_line_of_a_reader_of_khmer(health: Stage) -> None:
    bopha = await health.member("Bopha", "secretariat", "MoH", language="km")
    await bopha.says("/newmeeting កិច្ចប្រជុំពេញអង្គលើកទី១២ ថ្ងៃទី១៧ ខែធ្នូ ម៉ោង ៩ ដល់ ១២ នៅបន្ទប់ប្រជុំ A")
    await bopha.asks("agenda")
    await bopha.presses("form:skip")
    await bopha.presses("form:save")
    meeting = await stored_meeting(health, 1)
    assert (meeting.title, meeting.number, meeting.place) == ("កិច្ចប្រជុំពេញអង្គ", 12, "បន្ទប់ប្រជុំ A")
    assert (meeting.starts_at, meeting.duration_min) == (local(17, 9), 180)


async def test_a_sub_group_is_invited_by_its_name(health: Stage, dara: Player, sokha: Player) -> None:
    group_id = await sets_up(dara, "Nutrition", members=(sokha,))
    await dara.says("/newmeeting Nutrition sub-group, 10 December 9:00, CARD")
    await dara.asks("agenda")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    meeting = await stored_meeting(health, 1)
    assert (meeting.kind, meeting.title) == (MeetingKind.SUB_GROUP, "Sub-group: Nutrition")
    assert parse_audience(meeting.audience) == {f"subgroup_{group_id}"}
    assert meeting.duration_min == 120


async def test_words_that_may_change_the_meaning_are_asked_about(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting Plenary every month, 17 December 9:00–12:00, MoH room A")
    await dara.is_refused("meetings#words_left", words=["every month"])
    await dara.asks("title")
    await dara.presses("form:keep")
    await dara.asks("agenda")


async def test_two_days_are_asked_and_the_rest_is_kept(dara: Player) -> None:
    await dara.says("/newmeeting Plenary, 17 or 18 December 9:00–12:00, MoH room A")
    await dara.is_refused("general#which_day")
    await dara.asks("day")
    await dara.presses("form:choice=2026-12-18")
    await dara.asks("agenda")


async def test_a_meeting_of_several_days_is_asked_for_its_first_and_keeps_the_rest(dara: Player) -> None:
    await dara.says("/newmeeting Retreat 14-15 January 8:30, half day, Siem Reap")
    await dara.is_refused("general#which_day")
    await dara.presses("form:choice=2027-01-14")
    await dara.asks("agenda")
    await dara.presses("form:skip")
    summary = await dara.summary()
    assert [summary[name] for name in ("at", "duration", "place")] == ["08:30", "4 h", "Siem Reap"]


async def test_a_half_of_a_day_is_the_day_and_the_time_is_asked(dara: Player) -> None:
    await dara.says("/newmeeting Core group tomorrow afternoon at MoH")
    await dara.asks("at")
    await dara.says("2:30 pm")
    await dara.presses("form:skip")
    summary = await dara.summary()
    assert [summary[name] for name in ("day", "at", "place")] == ["Tuesday 24 November 2026", "14:30", "MoH"]


async def test_two_doubts_are_asked_one_after_the_other(dara: Player) -> None:
    await dara.says("/newmeeting Plenary every month, 17 or 18 December 9:00–12:00, MoH room A")
    await dara.is_refused("meetings#words_left", "general#which_day")
    await dara.asks("day")
    await dara.presses("form:choice=2026-12-18")
    await dara.asks("title")
    await dara.says("Plenary")
    await dara.asks("agenda")


async def test_the_kind_alone_asks_for_the_rest_in_order(dara: Player) -> None:
    await dara.says("/newmeeting Plenary")
    await dara.asks("day")
    await dara.says("17/12/2026", "9:00")
    await dara.asks("place")


async def test_what_somebody_else_convenes_is_refused_and_the_line_is_kept(dara: Player) -> None:
    await dara.says("/newmeeting DP-only meeting, 17 December 9:00, UNFPA office")
    await dara.is_refused("meetings#not_convened", kind=MeetingKind.DP_ONLY)
    await dara.asks("kind")
    await dara.presses("form:choice=preparatory")
    await dara.asks("audience")


async def test_the_usual_items_of_the_agenda_are_offered(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting Plenary, 17 December 9:00–12:00, MoH room A")
    await dara.presses("form:choice=usual")
    await dara.sees(
        "forms/ask",
        lines=[
            "Adoption of the agenda",
            "Minutes of the last meeting and matters arising",
            "Any other business",
            "Date of the next meeting",
        ],
    )
    await dara.presses("form:finish")
    await dara.presses("form:save")
    assert (await stored_meeting(health, 1)).agenda[0].title == "Adoption of the agenda"


async def test_an_agenda_given_again_says_more_of_its_items(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting Plenary, 17 December 9:00–12:00, MoH room A")
    await dara.says(
        "1. Opening\n2. Budget (MEF, 20 min)\n3. Closing", "1. Opening (5 min)\n2. Budget 45 min\n3. Floods"
    )
    await dara.presses("form:finish")
    await dara.presses("form:save")
    agenda = (await stored_meeting(health, 1)).agenda
    assert [(item.title, item.presenter, item.minutes) for item in agenda] == [
        ("Opening", "", 5),
        ("Budget", "MEF", 45),
        ("Floods", "", None),
        ("Closing", "", None),
    ]


async def test_a_day_more_than_two_years_ahead_is_refused_in_one_sentence(dara: Player) -> None:
    await dara.says("/newmeeting Plenary, 30 November 2028 9:00–12:00, MoH room A")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.is_refused("meetings#start_too_far", years=2)
    await dara.asks("day")


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("17 December 21:00–22:00", "quiet hours"),
        ("13 December 9:00–12:00", "day off"),
        ("1 January 2027 9:00–12:00", "day off"),
    ],
)
async def test_night_and_days_off_are_warned_of_in_one_sentence(usual: Office, line: str, note: str) -> None:
    dara = usual.dara
    await dara.says(f"/newmeeting Plenary, {line}, MoH room A")
    await dara.presses("form:skip")
    await dara.reads_fact(note)
    await dara.offers("form:save")


async def test_another_meeting_at_the_same_time_is_named(health: Stage, dara: Player) -> None:
    await announce_meeting(dara, title="Budget hearing", at=local(15, 10).time(), kind=MeetingKind.CORE_GROUP)
    await dara.says("/newmeeting Plenary, 15 December 9:00–12:00, MoH room A")
    await dara.presses("form:skip")
    await dara.reads_fact("at that time there is also “Budget hearing”")
    await dara.offers("meetings:open", 1)


async def test_an_audience_without_anybody_is_warned_of_and_not_announced(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Position on the budget")
    await dara.presses("form:choice=preparatory")
    await dara.says("15/12/2026", "9:00", "1h", "MoH room A")
    await dara.presses("form:choice=partners")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.presses("meetings:announce")
    await dara.is_refused("meetings#nobody_invited")
