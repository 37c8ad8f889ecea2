"""Assistants: accounts that receive and answer for a principal, as far as they were chosen for (M11)."""

from typing import Any

import pytest
from sqlalchemy import select

from messages.rendering.content import Content
from storage.core.audit import AuditRow
from storage.meetings import Attendance, Rsvp
from storage.members import Account, ActsFor, Person
from tests.documents.conftest import circulate
from tests.documents.test_acknowledging import acknowledged_at
from tests.support.assisting import bind, link_for_assistant
from tests.support.guard import arranged
from tests.support.seen import Seen
from tests.support.setup_steps import plan_meeting
from tests.support.stage import Player, Stage


async def ids_of(stage: Stage) -> dict[str, int]:
    async with stage.assistant.database.read() as session:
        return {person.name: person.id for person in await session.scalars(select(Person))}


async def answers(stage: Stage) -> list[tuple[str, Rsvp | None, str | None]]:
    """Whose answers there are, and who gave them for them."""
    names = {number: name for name, number in (await ids_of(stage)).items()}
    async with stage.assistant.database.read() as session:
        found = await session.scalars(select(Attendance).order_by(Attendance.id))
        return [(names[row.person_id], row.rsvp, names.get(row.entered_by_id or 0)) for row in found]


def for_whom(seen: Seen) -> str | None:
    """The principal whom a message says it is for; None where it is for its reader."""
    [content] = [source for source in seen.sources if isinstance(source, Content)]
    return None if content.heading is None else content.heading.params["name"]


async def announces(dara: Player, **changes: Any) -> int:
    meeting_id = await plan_meeting(dara, **changes)
    await dara.forges(f"meetings:announce:{meeting_id}")
    return meeting_id


async def test_an_assistant_receives_and_answers_for_the_principal(health: Stage, dara: Player, sokha: Player) -> None:
    chan = await health.person("Chan")
    await bind(sokha, chan)
    await chan.finds("members/assistant_confirmed", to_assistant=True)
    await chan.looks_away()
    await announces(dara)
    [told] = [seen for seen in await chan.messages() if "meetings/card" in seen.keys]
    assert for_whom(told) == "Sokha"
    await chan.presses("meetings:answer", "yes")
    assert await answers(health) == [("Sokha", Rsvp.YES, "Chan")]
    ids = await ids_of(health)
    async with health.assistant.database.read() as session:
        row = (await session.scalars(select(AuditRow).where(AuditRow.action == "meetings.answer"))).one()
    assert (row.actor_id, row.by_id) == (ids["Sokha"], ids["Chan"])


async def test_an_assistant_without_a_membership_acts_for_the_only_principal(
    health: Stage, dara: Player, sokha: Player
) -> None:
    chan = await health.person("Chan")
    await bind(sokha, chan)
    await announces(dara)
    await chan.says("/meetings")
    await chan.sees("meetings/list")
    await chan.presses("meetings:open")
    await chan.presses("meetings:answer", "yes")
    await chan.says("I will come to the plenary meeting")
    await chan.sees("meetings/card")
    assert await answers(health) == [("Sokha", Rsvp.YES, "Chan")]


