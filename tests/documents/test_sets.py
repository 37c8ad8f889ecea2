"""Several files are one circulation: one question, albums, one list with one button, one list of who has not (D1)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from sandbox.client import AlbumItem, SeenMessage
from storage.core.album_messages import AlbumMessage
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.documents import Circulation, find_circulation
from tests.documents.conftest import MEGABYTE, PAPER, local
from tests.forms.steps import answers, open_forms
from tests.support.cases import one_language
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

#: A pack as it comes: eleven files from several people.
NAMES = (
    *(
        "01_Agenda_plenary.docx",
        "2026-11-10_Minutes of the last meeting (1).docx",
        "Health_budget_2027_final_v3 (2).xlsx",
    ),
    *("JMI report Q3.pdf", "ToR-for-the-consultant-2026.pdf", "AWP 2027 draft.xlsx", "របៀបវារៈ_បន្ថែម.pdf"),
    *("Annex%20II%20costing.pdf", "HospitalReformStrategy.pdf", "slides EPI coverage.pptx", "Copy of Prakas 312.pdf"),
)
TITLES = (
    *("Agenda plenary", "Minutes of the last meeting", "Health budget 2027", "JMI report Q3"),
    *("ToR for the consultant 2026", "AWP 2027 draft", "របៀបវារៈ បន្ថែម", "Annex II costing"),
    *("Hospital Reform Strategy", "Slides EPI coverage", "Prakas 312"),
)
KINDS = (
    *("agenda", "minutes", "paper", "report", "tor", "workplan", "agenda", "paper", "plan", "presentation", "law"),
)


async def stored(stage: Stage, circulation_id: int = 1) -> Circulation:
    async with stage.assistant.database.read() as session:
        circulation = await find_circulation(session, circulation_id)
    assert circulation is not None
    return circulation


async def sends_pack(dara: Player, caption: str = "") -> None:
    """An album of ten, and the rest right after it, as Telegram's apps send eleven chosen files."""
    await dara.sends_album([(name, PAPER) for name in NAMES[:10]], caption=caption)
    await dara.sends_file(NAMES[10], PAPER)


async def offers_of(player: Player) -> list[Any]:
    return [seen for seen in await player.messages() if "general/offer" in seen.keys]


async def chat_of(player: Player) -> list[SeenMessage]:
    return [message for message in await player.person.messages() if not message.mine]


async def circulates(dara: Player, *names: str, caption: str = "Please read") -> None:
    """An album without a meeting, sent to all members, without a last day."""
    await dara.sends_album([(name, PAPER) for name in names], caption=caption)
    for button in ("documents:take", "form:choice=all", "form:skip"):
        await dara.presses(button)
    await everybody_looks_away(dara)
    await dara.presses("form:save")


@pytest.mark.parametrize("language", one_language("en"))
async def test_eleven_papers_for_a_plenary_take_few_taps(health: Stage, sokha: Player, language: str) -> None:
    dara = await health.member("Dara", "secretariat", language=language)
    meeting_id = await announce_meeting(dara, day=date(2026, 12, 7))
    taps = 0
    await sends_pack(dara, caption="Papers for the plenary")
    assert len(await offers_of(dara)) == 1, "what the eleven files are is asked once"
    for button in ("documents:take", "form:skip", "form:save"):  # for which meeting and whom, the caption says
        await dara.presses(button)
        taps += 1
    assert taps <= 12
    print(f"\neleven papers in {language}: {taps} taps and no text")  # noqa: T201 - the count is asked for
    circulation = await stored(health)
    assert tuple(document.title for document in circulation.documents) == TITLES
    assert tuple(document.kind for document in circulation.documents) == KINDS
    assert (circulation.meeting_id, circulation.note) == (meeting_id, "")
    assert circulation.documents[1].dated_on == date(2026, 11, 10)
    assert circulation.documents[6].language == "km"


async def test_files_sent_one_after_another_extend_the_offer(health: Stage, dara: Player, sokha: Player) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        await dara.sends_file(name, PAPER)
        await health.passes(seconds=20)
    [offer] = await offers_of(dara)
    assert [context["names"] for context in offer.contexts("general/offer")] == [["a.pdf", "b.pdf", "c.pdf"]]
    await dara.presses("documents:take")
    assert [file["name"] for file in [(await answers(health))["file"], *(await answers(health))["file"]["more"]]] == [
        "a.pdf",
        "b.pdf",
        "c.pdf",
    ]


async def test_a_file_sent_much_later_is_asked_about_by_itself(health: Stage, dara: Player) -> None:
    await dara.sends_file("a.pdf", PAPER)
    await health.passes(minutes=3)
    await dara.sends_file("b.pdf", PAPER)
    assert len(await offers_of(dara)) == 2


