"""Minutes that were written elsewhere are handed in as a file; nothing is recorded without a tap (G6, A1)."""

import hashlib

import pytest
from sqlalchemy import select

from storage.actions import Action
from storage.members import Adoption
from storage.minutes.files import MinutesFile
from storage.records import RecordLine
from tests.export.test_files import index_of
from tests.meetings.conftest import local
from tests.minutes.conftest import adopts_by, circulates, held, newest
from tests.minutes.files import KHMER, PAGE, minutes_of, of_pages, with_macros
from tests.reading.files import pdf
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

__all__ = ["held"]

NAME = "minutes.docx"


@pytest.fixture
async def over(health: Stage, dara: Player, sokha: Player, kenji: Player) -> int:
    """The id of a plenary of 15 December that is over, of which nothing is noted."""
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 14))
    await everybody_looks_away(dara)
    return meeting_id


async def is_read(stage: Stage) -> None:
    await stage.assistant.leader.archive_files()
    await stage.assistant.leader.read_lists()


async def hands_in(player: Player, meeting_id: int, data: bytes, name: str = NAME) -> None:
    """Hand a file in with the day of the meeting below it, up to what it says."""
    await player.sends_file(name, data=data, caption="minutes of the meeting of 15 December")
    await player.presses("minutes:take_file", meeting_id)
    await player.sees("minutes/file_kept", name=name)
    await is_read(player.stage)
    await player.presses_below("minutes:look")


async def lines_of(stage: Stage) -> list[RecordLine]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(RecordLine).order_by(RecordLine.id)))


async def actions_of(stage: Stage) -> list[Action]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(Action).order_by(Action.id)))


async def test_a_file_goes_the_way_of_minutes_up_to_their_adoption(
    health: Stage, dara: Player, sokha: Player, over: int
) -> None:
    await adopts_by(health, Adoption.SILENCE)
    await hands_in(dara, over, minutes_of())
    shown = (await dara.shown("minutes/handed_in"))["found"]
    assert [(each.line.owners, each.line.named != "", str(each.line.due_on)) for each in shown.proposed] == [
        ("UNFPA, JICA", True, "2027-01-15"),
        ("Sokha", True, "2027-02-28"),
        ("Sokha", True, "2027-02-28"),
        ("MEF", False, "None"),
    ]
    assert await lines_of(health) == []
    await dara.presses("minutes:take_all", 1)
    kinds = [line.kind.value for line in await lines_of(health)]
    assert kinds == [*["discussion"] * (len(kinds) - 4), *["action"] * 4]
    [left] = (await dara.shown("minutes/taken"))["left"]
    ceiling = "Confirm the ceiling"
    assert left.text == ceiling
    await dara.presses("records:who", left.id)
    await dara.says("Kenji")
    await dara.forges(f"records:when:{left.id}")
    await dara.says("29 January 2027")
    await dara.forges("records:close_anyway:1")
    assert [each.text for each in await actions_of(health)][-1] == "Confirm the ceiling"
    assert len(await actions_of(health)) == 4
    await dara.forges("minutes:take_all:1")
    assert len(await lines_of(health)) == len(kinds)
    await everybody_looks_away(dara)
    await dara.forges(f"minutes:open:{over}")
    await dara.presses("minutes:send", over)
    await dara.presses("form:save")
    await health.settle()
    await sokha.is_told("document_circulated")
    message = await sokha.person.last()
    assert message.document is not None
    assert message.document.name == NAME
    await sokha.says("1: 58% are staffed → 61% are staffed")
    await dara.presses("minutes:accept", 1)
    await health.becomes(local(23, 9))
    assert (await newest(health, over)).adopted_how is Adoption.SILENCE
    await dara.sends_file(NAME, data=minutes_of(), caption="minutes")
    await dara.does_not_offer("minutes:take_file", over)
    await dara.forges(f"minutes:hand_in:{over}")
    await dara.is_refused("minutes#already_adopted")


