"""Any fact of an announced meeting may change, and those whom it concerns are told (G2; Part Three (c)(iv))."""

import pytest

from storage.meetings import MeetingKind, Rsvp
from tests.meetings.conftest import event_of, invitations, stored_meeting
from tests.meetings.test_changing import REASON
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    return await announce_meeting(dara)


async def amends(dara: Player, meeting_id: int, verb: str, value: str) -> None:
    await dara.forges(f"meetings:changes:{meeting_id}")
    await dara.presses(f"meetings:{verb}", meeting_id)
    if value.startswith("form:"):
        await dara.presses(value)
        await dara.says(REASON)
    else:
        await dara.says(value, REASON)
    await dara.presses("form:save")


@pytest.mark.parametrize(
    ("verb", "value", "before", "column", "after"),
    [
        ("retitle", "Annual review 2026", {"title": "Second plenary meeting 2026"}, "title", "Annual review 2026"),
        ("lengthen", "4 hours", {"duration_min": 180}, "duration_min", 240),
        ("rekind", "form:choice=retreat", {"kind": MeetingKind.PLENARY}, "kind", MeetingKind.RETREAT),
        ("renumber", "12", {"number": None}, "number", 12),
        ("relink", "zoom.us/j/7", {"link": ""}, "link", "https://zoom.us/j/7"),
    ],
)
async def test_title_length_and_kind_change_and_no_answer_is_void(
    health: Stage,
    announced: int,
    dara: Player,
    sokha: Player,
    verb: str,
    value: str,
    before: dict[str, object],
    column: str,
    after: object,
) -> None:
    await sokha.presses("meetings:answer", "yes")
    await amends(dara, announced, verb, value)
    await dara.sees("meetings/changed")
    await sokha.looks_away()
    await health.passes(minutes=2)
    await sokha.is_told_only("meeting_changed")
    await sokha.sees("meetings/card", heading="changed", before=before, attendance__rsvp=Rsvp.YES, reasons=[REASON])
    assert getattr(await stored_meeting(health, announced), column) == after


async def test_what_changes_in_one_burst_is_told_together(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await amends(dara, announced, "retitle", "Annual review 2026")
    await amends(dara, announced, "lengthen", "4 hours")
    await amends(dara, announced, "retitle", "Annual review 2027")
    await health.passes(minutes=2)
    await sokha.is_told_only("meeting_changed")
    await sokha.sees(
        "meetings/card",
        heading="changed",
        before={"title": "Second plenary meeting 2026", "duration_min": 180},
        meeting__title="Annual review 2027",
    )


async def test_who_is_invited_later_gets_an_invitation_and_nobody_else_is_told(
    health: Stage, dara: Player, sokha: Player
) -> None:
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    meeting_id = await announce_meeting(dara, audience=Audience.LEADS)
    await amends(dara, meeting_id, "reinvite", "form:choice=all")
    await dara.sees("meetings/reinvited")
    await sokha.is_told_only("meeting_invited")
    await sokha.sees("meetings/card", heading="announced", asks=True)
    await maria.sees_nothing_new()
    assert event_of((await invitations(sokha))[-1])["STATUS"] == "CONFIRMED"


async def test_who_is_not_invited_any_more_is_told_and_the_calendar_takes_it_back(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    await maria.looks_away()
    await amends(dara, announced, "reinvite", "form:choice=leads")
    await sokha.is_told_only("meeting_uninvited")
    await sokha.sees("meetings/uninvited", reasons=(REASON,))
    await maria.sees_nothing_new()
    calendar = (await invitations(sokha))[-1]
    assert (calendar["METHOD"], event_of(calendar)["STATUS"]) == ("CANCEL", "CANCELLED")
    await sokha.says("/meetings")
    await sokha.sees("meetings/list", ahead=[])


async def test_the_kind_of_a_closed_meeting_stays(health: Stage, dara: Player, sokha: Player) -> None:
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    meeting_id = await announce_meeting(maria, kind=MeetingKind.DP_ONLY, audience=Audience.PARTNERS)
    await maria.forges(f"meetings:rekind:{meeting_id}")
    await maria.is_refused("meetings#kind_stays")


async def test_what_stays_as_it_is_is_no_change(health: Stage, announced: int, dara: Player, sokha: Player) -> None:
    await amends(dara, announced, "lengthen", "3 hours")
    await dara.is_refused("meetings#nothing_changed")
    await health.passes(minutes=2)
    await sokha.sees_nothing_new()


@pytest.mark.parametrize("verb", ["changes", "retitle", "lengthen", "rekind", "reinvite"])
async def test_only_who_organises_changes_it(announced: int, sokha: Player, verb: str) -> None:
    await sokha.forges(f"meetings:{verb}:{announced}")
    await sokha.does_not_see("forms/ask", "meetings/changes")


async def test_a_link_is_changed_and_taken_away_and_those_invited_get_the_button(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, link="https://zoom.us/j/5", number=12)
    await amends(dara, meeting_id, "relink", "https://zoom.us/j/7")
    await health.passes(minutes=2)
    await sokha.sees("meetings/card", before={"link": "https://zoom.us/j/5"})
    await sokha.offers("url", "https://zoom.us/j/7")
    assert event_of((await invitations(sokha))[-1])["url"] == "https://zoom.us/j/7"
    await amends(dara, meeting_id, "relink", "form:skip")
    await sokha.looks_away()
    await health.passes(minutes=2)
    await sokha.sees("meetings/card", before={"link": "https://zoom.us/j/7"})
    await sokha.does_not_offer("url")
    assert "url" not in event_of((await invitations(sokha))[-1])


async def test_a_wrong_number_is_corrected_after_announcing(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, number=12)
    await amends(dara, meeting_id, "renumber", "លើកទី១៣")
    await health.passes(minutes=2)
    await sokha.sees("meetings/card", before={"number": 12}, meeting__number=13)
    await amends(dara, meeting_id, "renumber", "13")
    await dara.is_refused("meetings#nothing_changed")


async def test_a_link_in_a_new_place_is_a_button_in_the_same_notice(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await dara.forges(f"meetings:relocate:{announced}")
    await dara.says("UNFPA office and online https://zoom.us/j/9", REASON)
    assert (await dara.summary())["place"] == "UNFPA office"
    await dara.presses("form:save")
    await health.passes(minutes=2)
    await sokha.is_told_only("meeting_changed")
    await sokha.offers("url", "https://zoom.us/j/9")
    await sokha.does_not_read_fact("zoom.us")
    meeting = await stored_meeting(health, announced)
    assert (meeting.place, meeting.link) == ("UNFPA office", "https://zoom.us/j/9")
