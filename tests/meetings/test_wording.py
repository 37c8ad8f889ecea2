"""Whatever is typed comes through whole, and each reader has their own digits and day names (U3)."""

from tests.meetings.conftest import event_of, invitations, local
from tests.support.doings import announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.parsing import AgendaLine

TITLE = "Budget <2027> & “O'Brien” 👩🏽‍⚕️ ថវិកា"
PLACE = "Room <b>A</b> & B; ground floor, left"
ITEM = AgendaLine("R&D <script>alert(1)</script>, ទី១", "WHO & <UNFPA>", 30)


async def test_markup_in_title_place_and_agenda_comes_through_whole_in_the_message(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await plan_meeting(dara, title=TITLE, place=PLACE, agenda=[ITEM])
    await dara.says("/announce")
    await dara.taps("Announce to")
    await sokha.reads(f"{TITLE}\n", f"\n{PLACE}\n", f"1. {ITEM.title} – {ITEM.presenter} (30 min)")


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
    await sokha.reads(TITLE, PLACE)
    await dara.forges(f"meetings/relocate:{meeting_id}")
    await dara.says("<i>Hotel</i> & Co")
    await dara.taps("Change the place")
    await health.passes(minutes=2)
    await sokha.reads(f"Was: {PLACE}\nNow: <i>Hotel</i> & Co")
    await health.becomes(local(15, 9))
    await sokha.taps("I will come")
    await sokha.reads(f"“{TITLE}” began on")


async def test_a_delegate_s_name_comes_through_whole(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await sokha.taps("I send a delegate")
    await sokha.says("Dr <Chan> & Co")
    await sokha.taps("Save")
    await sokha.reads("(Dr <Chan> & Co)")
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Who is coming")
    await dara.reads("Sokha, UNFPA → Dr <Chan> & Co")


async def test_a_khmer_reader_sees_khmer_digits_and_day_names(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "government", "MEF", language="km")
    await announce_meeting(dara)
    invitation = await bopha.finds_text("Second plenary meeting 2026")
    assert "ថ្ងៃអង្គារ ទី១៥ ខែធ្នូ ឆ្នាំ២០២៦, ០៩:០០ · ៣ " in invitation.text
    assert "\n២. Progress on JMI 2008-4 – UNFPA (១ " in invitation.text


async def test_a_khmer_reader_s_reminder_counts_in_khmer_digits(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "government", "MEF", language="km")
    await announce_meeting(dara)
    await bopha.looks_away()
    await health.becomes(local(12, 8))
    await bopha.reads("៣", "ថ្ងៃអង្គារ ទី១៥ ខែធ្នូ ឆ្នាំ២០២៦, ០៩:០០")
    await bopha.does_not_read("15 December")