async def test_one_by_one_what_is_left_out_is_not_recorded(health: Stage, dara: Player, over: int) -> None:
    await hands_in(dara, over, minutes_of(KHMER))
    await dara.presses("minutes:point", 1, 1)
    await dara.presses("minutes:take_point", 1, 1)
    await dara.sees("minutes/handed_in_point")
    await dara.presses("minutes:point", 1, 2)
    await dara.presses("minutes:leave_point", 1, 2)
    await dara.forges("minutes:take_point:1:1")
    assert [line.text for line in await lines_of(health)] == ["ផ្ញើតួលេខតាមស្រុក"]
    await dara.presses("minutes:look", 1, 1)
    await dara.presses("minutes:take_all", 1)
    assert [line.text for line in await lines_of(health) if line.owners] == ["ផ្ញើតួលេខតាមស្រុក"]


async def test_what_was_taken_back_or_handed_in_again_is_there_once(health: Stage, dara: Player, over: int) -> None:
    await hands_in(dara, over, minutes_of())
    await dara.presses("minutes:point", 1, 1)
    await dara.presses("minutes:take_point", 1, 1)
    await dara.forges("records:undo:1")
    await dara.forges("minutes:point:1:1")
    await dara.presses("minutes:take_point", 1, 1)
    await hands_in(dara, over, minutes_of())
    found = (await dara.shown("minutes/handed_in"))["found"]
    assert [each.known for each in found.proposed] == [True, False, False, False]
    await dara.presses("minutes:take_all", 2)
    await dara.forges("minutes:take_all:1")
    await dara.sees("minutes/taken", actions=0, paragraphs=0)
    standing = [line.text for line in await lines_of(health) if line.removed_at is None]
    assert len(standing) == len(set(standing))


@pytest.mark.parametrize(
    ("state", "data"),
    [
        ("macros", lambda: with_macros(minutes_of())),
        ("too_long", lambda: of_pages(200)),
        ("without_text", lambda: minutes_of((), before=(), after=())),
        ("unreadable", lambda: b"\x00\x01 nothing"),
        ("encrypted", lambda: pdf([PAGE], password="secret")),
    ],
)
async def test_what_cannot_be_read_is_one_sentence(
    health: Stage, dara: Player, held: int, state: str, data: object
) -> None:
    assert callable(data)
    before = len(await lines_of(health))
    await hands_in(dara, held, data())
    await dara.sees("minutes/file_unread", state=state)
    await dara.forges("minutes:take_all:1")
    assert len(await lines_of(health)) == before


@pytest.mark.parametrize("holding", ["ahead", "cancelled"])
async def test_minutes_of_what_was_not_held_are_not_taken(health: Stage, dara: Player, holding: str) -> None:
    meeting_id = await announce_meeting(dara)
    if holding == "cancelled":
        await cancel_meeting(dara, meeting_id)
        await health.becomes(local(15, 13))
    await everybody_looks_away(dara)
    await dara.sends_file(NAME, data=minutes_of(), caption="minutes of the meeting of 15 December")
    await dara.does_not_offer("minutes:take_file", meeting_id)
    await dara.forges(f"minutes:hand_in:{meeting_id}")
    await dara.is_refused("minutes#not_held", holding=holding)


async def test_of_a_pdf_the_table_is_taken_and_a_scan_goes_out_as_it_is(
    health: Stage, dara: Player, sokha: Player, over: int
) -> None:
    await hands_in(dara, over, pdf([PAGE], font="Courier"), "minutes.pdf")
    shown = (await dara.shown("minutes/handed_in"))["found"]
    assert [(each.line.text, each.line.owners, each.line.due) for each in shown.proposed] == [
        ("Send the figures", "UNFPA, JICA", ""),
        ("Confirm the ceiling with the ministry", "MEF", "asap"),
        ("Print the report", "all DPs", "Q1"),
    ]
    await hands_in(dara, over, pdf(["", ""]), "scan.pdf")
    await dara.sees("minutes/file_unread", state="without_text")
    await dara.presses("attendance:open", over)
    await dara.presses("attendance:names", over, "to_mark")
    await dara.presses("attendance:mark", over, 2)
    await dara.says("/minutes")
    await dara.presses("minutes:open", over)
    await dara.presses("minutes:send", over)
    await dara.presses("form:save")
    await health.settle()
    await sokha.is_told("document_circulated")
    message = await sokha.person.last()
    assert message.document is not None
    assert message.document.name == "scan.pdf"


