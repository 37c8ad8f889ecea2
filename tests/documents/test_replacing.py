"""New versions: what is offered, who gets them, who is asked again, and what old versions show (D2)."""

import pytest

from storage.documents import find_receipt
from tests.documents.conftest import PAPER, circulate, local, stored_document
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.core.files import SentFile
from twg.documents import replacing

CORRECTED = b"%PDF-1.4 health budget, corrected"


async def sends_version(dara: Player, name: str = "health-budget-2027_v2.pdf", caption: str = "") -> None:
    """Send a file whose name is near that of the document, and say that it replaces it."""
    await lets_go(dara)
    await dara.sends_file(name, CORRECTED, **({"caption": caption} if caption else {}))
    await dara.presses("documents:replaces")


async def lets_go(dara: Player) -> None:
    """Do nothing with the file that was sent for a document: a file that follows is no other one of the same."""
    if any("general:dismiss" in seen.offers for seen in await dara.messages()):
        await dara.presses("general:dismiss")


async def acknowledged_by(stage: Stage, document_id: int, player: Player) -> bool:
    async with stage.assistant.database.read() as session:
        actor = await access_actor(session, player)
        receipt = await find_receipt(session, document_id, actor.person.id)
    assert receipt is not None
    return receipt.acknowledged_at is not None


async def test_a_file_with_a_near_name_is_offered_as_a_new_version_and_its_caption_says_what_changed(
    health: Stage, dara: Player, sokha: Player
) -> None:
    document_id = await circulate(dara)
    await everybody_looks_away(dara)
    await sends_version(dara, caption="Corrected table 3")
    await dara.presses("form:save")
    await dara.sees("documents/replaced", count=1)
    document = await stored_document(health, document_id)
    assert [version.note for version in document.versions] == ["", "Corrected table 3"]
    await sokha.is_told_only("document_replaced")
    context = await sokha.shown("documents/card", heading="replaced")
    assert context["document"].id == document_id
    await sokha.reads_fact("Corrected table 3", "[health-budget-2027_v2.pdf]")
    await sokha.offers("documents:acknowledge", document_id)


@pytest.mark.parametrize(
    ("name", "offered"),
    [("Health Budget 2027 FINAL.pdf", True), ("health-budget-2028.pdf", False), ("minutes.pdf", False)],
)
async def test_only_near_names_are_offered(health: Stage, dara: Player, name: str, *, offered: bool) -> None:
    document_id = await circulate(dara)
    await lets_go(dara)
    await dara.sends_file(name, CORRECTED)
    if offered:
        await dara.offers("documents:replaces", document_id)
    else:
        await dara.does_not_offer("documents:replaces")
    await dara.offers("documents:take")


