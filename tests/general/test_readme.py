"""What the README says that people may type does what it says there (U2)."""

import re
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sandbox.client import SeenMessage
from storage.actions import Action, ActionState
from storage.meetings import Attendance, Rsvp
from storage.records import LineKind
from storage.requests import MemberRequest, RequestKind
from tests.actions.conftest import records
from tests.attendance.conftest import noted
from tests.documents.conftest import circulate
from tests.forms.steps import answers, open_forms
from tests.indicators.conftest import defines
from tests.meetings.conftest import local
from tests.support.cases import all_cases
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from twg.language.addressees import Nameable
from twg.language.record_lines import Line
from twg.language.record_sentences import read_record

README = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
#: The table of commands, and what follows it.
TYPED = README[README.index("## What people type") : README.index("## How it is built")]


def said(words: str) -> str:
    """Words that stand in the README."""
    assert words in TYPED, f"{words!r} is not in the README"
    return words


@pytest.fixture
async def task(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """What Sokha is told of the action 12."""
    for _number in range(11):
        await records(dara, dara, "Something else")
    await records(dara, sokha, "Revise the budget annex", due_on=date(2026, 12, 10))
    return (await sokha.finds("actions/card")).message


async def closed_with(stage: Stage) -> tuple[int, str] | None:
    """The action that was closed, and its note."""
    async with stage.assistant.database.read() as session:
        closed = list(await session.scalars(select(Action).where(Action.state == ActionState.DONE)))
    return (closed[0].id, closed[0].closing_note) if closed else None


async def requested(stage: Stage) -> list[tuple[RequestKind, date | None]]:
    async with stage.assistant.database.read() as session:
        return [(row.kind, row.until) for row in await session.scalars(select(MemberRequest))]


async def test_every_command_is_there(health: Stage, dara: Player) -> None:
    """In the words of the table, apart from what is left or ended by it."""
    commands = sorted(set(re.findall(r"`(/[a-z]+)", TYPED)))
    assert len(commands) > 25
    with all_cases() as case:
        for command in commands:
            with case(command):
                await dara.says(command)
                await dara.does_not_see("general/unknown_command")
                await dara.does_not_see("general/incident")
                await dara.says("/cancel")


async def test_an_action_is_done_by_a_command(health: Stage, task: SeenMessage, sokha: Player) -> None:
    await sokha.says(said("/done 12 sent on Monday"))
    assert await closed_with(health) == (12, "sent on Monday")


@pytest.mark.parametrize(
    ("words", "note"),
    [("done, sent on Monday", "sent on Monday"), ("រួចរាល់ហើយ បានផ្ញើថ្ងៃច័ន្ទ", "បានផ្ញើថ្ងៃច័ន្ទ")],
)
async def test_an_action_is_done_by_a_reply(
    health: Stage, task: SeenMessage, sokha: Player, words: str, note: str
) -> None:
    await sokha.says(said(words), reply_to=task)
    assert await closed_with(health) == (12, note)
    await sokha.offers("general:undo")


@pytest.mark.parametrize("words", ["I need more time until 20 December", "សុំពន្យារពេលដល់ថ្ងៃទី២០ ខែធ្នូ"])
async def test_more_time_is_asked_for_by_a_reply(health: Stage, task: SeenMessage, sokha: Player, words: str) -> None:
    await sokha.says(said(words), reply_to=task)
    assert await requested(health) == [(RequestKind.MORE_TIME, date(2026, 12, 20))]


@pytest.mark.parametrize(
    ("words", "note"),
    [("/jmi 2008-4 58% survey of October", "survey of October"), ("/jmi 2008-4 ៥៨% តាមអង្កេតខែតុលា", "តាមអង្កេតខែតុលា")],
)
async def test_a_value_is_reported_in_one_line(
    health: Stage, dara: Player, sokha: Player, words: str, note: str
) -> None:
    await defines(dara)
    await sokha.says(said(words))
    given = await answers(health)
    assert (given["value"]["value"], given["note"]) == ("58", note)
    await sokha.sees("forms/confirm")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("I cannot come, Ms Chan Thy will come instead", "Ms Chan Thy"),
        ("ខ្ញុំមិនអាចចូលរួមបានទេ លោកស្រី ចាន់ ធី ចូលរួមជំនួស", "លោកស្រី ចាន់ ធី"),
    ],
)
async def test_somebody_else_comes(health: Stage, dara: Player, sokha: Player, words: str, name: str) -> None:
    await announce_meeting(dara)
    await sokha.says(said(words))
    async with health.assistant.database.read() as session:
        given = (await session.scalars(select(Attendance))).one()
    assert (given.rsvp, given.delegate_name) == (Rsvp.DELEGATE, name)


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (
            "/newmeeting Budget review, 15 Dec 9:00–11:00, room 3",
            {"title": "Budget review", "day": "2026-12-15", "at": "09:00", "duration": "120 min", "place": "room 3"},
        ),
        (
            "/newmeeting ពិនិត្យថវិកា, ថ្ងៃទី១៥ ខែធ្នូ ម៉ោង ៩, បន្ទប់លេខ ៣",
            {"title": "ពិនិត្យថវិកា", "day": "2026-12-15", "at": "09:00", "place": "បន្ទប់លេខ ៣"},
        ),
    ],
)
async def test_a_meeting_in_one_line(health: Stage, dara: Player, words: str, given: dict[str, Any]) -> None:
    await dara.says(said(words))
    assert {name: raw for name, raw in (await answers(health)).items() if name in given} == given


