"""Meetings from the announcement to their end as Part Three of the Guideline asks, clause by clause (G2, G4)."""

import pytest

from storage.meetings import MeetingKind, Rsvp
from tests.meetings.conftest import event_of, invitations, local, stored_meeting
from tests.support.cases import one_language
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from twg.language.agenda import AgendaLine

LONG = [AgendaLine(f"Item {number}", "UNFPA", 7) for number in range(1, 25)]


async def test_c_iii_a_clear_agenda_is_a_tap_away_before_during_and_after_the_meeting(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, agenda=LONG)
    for moment in (local(14, 9), local(15, 9, 30), local(16, 9)):
        await health.becomes(moment)
        await sokha.looks_away()
        await sokha.forges(f"meetings:open:{meeting_id}")
        await sokha.does_not_read_fact("Item 24")
        await sokha.presses("meetings:agenda", meeting_id)
        await sokha.reads_fact("1. ", "Item 1 ", "20. ", "Item 20")
        await sokha.taps("2 ›")
        await sokha.reads_fact("24. ", "Item 24")


async def test_c_iv_a_preparatory_meeting_may_become_a_follow_up_and_answers_stay(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, kind=MeetingKind.PREPARATORY)
    await sokha.presses("meetings:answer", "yes")
    await dara.forges(f"meetings:rekind:{meeting_id}")
    await dara.presses("form:choice=follow_up")
    await dara.says("The plenary came first")
    await dara.presses("form:save")
    await sokha.looks_away()
    await health.passes(minutes=2)
    await sokha.sees("meetings/card", before={"kind": MeetingKind.PREPARATORY}, attendance__rsvp=Rsvp.YES)
    assert (await stored_meeting(health, meeting_id)).kind is MeetingKind.FOLLOW_UP


async def test_c_v_a_member_who_comes_late_can_still_say_so_when_it_has_begun(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 9, 5))
    await sokha.looks_away()
    await sokha.says("I am stuck in traffic, I will be 20 minutes late")
    await sokha.sees("meetings/card", stage="under_way", attendance__rsvp=Rsvp.LATE, attendance__late_min=20)
    await dara.forges(f"meetings:answers:{meeting_id}")
    await dara.presses("meetings:who", meeting_id, "late")
    await dara.reads_fact("Sokha")


@pytest.mark.parametrize("language", one_language("km"))
async def test_d_ii_what_changes_before_the_meeting_is_circulated_once_with_old_new_who_and_why(
    health: Stage, dara: Player, language: str
) -> None:
    bopha = await health.member("Bopha", "government", "MEF", language=language)
    meeting_id = await announce_meeting(dara)
    for verb, answers in (
        ("relocate", ["Hotel Cambodiana"]),
        ("move", ["17/12/2026", "14:00"]),
        ("lengthen", ["4h"]),
    ):
        await dara.forges(f"meetings:{verb}:{meeting_id}")
        await dara.says(*answers, "The hall is taken")
        await dara.presses("form:save")
    await health.passes(minutes=2)
    await bopha.is_told_only("meeting_changed")
    await bopha.reads_fact("Ministry of Health, meeting room A", "Hotel Cambodiana", "Dara", "The hall is taken")
    entry = event_of((await invitations(bopha))[-1])
    assert (entry["LOCATION"], entry["SEQUENCE"]) == ("Hotel Cambodiana", 3)


async def test_d_internal_those_who_prepare_see_at_once_which_side_is_silent(
    health: Stage, dara: Player, sokha: Player
) -> None:
    chair = await health.member("Chantha", "chair", "MoH")
    meeting_id = await announce_meeting(dara)
    await sokha.presses("meetings:answer", "yes")
    for organiser in (dara, chair):
        await organiser.forges(f"meetings:answers:{meeting_id}")
        sides = (await organiser.shown("meetings/answers"))["answers"].sides
        assert [(side.constituency.value, side.answered, side.invited) for side in sides] == [
            ("government", 0, 2),
            ("development_partner", 1, 1),
        ]
