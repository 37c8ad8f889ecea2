"""Members say that they are at a meeting, from half an hour before it until its end (G5)."""

from datetime import date

import pytest

from storage.attendance import find_presence
from storage.meetings import Rsvp
from tests.attendance.conftest import DARA, SOKHA, answers, noted
from tests.meetings.conftest import local
from tests.meetings.test_items import invites
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.language.arrivals import says_here

HERE = [
    "I am here",
    "I'm here now",
    "here",
    "Present 🙏",
    "I have arrived",
    "ខ្ញុំមកដល់ហើយ",
    "មកដល់ហើយ។",
    "mok dol hery bong",
    "Just arrived, sorry for the delay",
    "ខ្ញុំនៅទីនេះហើយ",
    "ខ្ញុំអង្គុយក្នុងបន្ទប់ហើយ",
]
ELSE = ["I am here to help with the budget", "Who is here?", "are you here", "ខ្ញុំមិនអាចមកបានទេ", "I will be there", ""]
ELSE += ["here?", "មកដល់ហើយ?", "the Chair has arrived", "arrived late", "ខ្ញុំមិននៅទីនេះទេ"]


def test_words_of_arriving() -> None:
    assert [text for text in HERE if not says_here(text)] == []
    assert [text for text in ELSE if says_here(text)] == []


async def test_members_check_in_by_card_command_and_words(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player, plenary: int
) -> None:
    await health.becomes(local(15, 7, 30))
    reminder = await kenji.finds("meetings/card", heading="reminder")
    await kenji.presses("attendance:here", plenary)
    await kenji.is_refused("attendance#not_open_yet")
    await sokha.says("I am here")
    await sokha.does_not_see("meetings/card")
    await sokha.says("/here")
    await sokha.sees("attendance/none")
    await sokha.offers_only("meetings:ahead")
    assert await noted(health) == {}
    await health.becomes(local(15, 8, 30))
    await sokha.says("I am here")
    assert (await sokha.shown("meetings/card"))["presence"].arrived_at == local(15, 8, 30)
    await health.becomes(local(15, 9, 5))
    await vichea.says("/here")
    await kenji.says("here", reply_to=reminder.message)
    await kenji.sees("meetings/card")
    await sokha.says("/here")  # she is here already
    assert await noted(health) == {"Sokha": "present", "Vichea": "present", "Kenji": "present"}
    await sokha.says("/meetings")
    await sokha.presses("meetings:open", plenary)
    await sokha.does_not_offer("attendance:here", plenary)
    await health.becomes(local(15, 12))
    await dara.forges(f"attendance:here:{plenary}")
    await dara.is_refused("attendance#over")
    async with health.assistant.database.read() as session:
        row = await find_presence(session, plenary, SOKHA)
        assert row is not None
        assert (row.arrived_at, row.noted_by_id) == (local(15, 8, 30), None)
        assert await find_presence(session, plenary, DARA) is None


@pytest.mark.parametrize("words", ["ខ្ញុំមកដល់ហើយ", "I am here"])
async def test_the_meeting_is_meant_that_is_held_now_and_not_the_next_one(
    health: Stage, dara: Player, sokha: Player, plenary: int, words: str
) -> None:
    """«មកដល់» is also a word for coming, which another invitation asks about."""
    await announce_meeting(dara, day=date(2026, 12, 22), title="Another title")
    await health.becomes(local(15, 9, 5))
    await sokha.says(words)
    assert (await sokha.shown("meetings/card"))["presence"].meeting_id == plenary
    assert await noted(health) == {"Sokha": "present"}


