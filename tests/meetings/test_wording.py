"""Whatever is typed comes through whole, and each reader has their own digits and day names (U3)."""

from messages.rendering.templating import format_day
from tests.meetings.conftest import event_of, invitations, local
from tests.support.setup_steps import MEETING_DAY, announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.language.agenda import AgendaLine

TITLE = "Budget <2027> & “O'Brien” 👩🏽‍⚕️ ថវិកា"
PLACE = "Room <b>A</b> & B; ground floor, left"
ITEM = AgendaLine("R&D <script>alert(1)</script>, ទី១", "WHO & <UNFPA>", 30)


async def test_markup_in_title_place_and_agenda_comes_through_whole_in_the_message(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await plan_meeting(dara, title=TITLE, place=PLACE, agenda=[ITEM])
    await dara.says("/announce")
    await dara.presses("meetings:announce")
    await sokha.reads_fact(f"{TITLE}\n", f"\n{PLACE}\n", f"1. {ITEM.title} – {ITEM.presenter} (")


async def test_markup_comes_through_whole_in_the_calendar_file(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara, title=TITLE, place=PLACE, agenda=[ITEM])
    event = event_of((await invitations(sokha))[-1])
    assert event["SUMMARY"] == f"HLT TWG: {TITLE}"
    assert event["LOCATION"] == PLACE
    assert event["DESCRIPTION"] == f"1. {ITEM.title} – {ITEM.presenter} (30 min)"


async def test_markup_comes_through_whole_in_lists_notices_and_refusals(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, title=TITLE, place=PLACE)
    await sokha.says("/meetings")
    await sokha.reads_fact(TITLE, PLACE)
    await dara.forges(f"meetings/relocate:{meeting_id}")
    await dara.says("<b>Hotel</b> & Co", "The room is taken")
    await dara.presses("form:save")
    await health.passes(minutes=2)
    await sokha.reads_fact(PLACE, "<b>Hotel</b> & Co")
    await health.becomes(local(15, 9))
    await sokha.presses("meetings:answer", "yes")
    await sokha.is_refused("meetings#under_way")
    await sokha.reads_fact(TITLE)


async def test_a_delegate_s_name_comes_through_whole(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await sokha.presses("meetings:answer", "delegate")
    await sokha.says("Dr <Chan> & Co")
    await sokha.presses("form:save")
    await sokha.reads_fact("Dr <Chan> & Co")
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:answers")
    await dara.presses("meetings:who", 1, "delegate")
    await dara.reads_fact("Sokha, UNFPA → Dr <Chan> & Co")


async def test_a_khmer_reader_sees_khmer_digits_and_day_names(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "government", "MEF", language="km")
    await announce_meeting(dara)
    invitation = await bopha.finds("meetings/card", heading="announced")
    assert invitation.holds(format_day(MEETING_DAY, locale="km"), "០៩:០០", "\n២. Progress on JMI 2008-4 – UNFPA (១ ")


async def test_a_khmer_reader_s_reminder_counts_in_khmer_digits(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "government", "MEF", language="km")
    await announce_meeting(dara)
    await bopha.looks_away()
    await health.becomes(local(12, 8))
    await bopha.is_told_only("meeting_reminder")
    await bopha.reads_fact("៣ ថ្ងៃ", format_day(MEETING_DAY, locale="km"), "០៩:០០")
    await bopha.does_not_read_fact(format_day(MEETING_DAY, locale="en"))