async def test_dates_are_proposed_in_one_line(health: Stage, dara: Player) -> None:
    await dara.says(said("/dates 17 Dec 9:00, 18 Dec 14:00"))
    assert (await answers(health))["dates"] == "17 Dec 9:00, 18 Dec 14:00"
    await dara.asks("title")


async def test_a_development_is_told_in_one_line(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    words = said("/updates The new policy was approved")
    await sokha.says(words)
    update = (await sokha.shown("updates/question"))["update"]
    assert words == f"/updates {update.text}"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("please add an item: budget annex", RequestKind.AGENDA_ITEM),
        ("could we move the plenary to the 18th?", RequestKind.OTHER_TIME),
        ("សូមបន្ថែមចំណុចក្នុងរបៀបវារៈ៖ ថវិកា", RequestKind.AGENDA_ITEM),
    ],
)
async def test_what_is_told_of_a_meeting(
    health: Stage, dara: Player, sokha: Player, words: str, kind: RequestKind
) -> None:
    await announce_meeting(dara)
    await sokha.says(said(words))
    assert [asked for asked, _until in await requested(health)] == [kind]


@pytest.mark.parametrize(
    ("words", "text", "due"),
    [
        ("/newaction MoH and WHO; revise the budget annex; end Jan", "revise the budget annex", "end Jan"),
        ("/newaction MoH និង WHO; កែឧបសម្ព័ន្ធថវិកា; ចុងខែមករា", "កែឧបសម្ព័ន្ធថវិកា", "ចុងខែមករា"),
    ],
)
async def test_an_agreed_action_in_one_line(health: Stage, dara: Player, words: str, text: str, due: str) -> None:
    await health.member("Bopha", "government", "MoH")
    await health.member("Anna", "development_partner", "WHO")
    await dara.says(said(words))
    [form] = await open_forms(health)
    assert (form.name, form.answers["text"], form.answers["due_on"]) == ("record_action", text, f"2027-01-31;;;{due}")
    assert len(form.answers["owner"].split("|")) == 2


@pytest.mark.parametrize("words", ["I have to leave at 11", "ខ្ញុំត្រូវចេញម៉ោង ១១"])
async def test_who_leaves_early_comes(health: Stage, dara: Player, sokha: Player, words: str) -> None:
    await announce_meeting(dara)
    await sokha.says(said(words))
    async with health.assistant.database.read() as session:
        given = (await session.scalars(select(Attendance))).one()
    assert (given.rsvp, given.words) == (Rsvp.YES, words)
    assert await requested(health) == [(RequestKind.LEAVES_EARLY, None)]


