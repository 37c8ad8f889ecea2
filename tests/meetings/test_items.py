"""A member who is invited to one item: told of it with its time, reminded, answers, and sees nothing else (G13)."""

from urllib.parse import urlsplit

import pytest

from storage.meetings import MeetingKind, Rsvp
from storage.meetings.items import ItemInvitation, find_item_invitation
from tests.export.test_export import exported, rows_of
from tests.meetings.conftest import event_of, invitations, local, reminders_of
from tests.meetings.test_numbers_links_guests import opens_item
from tests.members.test_leaving import names_successor
from tests.support.setup_steps import announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.meetings.kinds import KINDS

#: Item 3 of the usual agenda begins at 10:30.
BEGINS = local(15, 10, 30)
TITLE = "Second plenary meeting 2026"


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting of the secretariat, to which Sokha is not invited; its id."""
    return await announce_meeting(dara, audience=Audience.SECRETARIAT)


async def invites(dara: Player, meeting_id: int, *names: str, number: int = 3) -> None:
    """Invite people, one a line, to an item, by the buttons below the agenda."""
    await dara.forges(f"meetings:agenda:{meeting_id}")
    await opens_item(dara, number)
    await dara.presses("meetings:invite_to_item")
    await dara.says("\n".join(names))
    await dara.presses("form:finish")
    await dara.presses("form:save")


async def stored(stage: Stage, invitation_id: int = 1) -> ItemInvitation:
    async with stage.assistant.database.read() as session:
        found = await find_item_invitation(session, invitation_id)
    assert found is not None
    return found


async def test_a_member_is_invited_told_reminded_and_answers(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await invites(dara, announced, "Sokha", "Jane Roe, World Bank mission")
    shown = (await dara.shown("meetings/guests"))["guests"]
    assert [(each.name, each.member) for each in shown] == [("Sokha", True), ("Jane Roe", False)]
    await sokha.is_told_only("item_invited")
    await sokha.sees("meetings/item", heading="invited", begins=BEGINS, asks=True)
    await sokha.reads_fact("Health budget 2027", TITLE)
    await sokha.does_not_read_fact("Progress on JMI 2008-4")
    await dara.forges(f"meetings:answers:{announced}")
    await sokha.presses("meetings:item_answer", 1, "yes")
    assert (await stored(health)).rsvp is Rsvp.YES
    card = await sokha.finds("meetings/item", heading="")
    links = [urlsplit(each.args[0]).netloc for each in card.buttons if each.name == "url"]
    assert links == ["calendar.google.com", "outlook.office.com"]
    await health.passes(seconds=3)
    listed = (await dara.shown("meetings/answers"))["answers"]
    assert [(each.person.name, each.rsvp) for each in listed.of_items] == [("Sokha", Rsvp.YES)]
    await sokha.says("Sorry, I cannot come", reply_to=(await sokha.finds("meetings/item", heading="")).message)
    assert ((await stored(health)).rsvp, (await stored(health)).words) == (Rsvp.NO, "Sorry, I cannot come")
    await sokha.presses("meetings:item_answer", 1, "maybe")
    await sokha.says("/meetings")
    assert [begins for _row, begins in (await sokha.shown("meetings/list"))["of_items"]] == [BEGINS]
    await sokha.looks_away()
    await health.becomes(local(14, 8))
    await sokha.is_told_only("item_reminder")
    await sokha.sees("meetings/item", heading="reminder", asks=True)
    await sokha.presses("meetings:item_answer", 1, "no")
    await sokha.looks_away()
    await health.becomes(local(15, 8, 30))
    await sokha.sees_nothing_new()


async def test_nothing_else_of_the_meeting_is_theirs_by_any_way_in(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await invites(dara, announced, "Sokha")
    for verb in ("open", "agenda", "answers", "guests", "edition", "preview"):
        await sokha.forges(f"meetings:{verb}:{announced}" + (":1" if verb == "edition" else ""))
        await sokha.does_not_read_fact("Progress on JMI 2008-4")
        await sokha.does_not_see("meetings/card", "meetings/agenda", "meetings/answers", "meetings/guests")
    await sokha.says("/search plenary")
    await sokha.does_not_read_fact(TITLE)
    await sokha.says("/meetings")
    assert (await sokha.shown("meetings/list"))["ahead"] == []
    await sokha.forges(f"meetings:answer:{announced}:yes:2026-12-15")
    await sokha.is_refused("general#not_found")
    kenji = await health.member("Kenji", "development_partner", "JICA")
    for data in ("meetings:item:1", "meetings:item_answer:1:yes", "meetings:item_uninvite:1"):
        await kenji.forges(data)
        await kenji.does_not_see("meetings/item", "meetings/guests")
    await sokha.forges("meetings:item_uninvite:1")
    await sokha.does_not_see("meetings/guests")
    assert (await stored(health)).removed_at is None


async def test_its_time_follows_the_agenda_and_the_meeting_and_one_notice_says_so(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await invites(dara, announced, "Sokha")
    await sokha.presses("meetings:item_answer", 1, "yes")
    await dara.forges(f"meetings:agenda:{announced}")
    await opens_item(dara, 3)
    await dara.presses("meetings:agenda_move", "up")
    await dara.forges(f"meetings:relocate:{announced}")
    await dara.says("Hotel Cambodiana", "The room is taken")
    await dara.presses("form:save")
    await sokha.looks_away()
    await health.passes(minutes=3)
    await sokha.is_told_only("item_changed")
    await sokha.sees("meetings/item", heading="changed", begins=local(15, 9, 30), cleared=True, asks=True)
    await sokha.reads_fact("Hotel Cambodiana")
    due = await reminders_of(health, 1, ItemInvitation.__tablename__)
    assert due["item_2_hours"][0] == local(15, 7, 30)


async def test_who_is_not_invited_any_more_is_told_once(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await invites(dara, announced, "Sokha")
    await dara.forges(f"meetings:agenda:{announced}")
    await opens_item(dara, 3)
    await dara.presses("meetings:agenda_remove")
    await dara.presses("general:undo")
    await sokha.looks_away()
    await health.passes(minutes=3)
    await sokha.sees_nothing_new()
    await dara.forges(f"meetings:guests:{announced}")
    await dara.presses("meetings:item_uninvite", 1)
    await sokha.is_told_only("item_withdrawn")
    await sokha.forges("meetings:item_answer:1:yes")
    await sokha.is_refused("general#not_found")
    await invites(dara, announced, "Sokha")
    await sokha.is_told_only("item_invited")
    await sokha.looks_away()
    await cancel_meeting(dara, announced, "The Chair is abroad")
    await sokha.finds("meetings/item", heading="withdrawn")
    await sokha.says("/meetings")
    assert (await sokha.shown("meetings/list"))["of_items"] == []


async def test_they_are_told_when_the_meeting_is_announced_and_not_before(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await plan_meeting(dara, audience=Audience.SECRETARIAT)
    await invites(dara, meeting_id, "Sokha")
    await sokha.sees_nothing_new()
    await sokha.forges("meetings:item:1")
    await sokha.is_refused("general#not_found")
    await dara.forges(f"meetings:preview:{meeting_id}")
    await dara.presses("meetings:announce")
    await sokha.is_told_only("item_invited")


async def test_who_is_invited_to_all_of_it_and_others_to_a_closed_meeting_are_refused(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara)
    await invites(dara, meeting_id, "Sokha")
    await dara.is_refused("meetings#invited_to_all", name="Sokha")
    lena = await health.member("Lena", "lead_facilitator", "UNDP")
    closed = KINDS[MeetingKind.DP_ONLY].audience
    partners = await announce_meeting(lena, kind=MeetingKind.DP_ONLY, audience=closed, title="Partners")
    await dara.looks_away()
    await invites(lena, partners, "Dara")
    await lena.is_refused("meetings#only_for_those")
    await dara.sees_nothing_new()


async def test_a_calendar_file_comes_with_it_and_follows_it(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await invites(dara, announced, "Sokha")
    await sokha.looks_away()
    await dara.forges(f"meetings:agenda:{announced}")
    await opens_item(dara, 3)
    await dara.presses("meetings:agenda_move", "up")
    await health.passes(minutes=3)
    await sokha.sees("meetings/item", heading="changed")
    await health.passes(minutes=1)
    await dara.forges(f"meetings:guests:{announced}")
    await dara.presses("meetings:item_uninvite", 1)
    await health.passes(minutes=1)
    await sokha.finds("meetings/item", heading="withdrawn")
    files = await invitations(sokha)
    events = [event_of(file) for file in files]
    assert [str(file["METHOD"]) for file in files] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [event["DTSTART"].dt for event in events] == [BEGINS, local(15, 9, 30), local(15, 9, 30)]
    assert len({str(event["UID"]) for event in events}) == 1
    sequences = [int(event["SEQUENCE"]) for event in events]
    assert sequences == sorted(set(sequences))
    assert "Health budget 2027" in str(events[0]["SUMMARY"])
    assert not any("JMI 2008-4" in str(event.to_ical()) for event in events)


async def test_the_export_has_the_answer_to_an_item_with_the_item(announced: int, dara: Player, sokha: Player) -> None:
    await invites(dara, announced, "Sokha")
    await sokha.presses("meetings:item_answer", 1, "yes")
    answers = [row for row in rows_of(await exported(dara), "answers") if row["name"] == "Sokha"]
    assert [(row["meeting"], row["item"], row["answer"]) for row in answers] == [
        (TITLE, "Health budget 2027", "Coming")
    ]


async def test_a_successor_is_invited_to_the_item_and_who_left_hears_nothing_more(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA")
    await invites(dara, announced, "Sokha")
    await sokha.presses("meetings:item_answer", 1, "yes")
    await sokha.looks_away()
    await names_successor(dara, "Sokha", "Kenji")
    await health.passes(minutes=11)
    await kenji.finds("meetings/item", heading="invited", begins=BEGINS)
    assert (await stored(health)).rsvp is None
    await kenji.presses("meetings:item_answer", 1, "yes")
    await sokha.looks_away()
    await cancel_meeting(dara, announced, "The Chair is abroad")
    await kenji.finds("meetings/item", heading="withdrawn")
    await sokha.sees_nothing_new()


async def test_who_is_invited_to_all_of_it_later_is_invited_once(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await invites(dara, announced, "Sokha")
    await sokha.presses("meetings:item_answer", 1, "yes")
    await sokha.looks_away()
    await dara.forges(f"meetings:reinvite:{announced}")
    await dara.presses("form:choice=all")
    await dara.says("All should come")
    await dara.presses("form:save")
    await health.passes(minutes=3)
    await sokha.is_told_only("meeting_invited")
    of_item, *added = await invitations(sokha)
    assert {str(file["METHOD"]): str(event_of(file)["UID"]) == str(event_of(of_item)["UID"]) for file in added} == {
        "PUBLISH": False,
        "CANCEL": True,
    }
    await sokha.says("/meetings")
    shown = await sokha.shown("meetings/list")
    assert (len(shown["ahead"]), shown["of_items"]) == (1, [])
    await dara.forges(f"meetings:answers:{announced}")
    assert (await dara.shown("meetings/answers"))["answers"].of_items == []
    await sokha.forges("meetings:item_answer:1:no")
    await sokha.is_refused("general#not_found")
