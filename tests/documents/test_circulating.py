"""A file sent to the assistant is circulated by the guided form (D1)."""

import pytest
from sqlalchemy import func, select

from storage.documents import Document, Receipt
from storage.members import Role
from tests.documents.conftest import PAPER, circulate, received, stored_document
from tests.support.stage import Player, Stage

ASKED = "Please acknowledge by Friday 4 December 2026."


async def count_documents(stage: Stage) -> int:
    async with stage.assistant.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Document)) or 0


async def until_kind(dara: Player) -> None:
    """The file is sent and its suggested title taken."""
    await dara.sends_file("health-budget-2027.pdf", PAPER)
    await dara.taps("Circulate it as a document", "health-budget-2027")


@pytest.mark.parametrize("role", list(Role))
async def test_circulating_a_file_is_offered_to_organisers_only(health: Stage, role: Role) -> None:
    player = await health.member("Vuthy", role)
    await player.sends_file("paper.pdf", PAPER)
    await player.reads("What would you like to do with paper.pdf?", "[Share it with members]", "[Nothing, thank you]")
    offered = "[Circulate it as a document]" in await player.screen()
    assert offered == (role in {Role.SECRETARIAT, Role.CHAIR})


@pytest.mark.parametrize("data", ["documents/take", "documents/new"])
async def test_a_member_cannot_circulate_with_a_forged_button(
    health: Stage, dara: Player, sokha: Player, data: str
) -> None:
    await sokha.sends_file("paper.pdf", PAPER)
    await sokha.forges(data)
    await sokha.reads("Your role in this TWG does not allow that.")
    await sokha.says("A title")
    assert await count_documents(health) == 0