async def test_after_a_button_was_pressed_nothing_joins_what_it_was_about(health: Stage, dara: Player) -> None:
    await dara.sends_file("a.pdf", PAPER)
    await dara.presses("general:dismiss")
    await dara.sends_file("b.pdf", PAPER)
    names = [context["names"] for seen in await offers_of(dara) for context in seen.contexts("general/offer")]
    assert names == [["b.pdf"]]


async def test_a_file_that_comes_while_the_form_is_open_joins_the_others(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await dara.sends_album([("a.pdf", PAPER), ("b.pdf", PAPER)], caption="Please read")
    await dara.presses("documents:take")
    await dara.sends_file("c.pdf", PAPER)
    await dara.is_refused("forms#file_kept", names=["c.pdf"])
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    await dara.does(dara.person.sends_file("d.pdf", PAPER, caption="The last one"))
    await dara.presses("form:save")
    circulation = await stored(health)
    assert [document.title for document in circulation.documents] == ["A", "B", "C", "D"]
    assert circulation.note == "Please read\nThe last one"


async def test_titles_and_kinds_are_corrected_by_lines(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.sends_album([(name, PAPER) for name in NAMES[:4]], caption="x")
    for button in ("documents:take", "form:choice=all", "form:skip"):
        await dara.presses(button)
    await dara.says("3: Budget annex (report)")
    await dara.says("១៖ របៀបវារៈ\n2. (paper)\n4: –")
    await dara.presses("form:save")
    circulation = await stored(health)
    assert [(document.title, document.kind) for document in circulation.documents] == [
        ("របៀបវារៈ", "agenda"),
        ("Minutes of the last meeting", "paper"),
        ("Budget annex", "report"),
    ]
    assert [document.position for document in circulation.documents] == [1, 2, 3]


async def test_as_many_lines_as_documents_are_their_titles(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.sends_album([("scan1.pdf", PAPER), ("scan2.pdf", PAPER)], caption="x")
    for button in ("documents:take", "form:choice=all", "form:skip"):
        await dara.presses(button)
    await dara.says("The budget\nThe agenda")
    await dara.presses("form:save")
    assert [document.title for document in (await stored(health)).documents] == ["The budget", "The agenda"]


@pytest.mark.parametrize("text", ["9: Too high", "0: Too low"])
async def test_a_line_about_no_document_is_refused_and_nothing_is_lost(
    health: Stage, dara: Player, sokha: Player, text: str
) -> None:
    await dara.sends_album([("a.pdf", PAPER), ("b.pdf", PAPER)], caption="x")
    for button in ("documents:take", "form:choice=all", "form:skip"):
        await dara.presses(button)
    await dara.says(f"1: Budget\n{text}")
    await dara.is_refused("forms#lines_left_out")
    await dara.presses("form:save")
    assert [document.title for document in (await stored(health)).documents] == ["Budget", "B"]


async def test_captions_of_several_items_are_the_note_with_their_numbers(
    health: Stage, dara: Player, sokha: Player
) -> None:
    items = [
        AlbumItem("a.pdf", PAPER, caption="first"),
        AlbumItem("b.pdf", PAPER),
        AlbumItem("c.pdf", PAPER, caption="third"),
    ]
    await dara.sends_album(items)
    for button in ("documents:take", "form:choice=all", "form:skip", "form:save"):
        await dara.presses(button)
    assert (await stored(health)).note == "1. first\n3. third"


async def test_members_get_albums_then_one_list_with_one_button(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara, day=date(2026, 12, 7))
    await sends_pack(dara, caption="Papers for the plenary")
    for button in ("documents:take", "form:skip"):
        await dara.presses(button)
    await sokha.looks_away()
    await dara.presses("form:save")
    await health.passes(seconds=30)
    messages = await sokha.new_messages()
    assert [bool(message.document) for message in messages] == [True] * 11 + [False]
    assert len({message.raw.get("media_group_id") for message in messages[:10]}) == 1
    assert [message.raw.get("caption") for message in messages[:11]] == [
        f"{number}. {title}" for number, title in enumerate(TITLES, start=1)
    ]
    assert await sokha.told() == ["document_circulated"]
    await sokha.sees("documents/set", heading="circulated", acknowledged=False)
    await sokha.offers_only("documents:acknowledge_set")
    await sokha.presses("documents:acknowledge_set")
    await sokha.sees("documents/set", acknowledged=True)
    await sokha.offers_only()
    await dara.forges("documents:receipts:1")
    receipts = (await dara.shown("documents/receipts"))["receipts"]
    assert [each.person.name for each in receipts.acknowledged] == ["Sokha"]
    assert receipts.waiting == []


async def test_photos_and_documents_are_albums_of_their_own(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.sends_album([("a.pdf", PAPER), ("b.pdf", PAPER)], caption="x")
    for _photo in range(2):
        await dara.does(dara.person.sends_photo(b"\xff\xd8\xff"))
    await dara.does(dara.person.sends_voice())
    assert len(await offers_of(dara)) == 1
    for button in ("documents:take", "form:choice=all", "form:skip"):
        await dara.presses(button)
    await sokha.looks_away()
    await dara.presses("form:save")
    await health.passes(seconds=20)
    kinds = [
        next((kind for kind in ("document", "photo", "voice") if message.raw.get(kind)), "text")
        for message in await sokha.new_messages()
    ]
    assert kinds == ["document", "document", "photo", "photo", "voice", "text"]


async def test_who_has_not_is_one_list_and_gets_one_reminder_without_the_files(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await circulates(dara, "a.pdf", "b.pdf")
    await health.passes(seconds=10)
    await sokha.presses("documents:acknowledge_set")
    await everybody_looks_away(dara)
    await health.becomes(local(25, 8))
    await sokha.sees_nothing_new()
    await kenji.is_told_only("document_reminder")
    [reminder] = await kenji.new_messages()
    assert reminder.document is None
    await kenji.sees("documents/set", heading="reminder")
    await kenji.offers_only("documents:acknowledge_set", "documents:open", "documents:open")
    await kenji.presses("documents:acknowledge_set")
    await dara.forges("documents:receipts:1")
    assert (await dara.shown("documents/receipts"))["receipts"].waiting == []


async def test_one_paper_of_a_set_acknowledged_leaves_the_others(health: Stage, dara: Player, sokha: Player) -> None:
    await circulates(dara, "a.pdf", "b.pdf")
    await sokha.forges("documents:acknowledge:1")
    await dara.forges("documents:receipts:2")
    assert [each.person.name for each in (await dara.shown("documents/receipts"))["receipts"].waiting] == ["Sokha"]
    await sokha.forges("documents:open_set:1")
    await sokha.sees("documents/set", heading="circulated", acknowledged=False)


async def deliveries(stage: Stage, player: Player) -> list[tuple[int, DeliveryState, bool]]:
    async with stage.assistant.database.read() as session:
        query = select(Delivery.part, Delivery.state, Delivery.repeated).join(Delivery.notification)
        query = query.where(Notification.kind == "document_circulated", Delivery.chat_id == player.person.id)
        return [tuple(row) for row in await session.execute(query.order_by(Delivery.part))]


@pytest.mark.parametrize("kind", ["429", "500"])
async def test_a_set_half_sent_goes_on_where_it_stopped_after_a_restart(
    health: Stage, dara: Player, sokha: Player, kind: str
) -> None:
    await dara.sends_album([(name, PAPER) for name in NAMES[:10]], caption="x")
    await dara.sends_file(NAMES[10], PAPER)
    for button in ("documents:take", "form:choice=all", "form:skip"):
        await dara.presses(button)
    await sokha.looks_away()
    await health.sandbox.fault(kind, method="sendDocument", chat_id=sokha.person.id, times=1)
    await dara.presses("form:save")
    assert (await deliveries(health, sokha))[0][1] is DeliveryState.SENT
    await health.restarts()
    await health.passes(minutes=2)
    assert await deliveries(health, sokha) == [(part, DeliveryState.SENT, False) for part in range(3)]
    assert len(await sokha.new_messages()) == 12
    async with health.assistant.database.read() as session:
        assert len((await session.scalars(select(AlbumMessage))).all()) == 10


async def test_what_cannot_be_taken_is_named_and_the_others_are_kept(
    health: Stage, dara: Player, sokha: Player
) -> None:
    bad = [
        AlbumItem("virus.pdf.exe", PAPER),
        AlbumItem("annexe\u202efdp.scr", PAPER),
        AlbumItem("atlas.pdf", PAPER, declared_size=25 * MEGABYTE),
        AlbumItem("../../etc/passwd", PAPER),
        AlbumItem("n" * 250 + ".pdf", PAPER),
        AlbumItem("good.pdf", PAPER),
    ]
    await dara.sends_album(bad, caption="x")
    [offer] = await offers_of(dara)
    [context] = offer.contexts("general/offer")
    keys = [refusal.key for _name, refusal in context["left_out"]]
    assert keys == ["general#file_dangerous", "general#file_dangerous", "general#file_too_big"]
    for button in ("documents:take", "form:choice=all", "form:skip", "form:save"):
        await dara.presses(button)
    titles = [document.title for document in (await stored(health)).documents]
    assert len(titles) == 3
    assert titles[-1] == "Good"
    assert all(len(title) <= 200 for title in titles)


@pytest.mark.parametrize(
    ("name", "size", "key"),
    [
        ("a.exe", None, "general#file_dangerous"),
        ("macro.JS", None, "general#file_dangerous"),
        ("a.pdf", 25 * MEGABYTE, "general#file_too_big"),
        ("a.pdf", 0, "general#file_empty"),
    ],
)
async def test_one_bad_file_is_refused_in_one_sentence(
    health: Stage, dara: Player, name: str, size: int | None, key: str
) -> None:
    await dara.does(dara.person.sends_file(name, PAPER, declared_size=size))
    await dara.is_refused(key)


async def test_an_audience_with_nobody_in_it_is_told_before(health: Stage, dara: Player) -> None:
    await dara.sends_album([("a.pdf", PAPER), ("b.pdf", PAPER)], caption="x")
    for button in ("documents:take", "form:choice=partners", "form:skip"):
        await dara.presses(button)
    assert any("Nobody else" in note.msgid for note in (await dara.shown("forms/confirm"))["notes"])
    assert len(await open_forms(health)) == 1


async def test_more_files_than_one_circulation_takes_are_named(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/documents")
    await dara.presses("documents:new")
    for album in range(5):
        await dara.sends_album([(f"paper {album} {number}.pdf", PAPER) for number in range(10)])
    await dara.is_refused("forms#lines_left_out")
    file = (await answers(health))["file"]
    assert 1 + len(file["more"]) == 40


async def test_an_edit_of_a_line_corrects_the_title_that_it_gave(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.sends_album([("a.pdf", PAPER), ("b.pdf", PAPER)], caption="x")
    for button in ("documents:take", "form:choice=all", "form:skip"):
        await dara.presses(button)
    typed = "2: Budgt annex"
    await dara.says(typed)
    await dara.presses("form:save")
    await health.passes(seconds=10)
    [mine] = [message for message in await dara.person.messages() if message.mine and message.text == typed]
    await dara.edits(mine, "2: Budget annex")
    await dara.presses("general:change_edit")
    assert [document.title for document in (await stored(health)).documents] == ["A", "Budget annex"]


async def test_a_set_is_found_and_opened_by_each_of_its_documents(health: Stage, dara: Player, sokha: Player) -> None:
    await circulates(dara, "Midwifery study.pdf", "Costing annex.xlsx", caption="Please read both")
    await sokha.says("/search costing")
    await sokha.presses("documents:open", 2)
    await sokha.sees("documents/card", document__title="Costing annex")
    await sokha.says("/search midwifery")
    await sokha.presses("documents:open", 1)
    await sokha.sees("documents/card", document__title="Midwifery study")


async def test_an_audience_that_was_chosen_stays_when_a_meeting_is_chosen_later(
    health: Stage, dara: Player, sokha: Player
) -> None:
    """Those who are invited to the meeting are more than the person wants to write to."""
    meeting_id = await announce_meeting(dara, day=date(2026, 12, 1))
    await dara.sends_album([("a.pdf", PAPER), ("b.pdf", PAPER)], caption="Please read")
    await dara.presses("documents:take")
    for button in ("skip", "choice=leads", "skip", "change", "change=meeting", f"choice={meeting_id}"):
        await dara.presses(f"form:{button}")
    await dara.presses("form:save")
    circulation = await stored(health)
    assert (circulation.meeting_id, circulation.audience) == (meeting_id, "|leads|")


async def test_with_another_meeting_come_those_who_are_invited_to_that(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await health.member("Sovann", "chair")
    plenary = await announce_meeting(dara, day=date(2026, 12, 1))
    briefing = await announce_meeting(dara, title="Briefing", audience="leads", day=date(2026, 12, 2))
    await dara.sends_album([("a.pdf", PAPER), ("b.pdf", PAPER)], caption="Please read")
    await dara.presses("documents:take")
    for button in (f"choice={plenary}", "skip", "change", "change=meeting", f"choice={briefing}"):
        await dara.presses(f"form:{button}")
    await dara.presses("form:save")
    circulation = await stored(health)
    assert (circulation.meeting_id, circulation.audience) == (briefing, "|leads|")


async def test_the_meeting_is_not_named_to_those_who_are_not_invited(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await health.member("Sovann", "chair")
    title = "Retreat of the leads"
    meeting_id = await announce_meeting(dara, title=title, audience="leads", day=date(2026, 12, 1))
    await dara.sends_album([("a.pdf", PAPER), ("b.pdf", PAPER)], caption="x")
    await dara.presses("documents:take")
    for button in (f"choice={meeting_id}", "skip", "change", "change=audience", "choice=all"):
        await dara.presses(f"form:{button}")
    await sokha.looks_away()
    await dara.presses("form:save")
    await health.passes(seconds=10)
    await sokha.is_told("document_circulated")
    await sokha.does_not_read_fact(title)