async def test_nothing_is_offered_to_somebody_who_does_not_run_documents(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulate(dara)
    await sokha.sends_file("health-budget-2027_v2.pdf", CORRECTED)
    await sokha.does_not_offer("documents:replaces")


@pytest.mark.parametrize("verb", ["replace", "replaces", "recall"])
async def test_a_version_of_somebody_elses_document_is_refused(
    health: Stage, dara: Player, sokha: Player, verb: str
) -> None:
    document_id = await circulate(dara)
    await sokha.forges(f"documents:{verb}:{document_id}")
    await sokha.is_refused("general#not_allowed")
    assert len((await stored_document(health, document_id)).versions) == 1


async def test_reminders_and_receipts_follow_the_newest(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara, acknowledge_by=None)
    await health.passes(days=1)
    await sends_version(dara)
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await everybody_looks_away(dara)
    await health.passes(days=1, hours=2)
    await sokha.is_not_told("document_reminder")  # two days count from the new version
    await health.passes(days=1)
    await sokha.is_told("document_reminder")
    await sokha.reads_fact("[health-budget-2027_v2.pdf]")
    await sokha.presses("documents:acknowledge")
    assert await acknowledged_by(health, document_id, sokha)


@pytest.mark.parametrize(("answer", "asked"), [("yes", True), ("no", False)])
async def test_who_had_acknowledged_is_asked_again_only_if_the_secretariat_says_so(
    health: Stage, dara: Player, sokha: Player, answer: str, *, asked: bool
) -> None:
    document_id = await circulate(dara)
    await sokha.presses("documents:acknowledge")
    await everybody_looks_away(dara)
    await sends_version(dara, caption="Table 3")
    await dara.asks("again")
    await dara.presses(f"form:choice={answer}")
    await dara.presses("form:save")
    await dara.sees("documents/replaced", asked_again=int(asked))
    assert await acknowledged_by(health, document_id, sokha) is not asked
    await sokha.is_told("document_replaced")
    if asked:
        await sokha.offers("documents:acknowledge", document_id)
    else:
        await sokha.does_not_offer("documents:acknowledge")


async def test_the_button_of_an_old_message_gives_the_newest_and_says_so(
    health: Stage, dara: Player, sokha: Player
) -> None:
    document_id = await circulate(dara)
    old = await sokha.finds("documents/card", heading="circulated")
    await sends_version(dara, caption="Table 3")
    await dara.presses("form:save")
    await sokha.looks_away()
    await sokha.presses("documents:acknowledge", in_message=old.message)
    assert not await acknowledged_by(health, document_id, sokha)
    await sokha.sees("documents/card", newer=True)
    await sokha.reads_fact("[health-budget-2027_v2.pdf]")
    await sokha.presses("documents:acknowledge")
    assert await acknowledged_by(health, document_id, sokha)


async def test_old_versions_stay_readable_and_are_marked(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await health.passes(days=1)
    await sends_version(dara, caption="Table 3")
    await dara.presses("form:save")
    await sokha.says("/documents")
    await sokha.presses("documents:open", document_id)
    await sokha.presses("documents:versions", document_id)
    await sokha.sees("documents/versions")
    first = (await stored_document(health, document_id)).versions[0]
    await sokha.presses("documents:version", first.id)
    context = await sokha.shown("documents/old_version")
    assert (context["version"].number, context["by"].number, context["by"].created_at) == (1, 2, local(24, 9))
    [message] = [each for each in await sokha.new_messages() if each.document]
    assert await sokha.person.downloads(message) == PAPER


async def test_who_waits_for_the_document_gets_the_newest_once(health: Stage, dara: Player, sokha: Player) -> None:
    scene = Scene(health, dara, dara, sokha)
    await scene.holds_back(sokha)
    await circulate(dara)
    await sends_version(dara, caption="Table 3")
    await dara.presses("form:save")
    await sokha.looks_away()
    await health.sandbox.mend()
    await health.passes(minutes=20)
    await sokha.is_told_only("document_circulated")
    await sokha.reads_fact("[health-budget-2027_v2.pdf]")


async def test_the_same_file_is_no_new_version(health: Stage, dara: Player) -> None:
    document_id = await circulate(dara)
    document = await stored_document(health, document_id)
    file = document.versions[0].file
    async with health.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        args = replacing.NewVersion(file=SentFile(handle=file.handle, name=file.name))
        with pytest.raises(replacing.SameFile):
            await replacing.replace(session, actor, document_id, args, now=health.clock.now())


async def test_a_new_version_is_sent_from_the_card_too(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await dara.says("/documents")
    await dara.presses("documents:open", document_id)
    await dara.presses("documents:replace", document_id)
    await dara.sends_file("another name.pdf", CORRECTED)
    await dara.says("Table 3")
    await dara.presses("form:save")
    await dara.sees("documents/replaced")
    assert len((await stored_document(health, document_id)).versions) == 2
    await sokha.is_told("document_replaced")


async def test_members_who_joined_since_get_the_new_version_and_are_asked(
    health: Stage, dara: Player, sokha: Player
) -> None:
    document_id = await circulate(dara)
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    await sends_version(dara, caption="Table 3")
    await dara.presses("form:save")
    await maria.is_told("document_replaced")
    await maria.presses("documents:acknowledge")
    assert await acknowledged_by(health, document_id, maria)


async def test_a_document_for_others_is_neither_offered_nor_sent_to_them(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await health.member("Vichea", "government", "MEF")
    await circulate(dara, audience=Audience.GOVERNMENT)
    await everybody_looks_away(dara)
    await sends_version(dara, caption="Table 3")
    await dara.presses("form:save")
    await sokha.sees_nothing_new()
