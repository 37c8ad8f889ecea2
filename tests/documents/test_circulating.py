"""A file sent to the assistant is circulated by the guided form (D1)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from messages.rendering.texts import Text
from storage.documents import Document, DocumentKind, Receipt
from storage.members import Role
from tests.documents.conftest import PAPER, circulate, local, received, stored_document
from tests.support.stage import Player, Stage

LAST_DAY = date(2026, 12, 4)


async def count_documents(stage: Stage) -> int:
    async with stage.assistant.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Document)) or 0


async def until_kind(dara: Player) -> None:
    """The file is sent and its suggested title taken."""
    await dara.sends_file("health-budget-2027.pdf", PAPER)
    await dara.presses("documents:take")
    await dara.presses("form:choice=0")


async def answers(dara: Player, *pressed: str) -> None:
    """Buttons of the form, by name."""
    for name in pressed:
        await dara.presses(f"form:{name}")


async def on_reminding(dara: Player) -> Text:
    """What the summary says of those who will be reminded: `moment` where anybody is."""
    note: Text
    [note] = (await dara.shown("forms/confirm"))["notes"]
    return note


@pytest.mark.parametrize("role", list(Role))
async def test_circulating_a_file_is_offered_to_organisers_only(health: Stage, role: Role) -> None:
    player = await health.member("Vuthy", role)
    await player.sends_file("paper.pdf", PAPER)
    await player.sees("general/offer", file__name="paper.pdf")
    organising = ["documents:take"] if role in {Role.SECRETARIAT, Role.CHAIR} else []
    await player.offers_only(*organising, "sharing:take", "general:dismiss")


@pytest.mark.parametrize("data", ["documents/take", "documents/new"])
async def test_a_member_cannot_circulate_with_a_forged_button(
    health: Stage, dara: Player, sokha: Player, data: str
) -> None:
    await sokha.sends_file("paper.pdf", PAPER)
    await sokha.forges(data)
    await sokha.is_refused("general#not_allowed")
    await sokha.says("A title")
    assert await count_documents(health) == 0


async def test_a_document_is_circulated_by_the_guided_form(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.sends_file("health-budget-2027.pdf", PAPER)
    await dara.presses("documents:take")
    await dara.asks("title")
    await dara.reads_fact("[Health budget 2027]")
    await answers(dara, "choice=0", "choice=paper", "choice=all")
    await dara.says("4 December 2026", "Please read part 2 before the plenary.")
    summary = await dara.summary()
    assert list(summary) == ["file", "title", "kind", "audience", "acknowledge_by", "note"]
    assert (summary["file"], summary["title"]) == ("health-budget-2027.pdf", "Health budget 2027")
    assert "4 December 2026" in summary["acknowledge_by"]
    assert summary["note"] == "Please read part 2 before the plenary."
    await sokha.sees_nothing_new()
    await dara.presses("form:save")
    await dara.sees("documents/circulated_to", count=1, reminded_at=local(25, 8))
    await dara.offers("documents:receipts", 1)
    document = await stored_document(health, 1)
    circulation = document.circulation
    assert (document.title, document.kind, document.audience, circulation.acknowledge_by, circulation.note) == (
        "Health budget 2027",
        "paper",
        "|all|",
        LAST_DAY,
        "Please read part 2 before the plenary.",
    )
    assert [version.number for version in document.versions] == [1]


async def test_before_it_is_sent_the_summary_says_whether_anybody_will_be_reminded(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await until_kind(dara)
    await answers(dara, "choice=paper", "choice=all")
    await dara.says("today")
    await answers(dara, "skip")
    assert (await on_reminding(dara)).params == {}
    await answers(dara, "change", "change=acknowledge_by")
    await dara.says("4 December 2026")
    reminded = await on_reminding(dara)
    assert "25 November 2026, 08:00" in reminded.params["moment"]
    await answers(dara, "change", "change=acknowledge_by", "skip")
    assert await on_reminding(dara) == reminded


@pytest.mark.parametrize(("minutes", "reminded"), [(-1, True), (0, False)])
async def test_what_would_be_due_at_this_moment_is_no_reminder(
    health: Stage, dara: Player, sokha: Player, minutes: int, reminded: bool
) -> None:
    """On the last day members are reminded at eight; a document may be circulated at that moment."""
    await health.becomes(local(24, 8) + timedelta(minutes=minutes))
    await until_kind(dara)
    await answers(dara, "choice=paper", "choice=all")
    await dara.says("24 November 2026")
    await answers(dara, "skip")
    assert ("moment" in (await on_reminding(dara)).params) is reminded
    await dara.presses("form:save")
    await dara.sees("documents/circulated_to", reminded_at=local(24, 8) if reminded else None)


async def test_the_summary_knows_the_reminders_of_the_twg(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/reminders")
    await dara.presses("reminders:change", "document_2_days")
    await answers(dara, "choice=off", "save")
    await until_kind(dara)
    await answers(dara, "choice=paper", "choice=all", "skip", "skip")
    assert (await on_reminding(dara)).params == {}
    await dara.presses("form:save")
    await dara.sees("documents/circulated_to", reminded_at=None)


async def test_day_and_note_may_be_skipped(health: Stage, dara: Player, sokha: Player) -> None:
    await until_kind(dara)
    await answers(dara, "choice=minutes", "choice=all", "skip", "skip", "save")
    document = await stored_document(health, 1)
    assert (document.circulation.acknowledge_by, document.circulation.note) == (None, "")
    await sokha.is_told_only("document_circulated")
    await sokha.sees("documents/card", heading="circulated", document__kind=DocumentKind.MINUTES, twg__code="HLT")
    await sokha.offers_only("documents:acknowledge")


async def test_recipients_get_the_file_itself_with_caption_and_button(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await circulate(dara, note="Please read part 2.")
    for player in (sokha, kenji):
        [message] = await player.new_messages()
        assert message.document is not None
        assert message.document.name == "health-budget-2027.pdf"
        await player.is_told_only("document_circulated")
        await player.sees("documents/card", document__kind=DocumentKind.PAPER, twg__code="HLT")
        await player.sees("documents/card", document__circulation__acknowledge_by=LAST_DAY)
        await player.reads_fact("HLT", "Health budget 2027\nPlease read part 2.", "4 December 2026")
        await player.offers_only("documents:acknowledge")
        assert await player.person.downloads(message) == PAPER


async def test_whoever_circulates_it_is_not_sent_it(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await dara.sees_nothing_new()


async def test_a_photo_is_circulated_as_a_photo(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.does(dara.person.sends_photo(b"\xff\xd8\xff a flip chart"))
    await dara.presses("documents:take")
    await dara.says("Flip chart of the workshop")
    await answers(dara, "choice=other", "choice=all", "skip", "skip", "save")
    message = await received(sokha)
    assert message.photo_id is not None
    assert message.document is None
    await sokha.reads_fact("Flip chart of the workshop")
    assert await sokha.person.downloads(message) == b"\xff\xd8\xff a flip chart"
    await sokha.presses("documents:acknowledge")
    await sokha.sees("documents/card", acknowledged=True)


async def test_the_name_telegram_gives_a_photo_is_not_suggested_as_its_title(health: Stage, dara: Player) -> None:
    await dara.does(dara.person.sends_photo(b"\xff\xd8\xff a flip chart"))
    await dara.presses("documents:take")
    await dara.asks("title")
    await dara.offers_only("form:back", "form:cancel")


async def test_a_file_without_an_ending_is_suggested_by_its_whole_name(health: Stage, dara: Player) -> None:
    await dara.sends_file("README", PAPER)
    await dara.presses("documents:take")
    await dara.asks("title")
    await dara.reads_fact("[README]")


async def test_begun_by_the_list_the_form_asks_for_the_file_first(health: Stage, dara: Player) -> None:
    await dara.says("/documents")
    await dara.presses("documents:new")
    await dara.asks("file")
    await dara.says("It is about the budget")
    await dara.is_refused("general#file_expected")
    await dara.asks("file")
    await dara.sends_file("budget.pdf", PAPER)
    await dara.asks("title")
    await dara.reads_fact("[Budget]")


async def test_a_caption_near_the_limit_arrives_whole_under_the_file(
    health: Stage, dara: Player, sokha: Player
) -> None:
    title, note = "ថ" * 200, "&" * 500
    await circulate(dara, title=title, note=note)
    [message] = await sokha.new_messages()
    assert message.document is not None
    await sokha.sees("documents/card", document__circulation__acknowledge_by=LAST_DAY)
    await sokha.reads_fact(title, note, "4 December 2026", "25 November 2026, 08:00")
    await sokha.presses("documents:acknowledge")
    await sokha.sees("documents/card", acknowledged=True)
    await sokha.reads_fact(title, note)
    assert (await received(sokha)).id == message.id


async def test_a_note_too_long_is_refused_and_everything_is_kept(health: Stage, dara: Player) -> None:
    await until_kind(dara)
    await answers(dara, "choice=paper", "choice=all", "skip")
    await dara.says("N" * 1025)
    await dara.is_refused("general#too_long", limit=1024, length=1025)
    await dara.asks("note")
    await dara.says("Short")
    summary = await dara.summary()
    assert (summary["title"], summary["note"]) == ("Health budget 2027", "Short")


async def test_markup_in_title_note_and_file_name_comes_through_whole(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await dara.sends_file("R&D <draft>.pdf", PAPER)
    await dara.sees("general/offer")
    await dara.reads_fact("R&D <draft>.pdf")
    await dara.presses("documents:take")
    await dara.reads_fact("[R&D <draft>]")
    await answers(dara, "choice=0", "choice=report", "choice=all", "skip")
    await dara.says("See <b>part 2</b> & part 3")
    await dara.sees("forms/confirm")
    await dara.reads_fact("R&D <draft>.pdf", "R&D <draft>\n", "See <b>part 2</b> & part 3")
    await dara.presses("form:save")
    await sokha.reads_fact("R&D <draft>\nSee <b>part 2</b> & part 3", "[R&D <draft>.pdf]")


async def test_everybody_it_went_to_has_a_receipt_to_give(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    document_id = await circulate(dara)
    async with health.assistant.database.read() as session:
        receipts = list(await session.scalars(select(Receipt).where(Receipt.document_id == document_id)))
    assert len(receipts) == 2
    assert all(receipt.acknowledged_at is None for receipt in receipts)
