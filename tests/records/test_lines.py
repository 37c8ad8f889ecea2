"""Lines of the record, as they are typed while a meeting goes on (G6)."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from messages.rendering.texts import LOCALES, Text
from storage.actions import Action, Every
from storage.records import LineKind
from tests.actions.conftest import records
from tests.meetings.conftest import local
from tests.records.conftest import actions, written
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.language.addressees import Nameable
from twg.language.record_lines import Line
from twg.language.record_sentences import read_record

TODAY = date(2026, 12, 15)
KNOWN = [
    Nameable("institution:1", ("MoP", "ក្រសួងផែនការ")),
    Nameable("institution:2", ("ADB",)),
    Nameable("partners", ("DPs",)),
]


def _action(text: str, owners: str = "", named: str = "", **until: Any) -> Line:
    return Line(LineKind.ACTION, text, owners, named, **until)


READ = {
    "decision: the annex is adopted": [Line(LineKind.DECISION, "the annex is adopted")],
    "Agreed: x\nit goes on\nnote: y": [Line(LineKind.DECISION, "x\nit goes on"), Line(LineKind.NOTE, "y")],
    "សម្រេច៖ អនុម័តផែនការ": [Line(LineKind.DECISION, "អនុម័តផែនការ")],
    "កំណត់សម្គាល់៖ ថវិកា": [Line(LineKind.NOTE, "ថវិកា")],
    "action: MoP and ADB; revise the annex; end Jan": [
        _action("revise the annex", "MoP, ADB", "institution:1|institution:2", due="end Jan", due_on=date(2027, 1, 31))
    ],
    "សកម្មភាព៖ ក្រសួងផែនការ; កែឧបសម្ព័ន្ធ; ចុងខែមករា": [
        _action("កែឧបសម្ព័ន្ធ", "ក្រសួងផែនការ", "institution:1", due="ចុងខែមករា", due_on=date(2027, 1, 31))
    ],
    "action: revise the annex; 20 January": [_action("revise the annex", due_on=date(2027, 1, 20))],
    "action: MoP; revise the annex; Q3 2027": [
        _action("revise the annex", "MoP", "institution:1", due="Q3 2027", due_on=date(2027, 9, 30))
    ],
    "action: ADB; report; every quarter": [
        _action("report", "ADB", "institution:2", due_on=date(2026, 12, 31), every=Every.QUARTER)
    ],
    "action: ADB; report; review in March": [_action("report", "ADB", "institution:2", review_on=date(2027, 3, 31))],
    "action: all DPs; send comments; asap": [_action("send comments", "all DPs", "partners", due="asap")],
    "action: MoPX and ADB; print; end Jan": [_action("print", "MoPX, ADB", due="end Jan", due_on=date(2027, 1, 31))],
    "action: revise the annex": [Line(LineKind.ACTION, "revise the annex")],
    "action: MoP and ADB; revise the annex; Q1 2027": [
        _action("revise the annex", "MoP, ADB", "institution:1|institution:2", due="Q1 2027", due_on=date(2027, 3, 31))
    ],
    "action: revise the annex; H1 2027": [_action("revise the annex", due="H1 2027", due_on=date(2027, 6, 30))],
    "សកម្មភាព៖ MoP; កែតារាង; ត្រីមាសទី១ ឆ្នាំ២០២៧": [
        _action("កែតារាង", "MoP", "institution:1", due="ត្រីមាសទី១ ឆ្នាំ២០២៧", due_on=date(2027, 3, 31))
    ],
    "action: MoP; revise the annex; Q3 2026": [_action("revise the annex", "MoP", "institution:1", due="Q3 2026")],
    "action: MoP; report; monthly": [
        _action("report", "MoP", "institution:1", due_on=date(2026, 12, 31), every=Every.MONTH)
    ],
    "action: MoP; ; end Jan": [Line(LineKind.ACTION, "MoP; ; end Jan")],
    "Action – MoP; print it; 20 January": [_action("print it", "MoP", "institution:1", due_on=date(2027, 1, 20))],
    "សម្រេច\u200b៖ អនុម័ត": [Line(LineKind.DECISION, "អនុម័ត")],
    "សកម្ម\u200bភាព ៖\u200bMoP; កែតារាង": [_action("កែតារាង", "MoP", "institution:1")],
    "សេចក្ដីសម្រេច៖ ផ្អាក": [Line(LineKind.DECISION, "ផ្អាក")],
    "Action - well done": [],
    "• decision: x\n2) Action: MoP; print it; 20 January": [
        Line(LineKind.DECISION, "x"),
        _action("print it", "MoP", "institution:1", due_on=date(2027, 1, 20)),
    ],
    "Decision 2: x\nThe meeting agreed that: y": [Line(LineKind.DECISION, "x"), Line(LineKind.DECISION, "y")],
    "អង្គប្រជុំសម្រេចថា៖ អនុម័ត": [Line(LineKind.DECISION, "អនុម័ត")],
    "action: ADB, MoP (lead); print it; 20 January": [
        _action("print it", "MoP, ADB", "institution:1|institution:2", due_on=date(2027, 1, 20))
    ],
    "action: ADB (support) and MoP; print it; 20 January": [
        _action("print it", "ADB, MoP", "institution:2|institution:1", due_on=date(2027, 1, 20))
    ],
    "1. Discussion: the budget": [],
    "Action 2: done": [],
    "notes from the meeting": [],
    "The decision: wait": [],
    "decision:": [],
    "action: ; ; ": [],
    "action: MoP; print it; 1 January 2020": [_action("print it", "MoP", "institution:1", due="1 January 2020")],
    "action: MoP; print it; 31 February 2027": [_action("print it", "MoP", "institution:1", due="31 February 2027")],
    "action: MoP; print it; yesterday": [_action("print it", "MoP", "institution:1", due="yesterday")],
}


def test_lines_are_read_whole() -> None:
    assert {text: read_record(text, known=KNOWN, today=TODAY) for text in READ} == READ


@pytest.mark.parametrize("locale", LOCALES)
def test_a_line_may_begin_as_the_assistant_shows_it(locale: str) -> None:
    for kind in LineKind:
        shown = f"{Text(kind.label).render(locale)}៖ ថវិកា"
        assert [line.kind for line in read_record(shown, known=(), today=TODAY)] == [kind], shown


async def test_lines_are_kept_in_order_below_the_item_that_is_open(health: Stage, dara: Player, plenary: int) -> None:
    await dara.says("/meetings")
    await dara.presses("meetings:open", plenary)
    await dara.presses("records:start", plenary)
    await dara.says("decision: the agenda is adopted")
    await dara.presses_below("records:next")
    await dara.says("discussion: the value of 2026 is late\nconclusion: it comes in January", "note: UNFPA agrees")
    assert await written(health) == [
        (1, "decision", "the agenda is adopted"),
        (2, "discussion", "the value of 2026 is late"),
        (2, "conclusion", "it comes in January"),
        (2, "note", "UNFPA agrees"),
    ]
    card = await dara.shown("records/card")
    assert (card["number"], [line.text for line in card["lines"]][-1]) == (2, "UNFPA agrees")


async def test_sentences_of_minutes_are_read_as_what_was_decided(
    health: Stage, dara: Player, sokha: Player, record: int
) -> None:
    await dara.says("We decided that the annual plan is approved.")
    await dara.presses("records:undo", 1)
    assert await written(health) == []
    await dara.says("It was agreed that UNFPA will send the final tables to the secretariat by 20 February")
    await dara.offers("records:undo", 2)
    await dara.says(
        "អង្គប្រជុំបានឯកភាពឱ្យ JICA ផ្ញើតារាង ត្រឹមថ្ងៃទី២០ ខែកុម្ភៈ", "The meeting agreed that GIZ will pay by end March"
    )
    await dara.says("អង្គប្រជុំសម្រេចអនុម័តផែនការ", "yol prom oy UNFPA phnher report", "We discussed the fees")
    assert [line[1:] for line in await written(health)] == [
        ("action", "UNFPA will send the final tables to the secretariat by 20 February"),
        ("action", "JICA ផ្ញើតារាង ត្រឹមថ្ងៃទី២០ ខែកុម្ភៈ"),
        ("action", "GIZ will pay by end March"),
        ("decision", "អង្គប្រជុំសម្រេចអនុម័តផែនការ"),
        ("action", "UNFPA phnher report"),
        ("discussion", "We discussed the fees"),
    ]
    assert [(who, day) for who, _words, day in await actions(health)] == [
        ("UNFPA", date(2027, 2, 20)),
        ("JICA", date(2027, 2, 20)),
        ("GIZ", date(2027, 3, 31)),
        ("UNFPA", None),
    ]
    for words in ("agreed, thanks", "UNICEF raised a concern about the cold chain", "Not agreed: the fees"):
        await dara.says(words)
    await sokha.says("We decided that she stays")  # she keeps no record
    assert len(await written(health)) == 6


async def test_an_action_is_shown_back_and_what_is_missing_is_asked(health: Stage, dara: Player, record: int) -> None:
    await dara.says("action: UNFPA and JICA; revise the budget annex; end Jan")
    await dara.reads_fact("UNFPA, JICA")
    assert await actions(health) == [("UNFPA, JICA", "end Jan", date(2027, 1, 31))]
    await dara.does_not_offer("records:who", 1)
    await dara.says("action: send comments; asap")
    await dara.presses("records:who", 2)
    await dara.says("all DPs")
    await dara.presses("records:when", 2)
    await dara.says("20 January")
    assert (await actions(health))[1] == ("Development partners", "", date(2027, 1, 20))
    await dara.says("action: MoPX; print the report; 10 Nov")
    card = await dara.shown("records/card", unknown={3: ["MoPX"]})
    assert (card["unknown"], [type(doubt).__name__ for doubt in card["doubts"].values()]) == (
        {3: ["MoPX"]},
        ["WhichDay"],
    )
    await dara.presses("records:due", 3, "2027-11-10")
    assert (await actions(health))[2] == ("MoPX", "", date(2027, 11, 10))


async def test_a_message_is_undone_brought_back_and_edited(health: Stage, dara: Player, record: int) -> None:
    await dara.says("decision: the plan is adopted")
    said = [message for message in await dara.person.messages() if message.mine][-1]
    await dara.presses("records:undo", 1)
    assert await written(health) == []
    await dara.presses("records:restore", 1)
    await dara.says("undo")  # its restoring was the last thing
    assert len(await written(health)) == 1
    await dara.says("note: a slip\nnote: and another", "ដកវិញ")
    assert len(await written(health)) == 1
    await dara.sees("records/taken_back")
    await dara.edits(said, "decision: the plan is adopted as amended\nnote: by all")
    await dara.presses_below("general:change_edit")
    assert await written(health) == [(1, "decision", "the plan is adopted as amended"), (1, "note", "by all")]
    await dara.edits(said, "something else")
    await dara.presses_below("general:change_edit")
    await dara.is_refused("records#line_expected")
    await dara.forges(f"records:whole:{record}:1")
    await dara.presses("records:line", 4)
    await dara.presses("records:correct", 4)
    await dara.says("by all present")
    assert (await written(health))[1] == (1, "note", "by all present")


async def test_a_line_goes_before_a_form_and_what_its_words_may_mean(health: Stage, dara: Player, record: int) -> None:
    await records(dara, dara, "Revise the budget annex")
    await dara.says("note: revise the budget annex is done")
    await dara.says("/search")
    await dara.says("decision: when is the next meeting?")
    assert [line[1:] for line in await written(health)] == [
        ("note", "revise the budget annex is done"),
        ("decision", "when is the next meeting?"),
    ]
    await dara.says("budget")
    await dara.sees("search/results")


@pytest.mark.parametrize("text", ["decision: the plan is adopted", "សម្រេច៖ អនុម័តផែនការ"])
async def test_without_a_record_it_is_asked_for_which_meeting(
    health: Stage, dara: Player, sokha: Player, plenary: int, text: str
) -> None:
    await dara.says(text)
    await dara.sees("records/which")
    await dara.presses("records:begin", plenary)
    assert [line[1] for line in await written(health)] == ["decision"]
    await sokha.says(text)  # she keeps no record
    await sokha.does_not_see("records/which", "records/card")
    assert len(await written(health)) == 1


async def test_of_two_records_it_is_asked_for_which(health: Stage, dara: Player, record: int) -> None:
    other = await announce_meeting(dara, title="Budget review", agenda=[], at=time(9, 30))
    await health.becomes(local(15, 9, 30))
    await dara.forges(f"records:start:{other}")
    await dara.says("note: one of them")
    await dara.sees("records/which")
    await dara.presses("records:into", record)
    assert await written(health) == [(1, "note", "one of them")]


async def test_long_lines_and_ends_are_refused_with_the_words_kept(health: Stage, dara: Player, record: int) -> None:
    await dara.says("note: " + "x" * 2001)
    await dara.is_refused("general#too_long")
    assert await written(health) == []


@pytest.mark.parametrize(
    ("line", "said"), [("decision: the plan is adopted", "the plan is adopted"), ("សម្រេច៖ អនុម័តផែនការ", "អនុម័តផែនការ")]
)
async def test_a_line_without_an_open_record_offers_to_open_one(
    health: Stage, dara: Player, sokha: Player, plenary: int, line: str, said: str
) -> None:
    await health.becomes(local(17, 9))
    await everybody_looks_away(dara)
    await dara.says(line)
    await dara.sees("records/none_open")
    await dara.presses("records:begin", plenary)
    assert [text for _item, _kind, text in await written(health)] == [said]
    await dara.forges("records:close_anyway:1")
    await dara.looks_away()
    await dara.says("note: one more")
    await dara.presses("records:again", 1)
    assert (await written(health))[-1][1:] == ("note", "one more")
    await sokha.says(line)
    await sokha.does_not_see("records/none_open", "records/none_to_open")


async def test_where_no_meeting_was_held_a_line_is_told_what_to_do(dara: Player, sokha: Player) -> None:
    await dara.says("decision: the plan is adopted")
    await dara.sees("records/none_to_open")


@pytest.mark.parametrize("held", [False, True])
async def test_an_action_of_no_meeting_is_recorded_by_a_tap(
    health: Stage, dara: Player, sokha: Player, held: bool
) -> None:
    if held:
        await announce_meeting(dara)
        await health.becomes(local(15, 14))
        await everybody_looks_away(dara)
    await dara.says("action: UNFPA; send the figures by district; 20 January 2027")
    await dara.presses("actions:new_as")
    if held:
        await dara.presses("form:skip")
    await dara.presses("form:choice=all")
    assert (await dara.summary())["text"] == "send the figures by district"
    await dara.presses("form:save")
    await health.settle()
    await sokha.is_told("action_given")
    async with health.assistant.database.read() as session:
        action = (await session.scalars(select(Action))).one()
    assert (action.text, str(action.due_on)) == ("send the figures by district", "2027-01-20")
