"""The stage tells what messages are, and an assertion about one can fail."""

from collections.abc import Awaitable

import pytest

from sandbox.client_origins import from_channel
from tests.support.setup_steps import MEETING_DAY, announce_meeting, plan_meeting
from tests.support.stage import Player, Stage


async def fails(assertion: Awaitable[object]) -> None:
    with pytest.raises(AssertionError):
        await assertion


async def test_a_notice_is_known_by_its_template_its_facts_and_its_kind(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await plan_meeting(dara)
    await dara.says("/announce")
    await sokha.looks_away()
    await dara.presses("meetings:announce")
    await sokha.sees("meetings/card", heading="announced")
    await sokha.sees_only("meetings/card")
    await sokha.is_told_only("meeting_announced")
    assert (await sokha.shown("meetings/card"))["meeting"].title == "Second plenary meeting 2026"
    await fails(sokha.sees("meetings/card", heading="reminder"))
    await fails(sokha.sees("meetings/list"))
    await fails(sokha.sees_only("meetings/card", "meetings/card"))
    await fails(sokha.does_not_see("meetings/card"))
    await fails(sokha.shown("meetings/list"))
    await fails(sokha.is_told("meeting_changed"))
    await fails(sokha.is_told_only("meeting_announced", "meeting_announced"))
    await fails(sokha.is_not_told("meeting_announced"))
    await fails(sokha.asks("day"))


async def test_what_was_said_before_a_restart_is_known_after_it(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await health.restarts()
    await sokha.presses("meetings:answer", "yes")
    await sokha.toasts()
    await sokha.offers("meetings:answer", 1, "yes", MEETING_DAY, marked=True)
    assert (await sokha.finds("meetings/card")).offers == [
        *["meetings:answer"] * 5,
        "url",
        "url",
        "papers:new",
        "meetings:agenda",
    ]
    await fails(sokha.offers("meetings:answer", "no", marked=True))
    await fails(sokha.offers("meetings:answer", "yes", 1))
    await fails(sokha.does_not_offer("meetings:answer", "no"))
    await fails(sokha.offers_only("meetings:answer"))
    await fails(sokha.finds("meetings/list"))
    await fails(sokha.presses("meetings:cancel"))
    await fails(sokha.presses("meetings:answer"))


async def test_a_refusal_is_known_in_a_box_as_a_message_and_within_one(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await sokha.forges("meetings/announce:1")
    await sokha.is_refused("general#not_found")
    await fails(sokha.toasts())
    await sokha.says("/newmeeting")
    await sokha.is_refused("general#not_allowed")
    await dara.says("/newmeeting", "T" * 201)
    await dara.asks("title")
    await dara.is_refused("general#too_long", limit=200, length=201)
    await fails(dara.is_refused("general#too_long", limit=300))
    await fails(dara.is_refused("general#missing"))
    await fails(dara.is_not_refused())
    await fails(dara.does_not_ask())


async def test_a_form_shows_what_was_answered_by_field(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Annual review")
    await dara.presses("form:choice=plenary")
    await dara.says("15/12/2026", "9:00", "3h", "Room A")
    await dara.presses("form:choice=all")
    await dara.asks("agenda")
    await dara.presses("form:skip")
    summary = await dara.summary()
    assert (summary["title"], summary["place"]) == ("Annual review", "Room A")
    await dara.offers_only("form:save", "form:change", "form:cancel")
    await dara.presses_twice("form:save")
    await dara.sees("meetings/preview")
    await dara.toasts()
    await dara.reads_fact("Annual review")
    await fails(dara.reads_fact("Room B"))
    await fails(dara.does_not_read_fact("Annual review"))


async def test_messages_that_were_grouped_have_the_keys_of_each(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await announce_meeting(dara, title="Budget meeting")
    await health.passes(days=19)
    await sokha.sees_only("meetings/card", "meetings/card")
    await sokha.is_told_only("meeting_reminder", "meeting_reminder")
    await sokha.offers_only(*["meetings:answer", "meetings:answer", "meetings:open"] * 2)


async def test_players_send_whatever_people_send(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("Here they are", forward_origin=from_channel("News"))
    await sokha.sends_album([("a.pdf", b"%PDF"), ("b.pdf", b"%PDF")], caption="Both")
    mine = [message for message in await sokha.person.messages() if message.mine]
    assert [message.raw["caption"] for message in mine][-2:] == ["Both", None]
    await sokha.edits(mine[-1], "The second")
    await sokha.edits(mine[-1])
    await sokha.pins(mine[-1])
    await sokha.forwards(*mine[-2:])
    before = len(await sokha.person.messages())
    await sokha.says_long("word " * 1000, between=lambda: dara.person.says("/help"))
    assert len([message for message in (await sokha.person.messages())[before:] if message.mine]) == 2
    await sokha.posts_service("message_auto_delete_timer_changed", {"message_auto_delete_time": 86400})
    mine = [message for message in await sokha.person.messages() if message.mine]
    assert len({message.raw["media_group_id"] for message in mine if message.document}) == 2
