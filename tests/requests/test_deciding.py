"""Deciding requests: what granting does, who is told, and what can no longer be decided (A3)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.actions import ActionState
from storage.core.audit import AuditRow
from storage.requests import RequestState
from tests.actions.conftest import DUE, TEXT, chooses, chooses_owner, local, records, reminders_of, stored_action
from tests.requests.conftest import LATER, asks, asks_for_time, stored, told
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.fixture
async def asked(health: Stage, dara: Player, sokha: Player, action_id: int) -> int:
    """Sokha asked for more time until LATER, and Dara was told. The id of the action."""
    await asks_for_time(sokha, action_id)
    await told(health)
    return action_id


async def test_agreeing_moves_the_day_and_tells_who_asked_once(
    health: Stage, dara: Player, sokha: Player, asked: int
) -> None:
    await dara.presses("requests:agree", 1)
    await dara.sees("requests/card", heading="settled")
    await sokha.is_told_only("request_decided")
    await sokha.sees("requests/card", heading="decided", title=TEXT)
    assert (await stored_action(health, asked)).due_on == LATER
    made = await stored(health)
    assert (made.state, made.until, made.decided_by and made.decided_by.name) == (RequestState.GRANTED, LATER, "Dara")
    async with health.assistant.database.read() as session:
        rows = await session.scalars(select(AuditRow.action).order_by(AuditRow.id.desc()).limit(2))
        assert rows.all() == ["requests.grant", "actions.move"]


async def test_another_date_is_agreed(health: Stage, dara: Player, sokha: Player, asked: int) -> None:
    await dara.presses("requests:day", 1)
    await dara.asks("until")
    await dara.says("28/12/2026")
    await dara.presses("form:save")
    assert (await stored_action(health, asked)).due_on == date(2026, 12, 28)
    await sokha.sees("requests/card", heading="decided", request__until=date(2026, 12, 28))


async def test_the_day_it_is_due_already_is_no_more_time(
    health: Stage, dara: Player, sokha: Player, asked: int
) -> None:
    await dara.presses("requests:day", 1)
    await dara.says("23/12/2026")
    await dara.is_refused("requests#not_later")
    assert (await stored(health)).state is RequestState.WAITING


async def test_declining_with_a_reason(health: Stage, dara: Player, sokha: Player, asked: int) -> None:
    await dara.presses("requests:decline", 1)
    await dara.says("The plenary needs it on the 28th")
    await dara.presses("form:save")
    await sokha.sees_nothing_new()
    await told(health)
    await sokha.is_told_only("request_decided")
    await sokha.reads_fact("The plenary needs it on the 28th")
    assert (await stored_action(health, asked)).due_on == DUE
    assert (await stored(health)).state is RequestState.DECLINED


async def test_answering_in_words(health: Stage, dara: Player, sokha: Player, asked: int) -> None:
    await dara.presses("requests:answer", 1)
    await dara.says("Please send what there is")
    await told(health)
    await sokha.reads_fact("Please send what there is")
    assert (await stored(health)).state is RequestState.ANSWERED


async def test_who_decides_twice_reads_what_was_decided(health: Stage, dara: Player, sokha: Player, asked: int) -> None:
    other = await health.member("Rithy", "secretariat")
    await dara.presses("requests:agree", 1)
    await other.forges("requests:open:1")
    await other.does_not_offer("requests:agree")
    for button in ("agree", "needed"):
        await other.forges(f"requests:{button}:1")
        await other.is_refused("requests#already_decided", request__decided_by__name="Dara")
    for button in ("day", "person", "drop", "decline", "answer"):
        await other.forges(f"requests:{button}:1")
        await other.is_refused("requests#already_decided")


async def test_two_may_decide_and_the_second_form_says_so(
    health: Stage, dara: Player, sokha: Player, asked: int
) -> None:
    chair = await health.member("Sovann", "chair")
    await dara.presses("requests:decline", 1)
    await dara.says("Too late")
    await chair.forges("requests:open:1")
    await chair.presses("requests:agree", 1)
    await dara.presses("form:save")
    await dara.is_refused("requests#already_decided")
    assert (await stored(health)).state is RequestState.GRANTED


async def test_an_action_that_has_another_owner_by_now(
    health: Stage, dara: Player, sokha: Player, kenji: Player, asked: int
) -> None:
    await dara.forges(f"actions:give:{asked}")
    await chooses_owner(dara, kenji)
    await dara.presses("form:save")
    await dara.presses("requests:agree", 1)
    await dara.is_refused("requests#task_handed_on", action__owner__name="Kenji")


async def test_the_day_has_passed_before_anybody_decided(
    health: Stage, dara: Player, sokha: Player, asked: int
) -> None:
    await health.passes(days=60)
    await dara.presses("requests:agree", 1)
    await dara.is_refused("general#past_day", day=LATER)


async def test_who_asked_has_left_and_the_decision_stands(
    health: Stage, dara: Player, sokha: Player, asked: int
) -> None:
    await health.leaves("Sokha")
    await dara.presses("requests:agree", 1)
    await dara.sees("requests/card", heading="settled")
    await sokha.sees_nothing_new()
    assert (await stored(health)).state is RequestState.GRANTED


async def test_handing_over_to_the_one_who_was_named(
    health: Stage, dara: Player, sokha: Player, kenji: Player, action_id: int
) -> None:
    await sokha.forges(f"requests:ask:hand_over:action:{action_id}")
    await chooses(sokha, kenji)
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    await told(health)
    await dara.presses("requests:agree", 1)
    owner = (await stored_action(health, action_id)).owner
    assert owner is not None
    assert owner.name == "Kenji"
    await kenji.is_told_only("action_given")
    await sokha.is_told_only("request_decided")


async def test_whose_task_it_is_is_chosen_by_who_decides(
    health: Stage, dara: Player, sokha: Player, kenji: Player, action_id: int
) -> None:
    await asks(sokha, "not_mine", "action", action_id, "It is JICA's")
    await told(health)
    await dara.does_not_offer("requests:agree")
    await dara.forges("requests:agree:1")
    await dara.is_refused("general#missing")
    await dara.presses("requests:person", 1)
    await dara.asks("person")
    await chooses(dara, kenji)
    await dara.presses("form:save")
    made = await stored(health)
    assert made.named is not None
    assert (made.state, made.named.name) == (RequestState.GRANTED, "Kenji")


async def test_one_who_has_left_is_given_nothing(
    health: Stage, dara: Player, sokha: Player, kenji: Player, action_id: int
) -> None:
    await sokha.forges(f"requests:ask:hand_over:action:{action_id}")
    await chooses(sokha, kenji)
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    await told(health)
    await health.leaves("Kenji")
    await dara.presses("requests:agree", 1)
    await dara.is_refused("general#not_a_choice")


async def test_it_is_still_needed(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await asks(sokha, "still_needed", "action", action_id, "MoH publishes it")
    await told(health)
    await dara.presses("requests:needed", 1)
    await told(health)
    await sokha.is_told_only("request_decided")
    assert (await stored(health)).state is RequestState.ANSWERED
    assert (await stored_action(health, action_id)).state is ActionState.OPEN


async def test_it_is_not_needed_any_more(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await asks(sokha, "still_needed", "action", action_id, "MoH publishes it")
    await told(health)
    await dara.presses("requests:drop", 1)
    await dara.says("MoH publishes it itself")
    await dara.presses("form:save")
    await sokha.is_told_only("request_decided")
    assert (await stored_action(health, action_id)).state is ActionState.DROPPED
    await everybody_looks_away(dara)
    await health.passes(minutes=15)
    await sokha.sees_nothing_new()


async def test_who_has_left_their_post(health: Stage, dara: Player, sokha: Player) -> None:
    await asks(sokha, "left", "twg", 1, "Ms Chan took over in June")
    await told(health)
    await dara.is_told_only("request_made")
    await dara.presses("requests:agree", 1)
    assert (await stored(health)).state is RequestState.GRANTED


async def test_a_question_about_a_meeting_is_answered_also_when_it_is_cancelled(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara)
    await asks(sokha, "question", "meeting", meeting_id, "Is there parking?")
    await told(health)
    await cancel_meeting(dara, meeting_id)
    await dara.presses("requests:answer", 1)
    await dara.says("There was to be some")
    await told(health)
    await sokha.is_told_only("request_decided")
    await dara.forges("requests:agree:1")
    await dara.is_refused("requests#already_decided")


async def test_a_question_is_not_agreed_to(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await asks(sokha, "question", "action", action_id, "Which districts?")
    await told(health)
    await dara.forges("requests:agree:1")
    await dara.is_refused("requests#not_askable")


@pytest.mark.parametrize("answer", ["Yes", "No", "Not sure yet", "ទេ", "បាទ", "Ok, agreed"])
async def test_yes_and_no_answer_a_question(
    health: Stage, dara: Player, sokha: Player, action_id: int, answer: str
) -> None:
    await asks(sokha, "question", "action", action_id, "Is a draft enough?")
    await told(health)
    await dara.presses("requests:answer", 1)
    await dara.says(answer)
    assert (await stored(health)).answer == answer


@pytest.mark.parametrize("text", ["Which one?", "Good morning", "menu"])
async def test_what_is_no_answer_is_asked_about(
    health: Stage, dara: Player, sokha: Player, action_id: int, text: str
) -> None:
    await asks(sokha, "question", "action", action_id, "Is a draft enough?")
    await told(health)
    await dara.presses("requests:answer", 1)
    await dara.says(text)
    await dara.sees_only("forms/is_answer")
    assert (await stored(health)).state is RequestState.WAITING


@pytest.mark.parametrize("role", ["lead_facilitator", "development_partner", "crdb"])
async def test_other_roles_decide_nothing(health: Stage, asked: int, role: str) -> None:
    other = await health.member("Maria", role, "WHO")
    for button in ("agree", "needed", "day", "person", "drop", "decline", "answer", "agree_day", "answer_with"):
        rest = ":2026-12-30" if button == "agree_day" else ""
        await other.forges(f"requests:{button}:1{rest}")
        await other.is_refused("general#not_allowed")
    assert (await stored(health)).state is RequestState.WAITING


async def test_reminders_follow_the_new_day(health: Stage, dara: Player, sokha: Player, asked: int) -> None:
    before = await reminders_of(health, asked)
    await dara.presses("requests:agree", 1)
    after = await reminders_of(health, asked)
    assert all((after[rule] - before[rule]).days == 7 for rule in ("action_7_days", "action_1_day"))
    number = await records(dara, sokha, "Another")
    assert number == 2


@pytest.mark.parametrize(("first", "then"), [("Takeo", "Takeo and Kep"), ("តាកែវ", "តាកែវ និងកែប")])
async def test_an_edited_answer_reaches_who_asked_as_it_is_now(
    health: Stage, dara: Player, sokha: Player, action_id: int, first: str, then: str
) -> None:
    await asks(sokha, "question", "action", action_id, "Which districts?")
    await told(health)
    made = (await dara.finds("requests/card", heading="made")).message
    await dara.says(first, reply_to=made)
    mine = [message for message in await dara.person.messages() if message.mine][-1]
    await dara.edits(mine, then)
    await dara.presses("general:change_edit")
    assert (await stored(health)).answer == then
    await sokha.is_told_only("request_decided")
    await sokha.sees("requests/card", heading="decided")
    await everybody_looks_away(dara)
    await dara.edits(mine, first)
    await dara.presses("general:change_edit")
    await sokha.sees("requests/card", heading="corrected")
    assert (await stored(health)).answer == first


async def test_an_answer_is_undone_before_anybody_read_it(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await asks(sokha, "question", "action", action_id, "Which districts?")
    await told(health)
    await dara.presses("requests:answer", 1)
    await dara.says("All")
    await dara.offers("general:undo")
    await dara.presses("general:undo")
    found = await stored(health)
    assert (found.state, found.answer, found.decided_by) == (RequestState.WAITING, "", None)
    await told(health)
    await sokha.sees_nothing_new()
    await health.passes(days=1)
    await dara.is_told("request_reminder")


async def test_what_was_agreed_with_effect_is_not_undone(health: Stage, dara: Player, asked: int) -> None:
    await dara.presses("requests:agree", 1)
    await dara.does_not_offer("general:undo")


async def test_an_urgent_answer_goes_at_once_and_an_undo_tells_who_read_it(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await health.becomes(local(23, 10))
    await asks(sokha, "question", "action", action_id, "Is it still due today?")
    await everybody_looks_away(dara)
    await dara.forges("requests:answer:1")
    await dara.says("No")
    await sokha.is_told_only("request_decided")
    await everybody_looks_away(dara)
    await dara.presses("general:undo")
    await sokha.is_told_only("request_undecided")
    await sokha.sees("requests/card", heading="undecided")
