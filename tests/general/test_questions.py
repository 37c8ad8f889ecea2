"""Questions that the store answers, and what is told of a meeting besides whether a person comes (U2, U8, G2, A3)."""

from datetime import date, time

import pytest
from sqlalchemy import select

from storage.actions import ActionUpdate
from storage.core.forms import OpenForm
from storage.meetings import Attendance, Meeting, Rsvp
from storage.requests import MemberRequest, RequestKind, RequestState
from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.indicators.conftest import defines
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A plenary on Tuesday 15 December at nine to which everybody is invited; its id."""
    return await announce_meeting(dara)


async def stored_requests(stage: Stage) -> list[MemberRequest]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(MemberRequest).order_by(MemberRequest.id)))


async def coming(stage: Stage) -> list[str]:
    """The words with which people said that they come."""
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(Attendance.words).where(Attendance.rsvp == Rsvp.YES)))


async def open_forms(stage: Stage) -> list[OpenForm]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(OpenForm)))


# --- how something is done ---


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("how do I remove a member?", "members"),
        ("how can I cancel a meeting?", "meetings"),
        ("How do I open a reporting round", "round"),
        ("how do i ask for papers?", "papers"),
        ("តើត្រូវអញ្ជើញសមាជិកថ្មីយ៉ាងដូចម្តេច?", "invite"),
        ("របៀបប្តូរថ្ងៃប្រជុំ?", "meetings"),
        ("tver yang na derm bi bonthem samachik?", "invite"),
    ],
)
async def test_the_secretariat_is_told_how_something_is_done_and_asks_no_chair(
    health: Stage, announced: int, dara: Player, words: str, command: str
) -> None:
    chair = await health.member("Chan Vuthy", "chair")
    await dara.says(words)
    await dara.sees("general/how")
    await dara.offers("general:only", command)
    await dara.does_not_offer("requests:send")
    await health.passes(minutes=15)
    assert await stored_requests(health) == []
    await chair.is_not_told("request_made")


async def test_the_next_step_is_a_button(health: Stage, announced: int, dara: Player) -> None:
    await dara.says("how do I cancel the plenary?")
    await dara.presses("meetings:open", announced)
    await dara.offers("meetings:cancel", announced)
    await dara.says("how do I invite somebody?")
    await dara.presses("general:only", "invite")
    await dara.asks("role")


async def test_what_the_secretariat_asks_in_other_words_shows_everything_that_can_be_done(
    health: Stage, dara: Player
) -> None:
    await health.member("Chan Vuthy", "chair")
    await dara.says("how do I make the moon rise?")
    await dara.sees("general/menu")
    await dara.does_not_offer("requests:send")


async def test_a_member_learns_who_does_it_and_may_ask_them(health: Stage, announced: int, sokha: Player) -> None:
    words = "how can I cancel the meeting?"
    await sokha.says(words)
    await sokha.sees("general/how")
    await sokha.does_not_offer("general:only", "meetings")
    await sokha.presses("requests:send")
    [sent] = await stored_requests(health)
    assert (sent.kind, sent.text) == (RequestKind.MESSAGE, words)


async def test_how_a_thing_is_to_be_understood_is_no_question_about_the_assistant(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await sokha.says("How should we count the private clinics?")
    await sokha.sees("general/offer")
    await sokha.offers("requests:send")


# --- what the store knows ---


@pytest.mark.parametrize(
    "words",
    ["when is the next meeting?", "where is it?", "which room?", "ប្រជុំនៅថ្ងៃណា?", "នៅកន្លែងណា?", "prachum thngai na?"],
)
async def test_when_and_where_the_next_meeting_is(health: Stage, announced: int, sokha: Player, words: str) -> None:
    await sokha.says(words)
    await sokha.sees_only("meetings/asked")
    shown = await sokha.shown("meetings/asked")
    assert (shown["meeting"].id, shown["elsewhen"]) == (announced, False)
    await sokha.offers("meetings:open", announced)
    await sokha.offers("requests:send")


async def test_without_a_meeting_it_is_said(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("when is the next meeting?")
    await sokha.sees("meetings/asked", meeting=None)


async def test_a_day_without_a_meeting_is_not_confused_with_the_next_one(
    health: Stage, announced: int, sokha: Player
) -> None:
    await sokha.says("who is coming on the 17th of December?")
    await sokha.sees("meetings/asked", elsewhen=True, unseen=True)


async def test_nobody_learns_of_a_meeting_that_is_not_for_them(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara, title="Budget talks", audience=Audience.GOVERNMENT)
    await sokha.says("when is the next meeting?")
    await sokha.sees("meetings/asked", meeting=None)
    await sokha.says("where are the budget talks held?")
    assert not any(seen.holds("Budget talks") for seen in await sokha.on_screen())


async def test_the_agenda_is_shown_when_it_is_asked_for(health: Stage, announced: int, sokha: Player) -> None:
    for words in ("what is the agenda?", "សុំរបៀបវារៈ"):
        await sokha.says(words)
        await sokha.sees("meetings/asked", agenda=True)
        await sokha.reads_fact("Health budget 2027")


async def test_what_is_open_for_a_person_stands_in_one_message(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await records(dara, sokha, "Revise the budget annex", due_on=date(2026, 12, 10))
    await circulate(dara)
    await everybody_looks_away(dara)
    for words in ("what do I have to do?", "what is still open for me?", "តើខ្ញុំត្រូវធ្វើអ្វីខ្លះ?"):
        await sokha.says(words)
        await sokha.sees("actions/list", "members/waiting")
        await sokha.offers("actions:open", 1)
        await sokha.offers("meetings:open", announced)
    await sokha.says("which papers?")
    await sokha.sees("documents/list")


async def test_nothing_open_is_said(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("what is still open for me?")
    await sokha.sees("general/nothing_open")


async def test_an_indicator_is_shown_by_its_number(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-4", statement="Facilities with essential medicines")
    await sokha.says("what is the value of 2008-4?")
    await sokha.sees("indicators/indicator")


async def test_each_twg_of_a_person_is_named(health: Stage, announced: int, dara: Player, sokha: Player) -> None:
    await health.adds_twg("EDU", "Education", "MoEYS")
    chenda = await health.member("Chenda", "secretariat", "MoEYS", code="EDU")
    await sokha.starts(await health.invites("development_partner", "EDU"))
    await announce_meeting(chenda, title="Education plenary")
    await sokha.says("when is the next meeting?")
    [screen] = await sokha.on_screen()
    assert screen.keys == ["meetings/asked", "meetings/asked"]
    assert screen.holds("HLT TWG", "EDU TWG", "Second plenary meeting 2026", "Education plenary")
    await chenda.says("when is the next meeting?")
    await chenda.sees("meetings/asked", meeting__title="Education plenary")


async def test_a_form_is_not_lost_by_a_question(health: Stage, announced: int, dara: Player, sokha: Player) -> None:
    await records(dara, sokha, "Revise the budget annex", due_on=date(2026, 12, 10))
    await sokha.says("/done 1")
    await sokha.asks("text")
    for words in ("when is the meeting?", "ប្រជុំនៅថ្ងៃណា?"):
        await sokha.says(words)
        await sokha.sees("meetings/asked")
        assert len(await open_forms(health)) == 1
    await sokha.says("Sent to the Ministry of Finance on Monday")
    await sokha.sees("actions/card", action__state="done")


# --- what is told of a meeting ---


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("I have to leave at 11", RequestKind.LEAVES_EARLY),
        ("ខ្ញុំត្រូវចេញម៉ោង ១១", RequestKind.LEAVES_EARLY),
        ("please add an item: budget annex", RequestKind.AGENDA_ITEM),
        ("can we add the malaria supplies to the agenda?", RequestKind.AGENDA_ITEM),
        ("Postpone the meeting to Friday", RequestKind.OTHER_TIME),
        ("សុំលើកកិច្ចប្រជុំទៅថ្ងៃសុក្រវិញបានទេ?", RequestKind.OTHER_TIME),
    ],
)
async def test_what_is_told_of_a_meeting_goes_to_who_organises_it(
    health: Stage, announced: int, dara: Player, sokha: Player, words: str, kind: RequestKind
) -> None:
    await sokha.says(words)
    await sokha.sees("requests/card", heading="sent")
    assert await coming(health) == ([words] if kind is RequestKind.LEAVES_EARLY else [])
    [told] = await stored_requests(health)
    assert (told.kind, told.subject_type, told.subject_id, told.text) == (kind, Meeting.__tablename__, announced, words)
    await health.passes(minutes=10)
    await dara.sees("requests/card", heading="made")
    await dara.presses("requests:agree", told.id)
    [told] = await stored_requests(health)
    assert told.state is RequestState.GRANTED


async def test_what_was_told_can_be_undone(health: Stage, announced: int, sokha: Player) -> None:
    await sokha.says("I have to leave at 11")
    await sokha.presses("general:undo")
    [told] = await stored_requests(health)
    assert told.state is RequestState.WITHDRAWN


async def test_a_second_item_stands_beside_the_first(health: Stage, announced: int, sokha: Player) -> None:
    items = ["please add an item: budget annex", "please add an item: vaccines"]
    await sokha.says(*items)
    [told] = await stored_requests(health)
    assert told.text.splitlines() == items


async def test_of_two_meetings_the_person_says_which(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    other = await announce_meeting(dara, title="Annual review", day=date(2026, 12, 17))
    await sokha.says("I have to leave at 11")
    assert await stored_requests(health) == []
    await sokha.presses("meetings:take", other)
    [told] = await stored_requests(health)
    assert (told.kind, told.subject_id) == (RequestKind.LEAVES_EARLY, other)


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("Postpone the meeting to Friday", date(2026, 12, 18), None),
        ("please move the plenary to 22 December at 2 pm", date(2026, 12, 22), time(14)),
        ("សូមប្តូរប្រជុំទៅថ្ងៃទី២២ ធ្នូ", date(2026, 12, 22), None),
    ],
)
async def test_who_organises_a_meeting_moves_it_with_the_day_filled_in(
    health: Stage, announced: int, dara: Player, words: str, day: date, at: time | None
) -> None:
    await dara.says(words)
    [form] = await open_forms(health)
    assert (form.name, form.answers["day"]) == ("move_meeting", day.isoformat())
    assert form.answers.get("at") == (None if at is None else f"{at:%H:%M}")
    assert await stored_requests(health) == []


async def test_who_organises_a_meeting_reads_how_its_agenda_is_changed(
    health: Stage, announced: int, dara: Player
) -> None:
    await health.member("Chan Vuthy", "chair")
    await dara.says("please add an item: budget annex")
    await dara.sees("general/how")
    assert await stored_requests(health) == []


@pytest.mark.parametrize(
    "words", ["I have left the report on your desk", "I am on leave at the moment", "we leave it at 58%"]
)
async def test_leaving_something_else_is_not_told_of_a_meeting(
    health: Stage, announced: int, sokha: Player, words: str
) -> None:
    await sokha.says(words)
    assert [told for told in await stored_requests(health) if told.kind is RequestKind.LEAVES_EARLY] == []


# --- promises and figures ---


async def test_a_promise_is_offered_under_each_open_action_first(health: Stage, dara: Player, sokha: Player) -> None:
    for title in ("Revise the budget annex", "Send the district figures"):
        await records(dara, sokha, title, due_on=date(2026, 12, 10))
    words = "done by tomorrow"
    await sokha.says(words)
    screen = (await sokha.on_screen())[-1]
    assert screen.offers[:2] == ["actions:meant", "actions:meant"]
    await sokha.presses("actions:meant", 2)
    async with health.assistant.database.read() as session:
        [note] = await session.scalars(select(ActionUpdate))
    assert (note.action_id, note.text) == (2, words)


@pytest.mark.parametrize("words", ["50 to 55%", "៥០ ទៅ ៥៥%"])
async def test_a_figure_alone_is_offered_on_the_indicators_that_it_may_be_of(
    health: Stage, announced: int, dara: Player, sokha: Player, words: str
) -> None:
    await defines(dara, "2008-4", statement="Facilities with essential medicines", responsible=["UNFPA"])
    await defines(dara, "2008-3", statement="Land cleared", unit="m2", responsible=["UNFPA"])
    await sokha.says(words)
    screen = (await sokha.on_screen())[-1]
    assert screen.offers[0] == "indicators:this"
    assert screen.offers.count("indicators:this") == 1
    async with health.assistant.database.read() as session:
        assert (await session.scalars(select(Attendance).where(Attendance.rsvp.is_not(None)))).all() == []
    await sokha.presses("indicators:this", 1)
    await sokha.asks("value")
    labels = [button.button.label for button in (await sokha.on_screen())[-1].buttons]
    assert any("50" in label for label in labels)
    assert any("55" in label for label in labels)


@pytest.mark.parametrize(
    "words", ["the letter of 15 December is still missing", "រួចហើយ បានផ្ញើថ្ងៃច័ន្ទ", "is the 18th a holiday?"]
)
async def test_a_day_within_other_words_is_asked_about(health: Stage, announced: int, dara: Player, words: str) -> None:
    await dara.says("/meetings")
    await dara.presses("meetings:open", announced)
    await dara.presses("meetings:move", announced)
    await dara.says(words)
    await dara.sees("forms/is_answer")
    [form] = await open_forms(health)
    assert "day" not in form.answers