async def test_while_they_circulate_nothing_is_taken(health: Stage, dara: Player, held: int) -> None:
    await circulates(dara, held)
    await hands_in(dara, held, minutes_of())
    await dara.presses("minutes:take_all", 1)
    await dara.is_refused("meetings#minutes_fixed")


async def test_a_document_that_was_circulated_is_taken_too(health: Stage, dara: Player, over: int) -> None:
    await dara.sends_file(NAME, data=minutes_of())
    await dara.presses("documents:take")
    await dara.presses("form:choice=0")
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.presses_below("minutes:of_document")
    await dara.presses("minutes:take_document", 1, over)
    await is_read(health)
    await dara.presses_below("minutes:look")
    await dara.sees("minutes/handed_in")


async def test_the_form_below_the_meeting_takes_a_file_of_who_keeps_the_record(
    health: Stage, dara: Player, sokha: Player, over: int
) -> None:
    await dara.forges(f"minutes:open:{over}")
    await dara.sees("minutes/unnoted")
    await dara.presses("minutes:hand_in", over)
    await dara.sends_file(NAME, data=minutes_of())
    await dara.sees("minutes/file_kept")
    await sokha.forges("minutes:look:1")
    await sokha.is_refused("general#not_allowed")
    async with health.assistant.database.read() as session:
        assert [each.meeting_id for each in await session.scalars(select(MinutesFile))] == [over]


async def test_it_leaves_with_its_hash_for_who_keeps_the_record(health: Stage, dara: Player, over: int) -> None:
    """The scan that was signed, as it came: by the zip of documents, to those who organise the meeting (R4)."""
    data = minutes_of()
    await hands_in(dara, over, data, "signed minutes.docx")
    chair = await health.member("Sovann", "chair", "MoH")
    crdb = await health.member("Kunthea", "crdb", "CRDB")
    for player, expected in ((dara, True), (chair, True), (crdb, False)):
        await player.looks_away()
        await player.says("/export files")
        lines = await index_of(player)
        found = [(line["Kind"], line["File"], line["SHA-256 of the file"]) for line in lines]
        signed = ("Minutes handed in", "signed minutes.docx", hashlib.sha256(data).hexdigest())
        assert (signed in found) == expected


async def test_what_comes_after_the_record_was_closed_is_taken_by_opening_it_again(
    health: Stage, dara: Player, over: int
) -> None:
    before = ("Minutes of the second plenary, 14 December 2026", "Decisions 1. Adopt the plan 2. Endorse the budget")
    await hands_in(dara, over, minutes_of(before=before))
    assert str((await dara.shown("minutes/handed_in"))["found"].other_day) == "2026-12-14"
    await dara.presses("minutes:point", 1, 1)
    await dara.presses("minutes:take_point", 1, 1)
    await dara.forges("records:close_anyway:1")
    await dara.looks_away()
    await dara.forges("minutes:take_all:1")
    await dara.sees("minutes/record_closed", name="Dara")
    assert len(await lines_of(health)) == 1
    await dara.presses("minutes:reopen_and_take", 1)
    await dara.sees("minutes/taken", actions=3)
    kinds = [line.kind.value for line in await lines_of(health)]
    assert (kinds.count("action"), kinds.count("decision")) == (4, 2)


async def test_of_very_many_points_the_next_ones_are_taken_by_one_tap_more(
    health: Stage, dara: Player, over: int
) -> None:
    rows = (("Action", "Who", "When"), *((f"Print part {number}", "MEF", "") for number in range(230)))
    await hands_in(dara, over, minutes_of(rows, before=(), after=()))
    await dara.presses("minutes:take_all", 1)
    await dara.sees("minutes/taken", actions=200, more=30)
    await dara.presses("minutes:take_all", 1)
    await dara.sees("minutes/taken", actions=30, more=0)
    assert len(await lines_of(health)) == 230
