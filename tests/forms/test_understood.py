"""What a form understood of a line, how it counts its questions, and what people call things (A1, U8)."""

from datetime import date, time

import pytest
from sqlalchemy import select

from storage.actions import Action
from storage.meetings import Meeting
from storage.members import Person
from tests.forms.steps import answers, open_forms
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.core.refusals import EndBeforeBegin
from twg.language.action_lines import read_action_line
from twg.language.addressees import Nameable
from twg.language.choices import find_choice
from twg.language.times import parse_time

TODAY = date(2026, 11, 23)
KNOWN = [
    Nameable("partners", ("Development partners", "DPs", "donors")),
    Nameable("institution:1", ("MoP", "Ministry of Planning"), ("MoP", "Ministry of Planning")),
    Nameable("institution:2", ("ADB", "Asian Development Bank"), ("ADB", "Asian Development Bank")),
    *(
        Nameable(f"person:{number}", (name,), (name,))
        for number, name in enumerate(("Dara Chan", "Sok Sokha", "Sokha Meas", "Bopha Keo"), start=1)
    ),
]


async def understood(player: Player) -> dict[str, str]:
    """What stands above the open question, by the name of its question."""
    return {line.name: line.value for line in (await player.shown("forms/ask"))["understood"]}


async def test_the_first_reply_to_a_line_shows_what_was_understood(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting Budget review, 15 Dec 9:00, room 3")
    shown = await understood(dara)
    assert list(shown) == ["title", "day", "at", "place"]
    assert (shown["title"], shown["place"]) == ("Budget review", "room 3")
    await dara.presses("form:choice=plenary")
    assert await understood(dara) == {}


async def test_a_form_opened_without_words_has_nothing_to_show(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting")
    assert await understood(dara) == {}


async def counted(dara: Player) -> tuple[int, int]:
    asked = await dara.shown("forms/ask")
    return asked["position"], asked["total"]


async def test_the_counter_goes_on_by_all_that_one_answer_answers_and_its_total_stays(dara: Player) -> None:
    seen = []
    await dara.says("/newmeeting")
    for said in ("Budget review", "plenary", "15 Dec 9:00-11:00", "Room 3", "everybody"):
        seen.append(await counted(dara))
        await dara.says(said)
    seen.append(await counted(dara))
    assert seen == [(1, 8), (2, 8), (3, 8), (6, 8), (7, 8), (8, 8)]


async def test_a_question_that_does_not_apply_is_not_counted(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/newaction", "Send the figures", "Sokha")
    await dara.asks("due_on")
    shown = await dara.shown("forms/ask")
    assert (shown["position"], shown["total"]) == (3, 4)


@pytest.mark.parametrize(
    ("line", "text", "owners", "due"),
    [
        ("MoP and ADB; revise the budget annex; end Jan", "revise the budget annex", "MoP and ADB", "end Jan"),
        ("MoP និង ADB; កែសម្រួលឧបសម្ព័ន្ធ; ចុងខែមករា", "កែសម្រួលឧបសម្ព័ន្ធ", "MoP និង ADB", "ចុងខែមករា"),
        ("all DPs; send comments; Q1 2027", "send comments", "all DPs", "Q1 2027"),
        ("revise the annex; MoP; every quarter", "revise the annex", "MoP", "every quarter"),
        (
            "MoP; revise the annex, the table and the note; asap",
            "revise the annex, the table and the note",
            "MoP",
            "asap",
        ),
        ("Bank of Nowhere; revise the annex; end Jan", "revise the annex", "Bank of Nowhere", "end Jan"),
        ("revise the annex; and the table; end Jan", "revise the annex; and the table", "", "end Jan"),
        ("revise the annex; end Jan", "revise the annex", "", "end Jan"),
        ("MoP; revise the annex", "revise the annex", "MoP", ""),
        ("revise the annex; the table", "revise the annex; the table", "", ""),
        ("Revise the budget annex, Dara Chan, 15 December", "Revise the budget annex", "Dara Chan", "2026-12-15"),
        ("Revise the annex, H.E. Chan Dara, by 15/12/2026", "Revise the annex", "Chan Dara", "2026-12-15"),
        ("Revise the annex; owner: Dara; due 15 Dec", "Revise the annex", "Dara", "2026-12-15"),
        ("Send the figures, MoP, 15 December", "Send the figures", "MoP", "2026-12-15"),
        ("Dara Chan: revise the annex by 15 December", "revise the annex by 15 December", "Dara Chan", "2026-12-15"),
        ("MoP and ADB: revise the annex, end Jan", "revise the annex", "MoP and ADB", "end Jan"),
        (
            "Sok Sokha to send the list by 20 December",
            "Sok Sokha to send the list by 20 December",
            "Sok Sokha",
            "2026-12-20",
        ),
        ("Send A, B and C to all", "Send A, B and C to all", "", ""),
        ("Revise the annex, 15 December", "Revise the annex", "", "2026-12-15"),
        ("Call Dara, Sokha", "Call Dara", "Sokha", ""),
        ("Send it, Dara and Sokha, tomorrow", "Send it", "Dara and Sokha", "2026-11-24"),
        ("Prepare the plan, 2027", "Prepare the plan, 2027", "", ""),
        ("Prepare the 2027 plan, Nobody Known", "Prepare the 2027 plan, Nobody Known", "", ""),
        ("កែសម្រួលឧបសម្ព័ន្ធ, Dara Chan, ថ្ងៃទី១៥ ខែធ្នូ", "កែសម្រួលឧបសម្ព័ន្ធ", "Dara Chan", "2026-12-15"),
    ],
)
def test_a_line_gives_an_action_its_owners_and_its_day(line: str, text: str, owners: str, due: str) -> None:
    read = read_action_line(line, known=KNOWN, today=TODAY)
    assert (read.text, read.owners, read.due) == (text, owners, due)


def test_owners_of_a_line_are_resolved_and_never_guessed() -> None:
    def named(line: str) -> list[tuple[tuple[str, ...], bool]]:
        return [(each.tokens, each.sure) for each in read_action_line(line, known=KNOWN, today=TODAY).named]

    assert named("MoP and ADB; revise the annex; end Jan") == [(("institution:1",), True), (("institution:2",), True)]
    assert named("all DPs and Dara; revise the annex; end Jan") == [(("partners",), True), (("person:1",), True)]
    assert named("Sokha; revise the annex; end Jan") == [(("person:2", "person:3"), False)]
    assert named("Boppha; revise the annex; end Jan") == [(("person:4",), False)]
    assert named("The Fund; revise the annex; end Jan") == [((), False)]


async def test_an_action_in_one_line_asks_the_rest_and_shows_all(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/newaction Revise the budget annex, Sokha, 15 December")
    await dara.asks("audience")
    await dara.says("DPs")
    summary = await dara.summary()
    assert (summary["text"], summary["owner"]) == ("Revise the budget annex", "Sokha, UNFPA")
    await dara.presses("form:save")
    async with health.assistant.database.read() as session:
        [action] = await session.scalars(select(Action))
        owner = await session.get_one(Person, action.owner_id)
    assert (action.text, action.due_on, owner.name) == ("Revise the budget annex", date(2026, 12, 15), "Sokha")


async def test_of_members_of_one_name_it_asks_which(health: Stage, dara: Player) -> None:
    for name in ("Sok Sokha", "Sokha Meas"):
        await health.member(name, "development_partner", "UNFPA")
    await dara.says("/newaction Revise the budget annex, Sokha, 15 December")
    await dara.asks("owner")
    await dara.is_refused("forms#which_meant", text="Sokha")


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("all", Audience.ALL),
        ("Everyone please", Audience.ALL),
        ("ទាំងអស់គ្នា", Audience.ALL),
        ("core group", Audience.CORE),
        ("only the core group", Audience.CORE),
        ("DPs", Audience.PARTNERS),
        ("donors", Audience.PARTNERS),
        ("ដៃគូ", Audience.PARTNERS),
        ("daikou", Audience.PARTNERS),
        ("Govt", Audience.GOVERNMENT),
        ("រដ្ឋាភិបាល", Audience.GOVERNMENT),
        ("secretariat", Audience.SECRETARIAT),
        ("Chair and LF", Audience.LEADS),
        ("members", Audience.ALL),
        ("the Minister", None),
        ("DPs and government", None),
        ("not the DPs", None),
        ("", None),
    ],
)
def test_what_people_call_an_audience(text: str, audience: Audience | None) -> None:
    labels = [(member, member.label) for member in Audience]
    assert find_choice(text, tuple(Audience), labels) is audience


async def test_an_audience_may_be_typed(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting Budget review, 15 Dec 9:00-11:00, room 3", "core group meeting", "ដៃគូ")
    await dara.asks("agenda")
    assert (await answers(health))["audience"] == "partners"


@pytest.mark.parametrize("text", ["12:00-9:00", "from 14:00 to 9:00", "១២:០០-៩:០០"])
def test_an_end_before_the_beginning_is_said(text: str) -> None:
    with pytest.raises(EndBeforeBegin):
        parse_time(text)


@pytest.mark.parametrize("line", ["/newmeeting Budget review, 15 Dec, 12:00-9:00", "/newmeeting Budget review"])
async def test_an_end_before_the_beginning_is_explained(health: Stage, dara: Player, line: str) -> None:
    await dara.says(line)
    if "Dec" not in line:
        await dara.presses("form:choice=plenary")
        await dara.says("15 Dec 12:00-9:00")
    await dara.is_refused("general#end_before_begin", begin=time(12), end=time(9))
    assert (await answers(health)).get("title") == "Budget review"
    assert "at" not in await answers(health)


async def test_a_form_that_cancels_is_shown_again_before_it_can_be_saved_days_later(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"meetings:cancel:{meeting_id}")
    await dara.presses("form:skip")
    await dara.sees("forms/confirm")
    await health.passes(days=3)
    await dara.says("The room is booked now")
    await dara.sees("forms/is_answer")
    await dara.does_not_offer("form:save")
    await dara.presses("form:look")
    await dara.sees("forms/confirm")
    await dara.offers("form:save")
    async with health.assistant.database.read() as session:
        assert (await session.get_one(Meeting, meeting_id)).cancelled_at is None


async def test_what_was_left_by_a_word_can_be_gone_back_to(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Budget review", "forget it")
    await dara.sees("forms/cancelled")
    assert len(await open_forms(health)) == 1
    await dara.presses("form:look")
    await dara.asks("kind")