async def test_who_assists_two_is_asked_for_whom(health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA")
    chan = await health.person("Chan")
    await bind(sokha, chan)
    await bind(kenji, chan)
    await announces(dara)
    await chan.says("I will come to the plenary meeting")
    await chan.sees("general/for_whom")
    ids = await ids_of(health)
    await chan.presses(f"general:for_whom@{ids['Kenji']}")
    assert await answers(health) == [("Kenji", Rsvp.YES, "Chan")]


async def test_a_member_who_assists_keeps_their_own_matters(health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA")
    await bind(sokha, kenji)
    await kenji.looks_away()
    await announces(dara)
    cards = [seen for seen in await kenji.messages() if "meetings/card" in seen.keys]
    assert sorted(for_whom(card) or "" for card in cards) == ["", "Sokha"]
    for card in cards:
        [yes] = [item for item in card.buttons if ":yes:" in item.button.data]
        await kenji.does(kenji.person.taps_button(yes.button, in_message=card.message))
    assert sorted(await answers(health)) == [("Kenji", Rsvp.YES, None), ("Sokha", Rsvp.YES, "Kenji")]
    await kenji.says("I cannot come to the plenary meeting")
    await kenji.sees("general/for_whom")
    ids = await ids_of(health)
    await kenji.presses(f"general:for_whom@{ids['Kenji']}")
    assert sorted(await answers(health)) == [("Kenji", Rsvp.NO, None), ("Sokha", Rsvp.YES, "Kenji")]


async def test_an_assistant_sees_only_what_they_were_chosen_for(health: Stage, dara: Player, sokha: Player) -> None:
    chan = await health.person("Chan")
    await bind(sokha, chan, "meetings")
    await chan.looks_away()
    meeting_id = await announces(dara)
    assert [seen for seen in await chan.messages() if "meetings/card" in seen.keys] == []
    ids = await ids_of(health)
    for data in (f"meetings:open:{meeting_id}", f"meetings:answer:{meeting_id}:yes:2026-12-15"):
        await chan.forges(f"{data}@{ids['Sokha']}")
        await chan.does_not_see("meetings/card")
    await chan.says("/meetings")
    await chan.is_refused("general#not_allowed")
    await chan.says("/search meeting")
    await chan.is_refused("general#not_allowed")
    await chan.says("/members")
    await chan.is_refused("general#not_allowed")
    assert await answers(health) == []


@pytest.mark.parametrize(
    ("matter", "words"), [("meetings", "Sorry, I cannot come"), ("documents", "I have received the paper")]
)
async def test_what_an_assistant_says_of_other_matters_is_no_statement(
    health: Stage, dara: Player, sokha: Player, matter: str, words: str
) -> None:
    """It is a plain message, and not refused."""
    chan = await health.person("Chan")
    await bind(sokha, chan, matter)
    await announces(dara)
    await circulate(dara)
    await chan.says(words)
    await chan.is_not_refused()
    await chan.sees("general/offer")
    assert await answers(health) == []
    assert await acknowledged_at(sokha) is None


async def test_an_assistant_reads_no_history_for_the_secretariat(health: Stage, dara: Player) -> None:
    chan = await health.person("Chan")
    await bind(dara, chan)
    await chan.says("/history")
    await chan.is_refused("general#not_allowed")


async def test_nobody_acts_for_somebody_who_has_not_let_them(health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA")
    meeting_id = await announces(dara)
    ids = await ids_of(health)
    await kenji.forges(f"meetings:answer:{meeting_id}:yes:2026-12-15@{ids['Sokha']}")
    await dara.forges(f"meetings:answer:{meeting_id}:yes:2026-12-15@{ids['Sokha']}")
    assert await answers(health) == []


async def test_a_forwarded_link_lets_nobody_in_who_is_not_confirmed(health: Stage, dara: Player, sokha: Player) -> None:
    eve = await health.person("Eve")
    token = await link_for_assistant(sokha)
    await eve.starts(token)
    await announces(dara)
    await eve.does_not_see("meetings/card")
    chan = await health.person("Chan")
    await chan.starts(token)
    await chan.is_refused("members#unknown_offer")
    await sokha.presses("members:end_assistant")
    await sokha.sees("members/assistant_ended")
    await eve.says("/meetings")
    await eve.sees("joining/stranger")


async def test_an_assistant_bound_twice_is_told_in_a_sentence(health: Stage, dara: Player, sokha: Player) -> None:
    chan = await health.person("Chan")
    await bind(sokha, chan)
    await chan.starts(await link_for_assistant(sokha))
    await chan.is_refused("members#already_assists")
    await sokha.starts(await link_for_assistant(sokha))
    await sokha.is_refused("members#own_offer")
    async with health.assistant.database.read() as session:
        bound = (await session.scalars(select(ActsFor).where(ActsFor.account_id.is_not(None)))).all()
    assert len(bound) == 1


async def test_what_ended_acts_no_more(health: Stage, dara: Player, sokha: Player) -> None:
    chan = await health.person("Chan")
    await bind(sokha, chan)
    await announces(dara)
    await sokha.says("/me")
    await sokha.presses("members:assistants")
    await sokha.presses("members:end_assistant")
    await chan.presses("meetings:answer", "yes")
    await chan.is_refused("general#not_found")
    assert await answers(health) == []


async def test_the_secretariat_enters_what_a_member_without_telegram_says(health: Stage, dara: Player) -> None:
    await health.member("Kenji", "development_partner", "JICA")
    async with arranged(health.assistant.database) as session:
        account = (await session.scalars(select(Account).join(Account.person).where(Person.name == "Kenji"))).one()
        account.ended_at = health.clock.now()
    meeting_id = await announces(dara)
    await dara.sees("deliveries/progress")
    assert [person.name for person in (await dara.shown("deliveries/progress"))["without"]] == ["Kenji"]
    await dara.forges(f"meetings:answers:{meeting_id}")
    await dara.presses("meetings:open", f"{meeting_id}@{account.person_id}")
    await dara.presses("meetings:answer", "yes")
    assert await answers(health) == [("Kenji", Rsvp.YES, "Chan Dara")]
    await dara.forges(f"sharing:open:1@{account.person_id}")
    await dara.is_refused("general#not_allowed")


async def test_an_assistant_leaves_by_themselves(health: Stage, dara: Player, sokha: Player) -> None:
    chan = await health.person("Chan")
    await bind(sokha, chan)
    await sokha.looks_away()
    await chan.says("/mydata")
    await chan.presses("members:stop_assisting")
    await chan.sees("members/stopped_assisting", acts__person__name="Sokha")
    await sokha.is_told_only("assistant_stopped")
    await chan.looks_away()
    await announces(dara)
    await chan.sees_nothing_new()
    async with health.assistant.database.read() as session:
        row = (await session.scalars(select(AuditRow).where(AuditRow.action == "members.stop_assisting"))).one()
        acts = await session.get_one(ActsFor, row.subject_id)
    assert acts.ended_at is not None
    assert row.data["after"]["assistant"] == (await ids_of(health))["Chan"]


async def test_nobody_ends_what_another_account_does(health: Stage, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA")
    chan = await health.person("Chan")
    await bind(sokha, chan)
    await kenji.forges("members:stop_assisting:1")
    await kenji.is_refused("general#not_found")
    async with health.assistant.database.read() as session:
        assert (await session.get_one(ActsFor, 1)).ended_at is None


async def refused_buttons(player: Player) -> list[str]:
    """The buttons in the chat, also of what they open, that refuse when this person presses them."""
    pressed: set[str] = set()
    refusing: list[str] = []
    while fresh := [data for data in await _data_shown(player) if data not in pressed]:
        for data in fresh:
            pressed.add(data)
            await player.forges(data)
            if any(refusal.key in {"general#not_allowed", "general#not_found"} for refusal in await player.refusals()):
                refusing.append(data)
    return refusing


async def _data_shown(player: Player) -> list[str]:
    """What the buttons carry that act for a principal; those of forms are left out."""
    shown = {str(each.button.data) for seen in await player.messages() for each in seen.buttons if each.button.data}
    return sorted(data for data in shown if "@" in data)


@pytest.mark.parametrize(
    "without",
    [("meetings", "actions", "indicators"), ("documents", "actions", "indicators")],
    ids=["documents", "meetings"],
)
async def test_buttons_that_refuse_are_not_shown_to_an_assistant(
    health: Stage, dara: Player, sokha: Player, without: tuple[str, ...]
) -> None:
    chan = await health.person("Chan")
    await bind(sokha, chan, *without)
    await circulate(dara, meeting_id=await announces(dara))
    assert await _data_shown(chan)
    assert await refused_buttons(chan) == []