async def test_who_said_it_by_mistake_takes_it_back_for_some_minutes(
    health: Stage, dara: Player, sokha: Player, kenji: Player, plenary: int
) -> None:
    await answers(sokha, plenary, Rsvp.DELEGATE, delegate_name="Kenji")
    await health.becomes(local(15, 8, 45))
    await dara.forges(f"attendance:take_over:{plenary}")
    assert await noted(health) == {"Sokha": "expected"}
    await kenji.says("I am here")
    assert await noted(health) == {"Kenji": "present", "Sokha": "delegate Kenji"}
    await kenji.presses("attendance:not_here", plenary)
    await kenji.offers("attendance:here", plenary)
    assert await noted(health) == {"Sokha": "expected"}
    await kenji.forges(f"attendance:not_here:{plenary}")
    await kenji.is_refused("general#not_found")
    await kenji.says("/here")
    await health.passes(minutes=1)
    await kenji.says("/here")  # a second time it notes nothing, and so there is nothing to take back
    await kenji.does_not_offer("attendance:not_here", plenary)
    await health.passes(minutes=11)
    await kenji.forges(f"attendance:not_here:{plenary}")
    await kenji.is_refused("general#too_late_to_undo")
    await dara.forges(f"attendance:set:{plenary}:3:present")
    await kenji.forges(f"attendance:not_here:{plenary}")
    await kenji.is_refused("general#not_found")
    assert await noted(health) == {"Kenji": "present", "Sokha": "delegate Kenji"}


async def test_of_two_meetings_at_once_it_is_asked_at_which(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    other = await announce_meeting(dara, title="Budget review")
    await health.becomes(local(15, 9))
    await sokha.says("ខ្ញុំមកដល់ហើយ")
    await sokha.sees("attendance/which")
    await sokha.presses("attendance:here", other)
    assert (await noted(health), await noted(health, other)) == ({}, {"Sokha": "present"})


async def test_a_delegate_who_checks_in_stands_for_the_sender(
    health: Stage, dara: Player, sokha: Player, kenji: Player, plenary: int
) -> None:
    await answers(sokha, plenary, Rsvp.DELEGATE, delegate_name="Kenji")
    await health.becomes(local(15, 9))
    await kenji.says("/here")
    assert await noted(health) == {"Kenji": "present", "Sokha": "delegate Kenji"}


@pytest.mark.parametrize("change", ["cancelled", "another TWG", "not announced"])
async def test_nobody_is_noted_at_a_meeting_that_is_not_on_for_them(
    health: Stage, dara: Player, sokha: Player, change: str
) -> None:
    meeting_id = await (plan_meeting(dara) if change == "not announced" else announce_meeting(dara))
    player, refusal = dara, "meetings#not_announced"
    if change == "cancelled":
        player, refusal = sokha, "meetings#already_cancelled"
        await cancel_meeting(dara, meeting_id)
    elif change == "another TWG":
        await health.adds_twg("EDU", "Education", "Ministry of Education")
        player, refusal = await health.member("Rithy", "secretariat", "MoEYS", code="EDU"), "general#not_found"
    await health.becomes(local(15, 9))
    await everybody_looks_away(dara)
    await player.forges(f"attendance:here:{meeting_id}")
    await player.is_refused(refusal)
    await player.says("/here")
    assert await noted(health, meeting_id) == {}


async def test_the_window_is_configured(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, day=date(2026, 12, 15))
    health.config.meetings.check_in_opens_minutes = 60
    await health.restarts()
    await health.becomes(local(15, 8))
    await sokha.forges(f"attendance:here:{meeting_id}")
    assert await noted(health) == {"Sokha": "present"}


async def test_who_is_invited_to_one_item_checks_in_and_sees_that_item_alone(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.SECRETARIAT)
    await invites(dara, meeting_id, "Sokha")
    await everybody_looks_away(dara)
    await sokha.says("/here")
    await sokha.sees("attendance/none")
    await health.becomes(local(15, 8, 30))
    await sokha.forges("meetings:item:1")
    await sokha.presses("attendance:here", meeting_id)
    assert (await sokha.shown("meetings/item", heading=""))["presence"].arrived_at == local(15, 8, 30)
    await sokha.does_not_offer("attendance:here", meeting_id)
    await sokha.says("I am here")  # a second time
    await sokha.does_not_see("meetings/card")
    await sokha.does_not_read_fact("Progress on JMI 2008-4")
    await kenji.says("/here")
    await kenji.forges(f"attendance:here:{meeting_id}")
    await kenji.is_refused("general#not_found")
    assert await noted(health) == {"Sokha": "present"}