@pytest.mark.parametrize("words", ["/here", "I am here", "ខ្ញុំមកដល់ហើយ"])
async def test_who_is_at_the_meeting_says_so(health: Stage, dara: Player, sokha: Player, words: str) -> None:
    await announce_meeting(dara)
    await health.becomes(local(15, 9, 5))
    await sokha.says(said(words))
    assert await noted(health) == {"Sok Sokha": "present"}


#: Institutions that an action may name, with their tokens.
KNOWN = [Nameable("MOH", ("MoH", "ក្រសួងសុខាភិបាល")), Nameable("WHO", ("WHO",))]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("decision: the annex is adopted", Line(LineKind.DECISION, "the annex is adopted")),
        ("សម្រេច៖ អនុម័តឧបសម្ព័ន្ធ", Line(LineKind.DECISION, "អនុម័តឧបសម្ព័ន្ធ")),
        (
            "action: MoH and WHO; revise the annex; end January",
            Line(LineKind.ACTION, "revise the annex", "MoH, WHO", "MOH|WHO", "end January", date(2027, 1, 31)),
        ),
        (
            "កិច្ចការ៖ ក្រសួងសុខាភិបាល; កែឧបសម្ព័ន្ធ; ចុងខែមករា",
            Line(LineKind.ACTION, "កែឧបសម្ព័ន្ធ", "ក្រសួងសុខាភិបាល", "MOH", "ចុងខែមករា", date(2027, 1, 31)),
        ),
    ],
)
def test_a_line_of_the_record(words: str, line: Line) -> None:
    assert read_record(said(words), known=KNOWN, today=date(2026, 12, 15)) == [line]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("give me an invitation link for 3 partners", "members:invite_as"),
        ("សូមបង្កើតតំណអញ្ជើញសម្រាប់ដៃគូអភិវឌ្ឍន៍ ៣ រូប", "members:invite_as"),
        ("cancel tomorrow's meeting", "meetings:cancel"),
        ("ផ្ញើរបៀបវារៈទៅសមាជិកទាំងអស់", "meetings:agenda"),
    ],
)
async def test_a_wish_is_offered_as_a_button(health: Stage, dara: Player, words: str, offered: str) -> None:
    await announce_meeting(dara, day=date(2026, 11, 24), at=time(14))
    await dara.says(said(words))
    await dara.sees("general/wished")
    await dara.offers(offered)


@pytest.mark.parametrize(
    "words",
    [
        "please send these papers to all members for the plenary, item 2",
        "សូមផ្ញើជូនសមាជិកទាំងអស់ សម្រាប់កិច្ចប្រជុំពេញអង្គ",
    ],
)
async def test_papers_are_for_whom_and_what_their_words_say(
    health: Stage, dara: Player, sokha: Player, words: str
) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.sends_album([("a.pdf", b"%PDF-1.4 a"), ("b.pdf", b"%PDF-1.4 b")], caption=said(words))
    given = await answers(health)
    assert (given["audience"], given["meeting"], given["note"]) == ("all", str(meeting_id), None)


@pytest.mark.parametrize("words", ["I have left the ministry", "ខ្ញុំបានផ្លាស់ទៅធ្វើការនៅក្រសួងផ្សេង"])
async def test_who_has_left_tells_the_secretariat(health: Stage, dara: Player, sokha: Player, words: str) -> None:
    await sokha.says(said(words))
    assert [kind for kind, _until in await requested(health)] == [RequestKind.LEFT]


@pytest.mark.parametrize(
    ("words", "template"),
    [
        ("when is the next meeting?", "meetings/asked"),
        ("where is the next meeting?", "meetings/asked"),
        ("is it still on?", "meetings/asked"),
        ("who comes?", "meetings/asked"),
        ("what is the agenda?", "meetings/asked"),
        ("which papers are there?", "documents/list"),
        ("what is open for me?", "actions/list"),
        ("what is due?", "actions/list"),
        ("how do I report?", "general/how"),
    ],
)
async def test_a_question_is_answered_at_once(
    health: Stage, dara: Player, sokha: Player, words: str, template: str
) -> None:
    await announce_meeting(dara)
    await circulate(dara)
    await records(dara, sokha, "Revise the budget annex", due_on=date(2026, 12, 10))
    await sokha.says(words)
    await sokha.sees(template)
