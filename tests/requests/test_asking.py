"""Asking for more time, for another owner, whether it is still needed; undone, changed, withdrawn (A3, U2)."""

from datetime import date

import pytest

from storage.requests import RequestKind, RequestState
from tests.actions.conftest import TEXT, chooses, closes, records
from tests.requests.conftest import LATER, all_stored, asks, asks_for_time, stored, told
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


async def test_more_time_is_asked_by_the_button_and_reaches_the_secretariat(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.forges(f"actions:open:{action_id}")
    await sokha.presses("requests:about", "action", action_id)
    await sokha.sees("requests/choices", title=TEXT)
    await sokha.offers_only(*["requests:ask"] * 5)
    await sokha.presses("requests:ask", "more_time", "action", action_id)
    await sokha.asks("until")
    await sokha.says("30/12/2026")
    await sokha.asks("reason")
    await sokha.says("MEF sends the ceilings late")
    assert set(await sokha.summary()) == {"until", "reason"}
    await sokha.reads_fact("Dara")
    await sokha.presses("form:save")
    await sokha.sees("requests/card", heading="sent")
    await sokha.offers_only("general:undo")
    await dara.sees_nothing_new()
    await told(health)
    await dara.is_told_only("request_made")
    await dara.sees("requests/card", heading="made", title=TEXT)
    await dara.reads_fact("MEF sends the ceilings late", "Sokha, UNFPA")
    await dara.offers("requests:agree", 1)
    await dara.offers("requests:day", 1)
    await dara.offers("requests:decline", 1)
    await dara.offers("requests:answer", 1)
    made = await stored(health)
    assert (made.kind, made.until, made.text) == (RequestKind.MORE_TIME, LATER, "MEF sends the ceilings late")


async def test_it_is_undone_before_anybody_was_told(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await asks_for_time(sokha, action_id)
    await sokha.presses("general:undo")
    await sokha.sees("requests/card", heading="")
    assert (await stored(health)).state is RequestState.WITHDRAWN
    await told(health)
    await dara.sees_nothing_new()
    await health.passes(days=3)
    await dara.sees_nothing_new()


async def test_after_ten_minutes_it_is_withdrawn_and_those_who_were_told_are_told(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await asks_for_time(sokha, action_id)
    await told(health)
    await dara.is_told_only("request_made")
    await sokha.presses("general:undo")
    await sokha.is_refused("general#too_late_to_undo")
    await sokha.presses("requests:withdraw", 1)
    await dara.is_told("request_withdrawn")
    await dara.sees("requests/card", heading="withdrawn")
    await dara.presses("requests:agree", 1)
    await dara.is_refused("requests#already_decided")
    assert (await stored(health)).state is RequestState.WITHDRAWN


async def test_asking_again_replaces_the_wording_and_tells(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await asks_for_time(sokha, action_id)
    await told(health)
    await asks_for_time(sokha, action_id, "29/12/2026", "The ceilings came yesterday")
    await told(health)
    await dara.is_told_only("request_made")
    await dara.sees("requests/card", heading="changed", earlier=LATER)
    [made] = await all_stored(health)
    assert (made.until, made.text) == (date(2026, 12, 29), "The ceilings came yesterday")


async def test_a_change_of_wording_is_undone(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await asks_for_time(sokha, action_id)
    await asks_for_time(sokha, action_id, "29/12/2026", "The minister asks for it")
    await sokha.presses("general:undo")
    [made] = await all_stored(health)
    assert (made.until, made.text, made.state) == (LATER, "MEF is late", RequestState.WAITING)
    await told(health)
    await dara.is_told_only("request_made")
    await dara.sees("requests/card", heading="made")
    await dara.reads_fact("MEF is late")


@pytest.mark.parametrize(
    ("kind", "answers"),
    [("not_mine", ["It is MEF's"]), ("still_needed", [""]), ("question", ["Which districts?"])],
)
async def test_other_kinds(
    health: Stage, dara: Player, sokha: Player, action_id: int, kind: str, answers: list[str]
) -> None:
    await asks(sokha, kind, "action", action_id, *answers)
    await told(health)
    await dara.is_told_only("request_made")
    made = await stored(health)
    assert (made.kind, made.text) == (kind, answers[0])


async def test_to_whom_it_shall_be_handed_over_is_chosen(
    health: Stage, dara: Player, sokha: Player, kenji: Player, action_id: int
) -> None:
    await sokha.forges(f"requests:ask:hand_over:action:{action_id}")
    await sokha.asks("named")
    await chooses(sokha, kenji)
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    made = await stored(health)
    assert made.named is not None
    assert made.named.name == "Kenji"


async def test_a_plain_question_to_the_secretariat(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/requests")
    await sokha.sees("requests/list", requests=[])
    await sokha.presses("requests:ask", "question")
    await sokha.says("Who keeps the attendance lists?")
    await sokha.presses("form:save")
    await asks(sokha, "question", "twg", 1, "And the minutes?")
    await told(health)
    await dara.is_told_only("request_made", "request_made")
    assert [made.text for made in await all_stored(health)] == ["Who keeps the attendance lists?", "And the minutes?"]


@pytest.mark.parametrize("text", ["Who keeps the minutes?", "Hello, is there a template", "តើអ្នកណារក្សាទុកកំណត់ហេតុ?"])
async def test_a_question_that_was_asked_for_is_not_doubted(
    health: Stage, dara: Player, sokha: Player, text: str
) -> None:
    await asks(sokha, "question", "twg", 1, text)
    assert [made.text for made in await all_stored(health)] == [text]


@pytest.mark.parametrize("text", ["thanks", "menu", "no"])
async def test_what_is_no_question_is_asked_about(health: Stage, dara: Player, sokha: Player, text: str) -> None:
    await sokha.forges("requests:ask:question:twg:1")
    await sokha.says(text)
    await sokha.sees_only("forms/is_answer")


@pytest.mark.parametrize("kind", ["more_time", "hand_over", "not_mine"])
async def test_what_only_the_owner_asks(health: Stage, kenji: Player, action_id: int, kind: str) -> None:
    await kenji.forges(f"requests:ask:{kind}:action:{action_id}")
    await kenji.is_refused("requests#not_theirs")


@pytest.mark.parametrize(
    "data", ["no_data:action:1", "left:action:1", "more_time:meeting:1", "question:report_request:1", "question:twg:2"]
)
async def test_what_cannot_be_asked(health: Stage, sokha: Player, action_id: int, data: str) -> None:
    await sokha.forges(f"requests:ask:{data}")
    await sokha.is_refused("requests#not_askable" if ":action:" in data else "general#not_found")
    for nonsense in ("requests:ask:everything:action:1", "requests:ask:question:person:1", "requests:about:person:1"):
        await sokha.forges(nonsense)
        await sokha.is_refused("general#not_found")
    assert await all_stored(health) == []


async def test_what_is_closed_can_only_be_asked_about(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.forges(f"requests:ask:more_time:action:{action_id}")
    await sokha.says("30/12/2026", "MEF is late")
    await closes(dara, action_id)
    await sokha.presses("form:save")
    await sokha.is_refused("actions#already_closed")
    assert await all_stored(health) == []
    await asks(sokha, "question", "action", action_id, "Why was it closed?")
    assert len(await all_stored(health)) == 1


async def test_the_chair_decides_what_the_secretariat_asks(health: Stage, dara: Player) -> None:
    chair = await health.member("Sovann", "chair")
    other = await health.member("Rithy", "secretariat")
    number = await records(chair, dara)
    await everybody_looks_away(dara)
    await asks(dara, "more_time", "action", number, "30/12/2026", "")
    await told(health)
    await chair.is_told_only("request_made")
    await other.sees_nothing_new()
    await other.forges("requests:agree:1")
    await other.is_refused("requests#not_for_you")
    await dara.forges("requests:agree:1")
    await dara.is_refused("requests#not_for_you")
    await chair.presses("requests:agree", 1)
    assert (await stored(health)).state is RequestState.GRANTED


async def test_without_anybody_to_decide_it_says_so(health: Stage, sokha: Player) -> None:
    await sokha.says("/requests")
    await sokha.presses("requests:ask", "question")
    await sokha.says("Is anybody here?")
    await sokha.presses("form:save")
    await sokha.is_refused("requests#nobody_decides")
    await sokha.reads_fact("Is anybody here?")


async def test_what_is_due_today_goes_at_once_and_an_undo_tells(health: Stage, dara: Player, sokha: Player) -> None:
    number = await records(dara, sokha, due_on=health.clock.now().date())
    await everybody_looks_away(dara)
    await asks_for_time(sokha, number)
    await dara.is_told_only("request_made")
    await sokha.presses("general:undo")
    await dara.is_told("request_withdrawn")
    await dara.sees("requests/card", heading="withdrawn")


@pytest.mark.parametrize(("first", "then"), [("Which districts?", "Which provinces?"), ("ស្រុកណា?", "ខេត្តណា?")])
async def test_an_edited_question_reaches_those_who_decide_as_it_is_now(
    health: Stage, dara: Player, sokha: Player, action_id: int, first: str, then: str
) -> None:
    await asks(sokha, "question", "action", action_id, first)
    mine = [message for message in await sokha.person.messages() if message.mine][-1]
    await sokha.edits(mine, then)
    await sokha.presses("general:change_edit")
    assert [made.text for made in await all_stored(health)] == [then]
    await told(health)
    await dara.is_told_only("request_made")
    await dara.reads_fact(then)
    await sokha.edits(mine, first)
    await sokha.presses("general:change_edit")
    await told(health)
    await dara.sees("requests/card", heading="changed")
    await dara.reads_fact(first)


async def test_an_edited_day_opens_the_request_again(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await asks_for_time(sokha, action_id)
    mine = [message for message in await sokha.person.messages() if message.mine]
    await sokha.edits(mine[-2], "29/12/2026")
    await sokha.presses("general:change_edit")
    assert (await sokha.summary())["reason"] == "MEF is late"
    await sokha.presses("form:save")
    [made] = await all_stored(health)
    assert (made.until, made.text) == (date(2026, 12, 29), "MEF is late")


async def test_words_that_were_read_are_read_again(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    card = (await sokha.finds("actions/card")).message
    await sokha.says("I need more time until 30 December", reply_to=card)
    mine = [message for message in await sokha.person.messages() if message.mine][-1]
    await sokha.edits(mine, "I need more time until 29 December")
    await sokha.presses("general:change_edit")
    [made] = await all_stored(health)
    assert (made.until, made.text) == (date(2026, 12, 29), "I need more time until 29 December")
    await told(health)
    await dara.presses("requests:agree", 1)
    await sokha.edits(mine, "I need more time until 28 December")
    await sokha.presses("general:change_edit")
    await sokha.is_refused("requests#already_decided")


@pytest.mark.parametrize("then", ["My task, sorry", "Which annex?", "អរគុណ"])
async def test_words_that_no_longer_ask_it_do_not_replace_a_request(
    health: Stage, dara: Player, sokha: Player, action_id: int, then: str
) -> None:
    card = (await sokha.finds("actions/card")).message
    await sokha.says("This is not my task", reply_to=card)
    mine = [message for message in await sokha.person.messages() if message.mine][-1]
    await sokha.edits(mine, then)
    await sokha.presses("general:change_edit")
    assert [made.text for made in await all_stored(health)] == ["This is not my task"]
    await sokha.offers("requests:withdraw", 1)