async def test_a_document_is_circulated_by_the_guided_form(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.sends_file("health-budget-2027.pdf", PAPER)
    await dara.taps("Circulate it as a document")
    await dara.reads("What is its title?", "[health-budget-2027]")
    await dara.taps("health-budget-2027", "Meeting paper", "All members")
    await dara.says("4 December 2026", "Please read part 2 before the plenary.")
    await dara.reads(
        "File: health-budget-2027.pdf",
        "Title: health-budget-2027",
        "Kind: Meeting paper",
        "For: All members",
        "Acknowledge by: Friday 4 December 2026",
        "Note: Please read part 2 before the plenary.",
        "[Circulate to 1 person]",
    )
    await sokha.sees_nothing_new()
    await dara.taps("Circulate to 1 person")
    await dara.reads(
        "Circulated to 1 person.",
        "Whoever has not acknowledged it by Wednesday 25 November 2026, 08:00 is reminded then.",
        "[Who has not acknowledged]",
    )
    document = await stored_document(health, 1)
    assert (document.title, document.kind, document.note) == (
        "health-budget-2027",
        "paper",
        "Please read part 2 before the plenary.",
    )


async def test_before_it_is_sent_the_summary_says_whether_anybody_will_be_reminded(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await until_kind(dara)
    await dara.taps("Meeting paper", "All members")
    await dara.says("today")
    await dara.taps("Skip")
    nobody = "Nobody will be reminded of it; you can see who has not acknowledged it."
    await dara.reads(nobody, "[Circulate to 1 person]")
    await dara.taps("Change…", "Acknowledge by")
    await dara.says("4 December 2026")
    await dara.reads("Whoever has not acknowledged it by Wednesday 25 November 2026, 08:00 is reminded then.")
    await dara.does_not_read(nobody)
    await dara.taps("Change…", "Acknowledge by", "Skip")
    await dara.reads("Whoever has not acknowledged it by Wednesday 25 November 2026, 08:00 is reminded then.")


async def test_the_summary_knows_the_reminders_of_the_twg(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/reminders")
    await dara.taps("Document: first reminder", "Do not remind", "Save")
    await until_kind(dara)
    await dara.taps("Meeting paper", "All members", "Skip", "Skip")
    await dara.reads("Nobody will be reminded of it")


async def test_day_and_note_may_be_skipped(health: Stage, dara: Player, sokha: Player) -> None:
    await until_kind(dara)
    await dara.taps("Minutes", "All members", "Skip", "Skip", "Circulate to 1 person")
    document = await stored_document(health, 1)
    assert (document.acknowledge_by, document.note) == (None, "")
    await sokha.reads("Minutes · HLT TWG", "Please acknowledge that you have received it.")


async def test_recipients_get_the_file_itself_with_caption_and_button(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await circulate(dara, note="Please read part 2.")
    for player in (sokha, kenji):
        [message] = await player.new_messages()
        assert message.document is not None
        assert message.document.name == "health-budget-2027.pdf"
        assert "Meeting paper · HLT TWG\n\nHealth budget 2027\nPlease read part 2." in message.text
        assert ASKED in message.text
        assert message.labels == ["I have received it"]
        assert await player.person.downloads(message) == PAPER


async def test_whoever_circulates_it_is_not_sent_it(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await dara.sees_nothing_new()


async def test_a_photo_is_circulated_as_a_photo(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.does(dara.person.sends_photo(b"\xff\xd8\xff a flip chart"))
    await dara.taps("Circulate it as a document")
    await dara.says("Flip chart of the workshop")
    await dara.taps("Other document", "All members", "Skip", "Skip", "Circulate to 1 person")
    message = await received(sokha)
    assert message.photo_id is not None
    assert message.document is None
    assert "Flip chart of the workshop" in message.text
    assert await sokha.person.downloads(message) == b"\xff\xd8\xff a flip chart"
    await sokha.taps("I have received it")
    await sokha.reads("You acknowledged it.")


async def test_the_name_telegram_gives_a_photo_is_not_suggested_as_its_title(health: Stage, dara: Player) -> None:
    await dara.does(dara.person.sends_photo(b"\xff\xd8\xff a flip chart"))
    await dara.taps("Circulate it as a document")
    await dara.reads("What is its title?")
    await dara.does_not_read("[photo-")


async def test_a_file_without_an_ending_is_suggested_by_its_whole_name(health: Stage, dara: Player) -> None:
    await dara.sends_file("README", PAPER)
    await dara.taps("Circulate it as a document")
    await dara.reads("[README]")


async def test_begun_by_the_list_the_form_asks_for_the_file_first(health: Stage, dara: Player) -> None:
    await dara.says("/documents")
    await dara.taps("Circulate a document")
    await dara.reads("Please send the document as a file.")
    await dara.says("It is about the budget")
    await dara.reads("Please send a file here: a document or a photo.")
    await dara.sends_file("budget.pdf", PAPER)
    await dara.reads("What is its title?", "[budget]")


async def test_a_caption_near_the_limit_arrives_whole_under_the_file(
    health: Stage, dara: Player, sokha: Player
) -> None:
    title, note = "ថ" * 200, "&" * 500
    await circulate(dara, title=title, note=note)
    [message] = await sokha.new_messages()
    assert message.document is not None
    assert title in message.text
    assert note in message.text
    assert ASKED in message.text
    await sokha.taps("I have received it")
    changed = await received(sokha)
    assert title in changed.text
    assert note in changed.text
    assert "You acknowledged it." in changed.text


async def test_a_note_too_long_is_refused_and_everything_is_kept(health: Stage, dara: Player) -> None:
    await until_kind(dara)
    await dara.taps("Meeting paper", "All members", "Skip")
    await dara.says("N" * 501)
    await dara.reads("500 characters; this has 501", "Would you like to add a note?")
    await dara.says("Short")
    await dara.reads("Title: health-budget-2027", "Note: Short")


async def test_markup_in_title_note_and_file_name_comes_through_whole(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await dara.sends_file("R&D <draft>.pdf", PAPER)
    await dara.reads("What would you like to do with R&D <draft>.pdf?")
    await dara.taps("Circulate it as a document", "R&D <draft>", "Report", "All members", "Skip")
    await dara.says("See <b>part 2</b> & part 3")
    await dara.reads("File: R&D <draft>.pdf", "Title: R&D <draft>", "Note: See <b>part 2</b> & part 3")
    await dara.taps("Circulate to 1 person")
    await sokha.reads("R&D <draft>\nSee <b>part 2</b> & part 3", "[R&D <draft>.pdf]")


async def test_everybody_it_went_to_has_a_receipt_to_give(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    document_id = await circulate(dara)
    async with health.assistant.database.read() as session:
        receipts = list(await session.scalars(select(Receipt).where(Receipt.document_id == document_id)))
    assert len(receipts) == 2
    assert all(receipt.acknowledged_at is None for receipt in receipts)
