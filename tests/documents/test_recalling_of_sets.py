"""Recalling one document of several that were circulated together, and sending a new version of one (D1, D2)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.core.notifications import Delivery, DeliveryState
from storage.documents import DocumentKind, find_circulation
from tests.documents.test_recalling import REASON, file_names, recalls
from tests.support.cases import one_language
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.core.files import SentFile
from twg.documents import circulating, recalling, replacing

NAMES = ["Agenda", "Budget", "Minutes"]


async def sent_file(player: Player, name: str) -> SentFile:
    """A file as Telegram knows it that this person has sent."""
    await player.sends_file(f"{name}.pdf", name.encode())
    sent = [message for message in await player.person.messages() if message.document is not None][-1]
    assert sent.document is not None
    return SentFile(handle=sent.document.file_id, name=sent.document.name, size_bytes=len(name))


async def circulates_set(dara: Player, names: list[str] = NAMES) -> list[int]:
    """Circulate documents together to all members. Returns their ids."""
    stage = dara.stage
    documents = [
        circulating.NewDocument(file=await sent_file(dara, name), title=name, kind=DocumentKind.PAPER) for name in names
    ]
    await everybody_looks_away(dara)
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        args = circulating.NewCirculation(documents=documents, audience=Audience.ALL, acknowledge_by=date(2026, 12, 4))
        circulation, _notification = await circulating.circulate(session, actor, args, now=stage.clock.now())
        ids = [document.id for document in circulation.documents]
    await stage.settle()
    return ids


async def test_one_of_a_set_is_taken_out_of_its_album_and_its_list(health: Stage, dara: Player, sokha: Player) -> None:
    ids = await circulates_set(dara)
    assert await file_names(sokha) == ["Agenda.pdf", "Budget.pdf", "Minutes.pdf"]
    await recalls(dara, ids[1])
    assert await file_names(sokha) == ["Agenda.pdf", "recalled.txt", "Minutes.pdf"]
    listed = await sokha.finds("documents/set")
    [context] = listed.contexts("documents/set")
    assert [document.title for document in context["documents"]] == ["Agenda", "Minutes"]
    assert [document.title for document in context["withdrawn"]] == ["Budget"]
    assert "documents:acknowledge_set" in listed.offers
    await sokha.presses("documents:acknowledge_set")
    await sokha.sees("documents/set", acknowledged=True)


async def test_the_recall_of_one_of_a_set_is_taken_back(health: Stage, dara: Player, sokha: Player) -> None:
    ids = await circulates_set(dara)
    await recalls(dara, ids[1])
    await dara.presses("general:undo")
    assert await file_names(sokha) == ["Agenda.pdf", "Budget.pdf", "Minutes.pdf"]
    [context] = (await sokha.finds("documents/set")).contexts("documents/set")
    assert len(context["documents"]) == 3
    await sokha.is_not_told("document_stands_again")


async def test_the_others_of_a_set_that_waits_are_sent_without_it(health: Stage, dara: Player, sokha: Player) -> None:
    scene = Scene(health, dara, dara, sokha)
    await scene.holds_back(sokha)
    await health.sandbox.fault("502", method="sendMediaGroup", chat_id=sokha.person.id, times=None)
    ids = await circulates_set(dara)
    await scene.does(dara, recalling.recall, ids[1], REASON)
    await sokha.looks_away()
    await health.sandbox.mend()
    await health.passes(minutes=20)
    assert await file_names(sokha) == ["Agenda.pdf", "Minutes.pdf"]
    [context] = (await sokha.finds("documents/set")).contexts("documents/set")
    assert [document.title for document in context["documents"]] == ["Agenda", "Minutes"]
    await sokha.does_not_read_fact("Budget")


@pytest.mark.parametrize("language", one_language("km"))
async def test_a_recall_between_an_album_and_its_list_changes_the_one_and_stays_out_of_the_other(
    health: Stage, dara: Player, language: str
) -> None:
    kenji = await health.member("Kenji", "development_partner", language=language)
    await health.sandbox.fault("502", method="sendMessage", chat_id=kenji.person.id, times=None)
    ids = await circulates_set(dara)
    assert await file_names(kenji) == ["Agenda.pdf", "Budget.pdf", "Minutes.pdf"]
    await recalls(dara, ids[1])
    await health.sandbox.mend()
    await health.passes(minutes=20)
    assert await file_names(kenji) == ["Agenda.pdf", "recalled.txt", "Minutes.pdf"]
    [context] = (await kenji.finds("documents/set")).contexts("documents/set")
    assert [document.title for document in context["documents"]] == ["Agenda", "Minutes"]
    await kenji.presses("documents:acknowledge_set")
    await kenji.sees("documents/set", acknowledged=True)


async def test_who_got_the_set_without_it_gets_it_when_the_recall_is_taken_back(
    health: Stage, dara: Player, sokha: Player
) -> None:
    scene = Scene(health, dara, dara, sokha)
    await scene.holds_back(sokha)
    await health.sandbox.fault("502", method="sendMediaGroup", chat_id=sokha.person.id, times=None)
    ids = await circulates_set(dara)
    await recalls(dara, ids[1])
    await health.sandbox.mend()
    await health.passes(minutes=5)
    assert await file_names(sokha) == ["Agenda.pdf", "Minutes.pdf"]
    await dara.presses("general:undo")
    assert await file_names(sokha) == ["Agenda.pdf", "Minutes.pdf", "Budget.pdf"]
    await sokha.sees("documents/card", heading="stands")


async def test_when_all_of_a_set_are_recalled_nothing_of_it_is_left(health: Stage, dara: Player, sokha: Player) -> None:
    ids = await circulates_set(dara, NAMES[:2])
    for document_id in ids:
        await recalls(dara, document_id)
    assert await file_names(sokha) == ["recalled.txt"] * 2
    listed = await sokha.finds("documents/set")
    assert listed.offers == []
    async with health.assistant.database.read() as session:
        circulation = await find_circulation(session, 1)
    assert circulation is not None
    await sokha.forges("documents:open_set:1")
    await sokha.is_refused("documents#was_recalled")
    await everybody_looks_away(dara)
    await health.passes(days=12)
    await sokha.is_not_told("document_reminder")


@pytest.mark.parametrize("again", [True, False])
async def test_a_new_version_of_one_of_a_set_is_sent_alone_and_the_old_list_gives_the_newest(
    health: Stage, dara: Player, sokha: Player, *, again: bool
) -> None:
    ids = await circulates_set(dara)
    old = await sokha.finds("documents/set")
    file = await sent_file(dara, "Budget v2")
    await everybody_looks_away(dara)
    async with health.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        args = replacing.NewVersion(file=file, ask_again=again)
        await replacing.replace(session, actor, ids[1], args, now=health.clock.now())
    await health.settle()
    await sokha.is_told_only("document_replaced")
    await sokha.presses("documents:acknowledge_set", in_message=old.message)
    await sokha.sees("documents/set", newer=True)
    await sokha.presses("documents:acknowledge_set")
    await sokha.sees("documents/set", acknowledged=True)


async def test_nothing_of_a_recalled_set_is_on_its_way_any_more(health: Stage, dara: Player, sokha: Player) -> None:
    scene = Scene(health, dara, dara, sokha)
    await scene.holds_back(sokha)
    await health.sandbox.fault("502", method="sendMediaGroup", chat_id=sokha.person.id, times=None)
    for document_id in await circulates_set(dara, NAMES[:2]):
        await scene.does(dara, recalling.recall, document_id, REASON)
    await health.sandbox.mend()
    await health.passes(minutes=20)
    assert await file_names(sokha) == []
    async with health.assistant.database.read() as session:
        states = set(await session.scalars(select(Delivery.state)))
    assert states == {DeliveryState.VOID}
