"""Every field of Telegram's updates is sorted, and only a person's own words act as words (T8)."""

from typing import Any

import pytest

from handlers.routing.bot_api import CallbackQuery, Message, Update
from handlers.routing.whose_words import CALLBACK_QUERY_GROUPS, MESSAGE_GROUPS, UPDATE_GROUPS, Whose
from sandbox.client_origins import from_hidden_user
from sandbox.specification import TYPES
from storage.actions import ActionState
from tests.intake.conftest import Desk, act, noted
from tests.support.cases import all_cases

TABLES = {"Message": MESSAGE_GROUPS, "CallbackQuery": CALLBACK_QUERY_GROUPS, "Update": UPDATE_GROUPS}


@pytest.mark.parametrize("name", TABLES)
def test_every_field_of_the_specification_is_sorted_once(name: str) -> None:
    sorted_fields = [field for group in TABLES[name] for field in group.fields.split()]
    assert sorted(sorted_fields) == sorted(field.rstrip("?") for field in TYPES[name])


@pytest.mark.parametrize("name", TABLES)
def test_every_group_says_why(name: str) -> None:
    assert all(group.why for group in TABLES[name])


@pytest.mark.parametrize(
    ("name", "model"), [("Message", Message), ("CallbackQuery", CallbackQuery), ("Update", Update)]
)
def test_no_field_is_read_that_is_sorted_as_ignored(name: str, model: type[Any]) -> None:
    ignored = {
        field
        for group in TABLES[name]
        if group.whose in {Whose.IGNORED, Whose.NOBODY}
        for field in group.fields.split()
    }
    read = {info.alias or field for field, info in model.model_fields.items()}
    assert read & ignored == set()


def _fields_of(whose: Whose) -> list[str]:
    return [field for group in MESSAGE_GROUPS if group.whose is whose for field in group.fields.split()]


async def test_a_service_message_is_answered_by_nothing(desk: Desk) -> None:
    with all_cases() as case:
        for field in _fields_of(Whose.NOBODY):
            with case(field):
                await desk.telegram.sends(desk.telegram.update(**{field: {"some": "thing"}}))
                await desk.sokha.sees_nothing_new()


async def test_a_command_of_somebody_else_does_nothing_and_is_offered(desk: Desk) -> None:
    with all_cases() as case:
        for field in [field for field in _fields_of(Whose.OTHERS) if field not in {"story", "giveaway"}]:
            with case(field):
                await desk.telegram.sends(
                    desk.telegram.update(text="/done 1 it was sent", **{field: {"some": "thing"}})
                )
                await desk.sokha.sees_only("general/offer")
                await desk.sokha.sees("general/offer", others=True)
                assert (await act(desk)).state is ActionState.OPEN


async def test_a_forwarded_done_does_not_close_the_forwarders_action_even_as_a_reply(desk: Desk) -> None:
    told = await desk.sokha.finds("actions/card")
    reply = {"message_id": told.message.id, "date": 1, "chat": {"id": desk.sokha.person.id, "type": "private"}}
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}
    update = desk.telegram.update(text="done", forward_origin=origin, reply_to_message=reply)
    await desk.telegram.sends(update)
    await desk.sokha.sees_only("general/offer")
    assert (await act(desk)).state is ActionState.OPEN


async def test_an_own_message_that_is_forwarded_is_ones_own_and_acts_by_a_button_only(desk: Desk) -> None:
    author = {"id": desk.sokha.person.id, "is_bot": False, "first_name": "Sokha"}
    origin = {"type": "user", "date": 1, "sender_user": author}
    await desk.sokha.says("done, sent on Monday", forward_origin=origin)
    await desk.sokha.sees("general/offer", others=False, forwarded=True)
    assert (await act(desk)).state is ActionState.OPEN
    await desk.sokha.presses("actions:take_mine")
    await desk.sokha.presses("actions:take")
    assert (await act(desk)).state is not ActionState.OPEN


async def test_what_somebody_else_wrote_stays_theirs_when_it_is_forwarded(desk: Desk) -> None:
    origin = {"type": "user", "date": 1, "sender_user": {"id": 99, "is_bot": False, "first_name": "Somebody"}}
    await desk.sokha.says("/done 1 it was sent", forward_origin=origin)
    await desk.sokha.sees("general/offer", others=True, forwarded=False)
    assert (await act(desk)).state is ActionState.OPEN


async def test_the_press_makes_somebody_elses_words_the_note(desk: Desk) -> None:
    """Also where they would say of her action that it is done, were they her own."""
    await desk.sokha.says("The draft was sent by the ministry", forward_origin=from_hidden_user("Somebody"))
    offered = await desk.sokha.finds("general/offer", others=True)
    await desk.sokha.presses("actions:take_mine", in_message=offered.message)
    await desk.sokha.presses("actions:take")
    assert await noted(desk) == ["The draft was sent by the ministry"]
    assert (await act(desk)).state is ActionState.OPEN


async def test_somebody_elses_words_are_not_noted_under_what_is_closed(desk: Desk) -> None:
    await desk.sokha.says("The draft was sent by the ministry", forward_origin=from_hidden_user("Somebody"))
    await desk.sokha.presses("actions:take_mine")
    offered = (await desk.sokha.finds("actions/which")).message
    await desk.sokha.says(f"/done {(await act(desk)).id} it was sent")
    await desk.sokha.presses("actions:take", in_message=offered)
    await desk.sokha.is_refused("actions#already_closed")
    assert await noted(desk) == []


async def test_somebody_elses_words_are_no_answer_until_the_person_takes_them(desk: Desk) -> None:
    await desk.sokha.says("/share")
    await desk.sokha.asks("text")
    await desk.telegram.sends(desk.telegram.update(text="A new law", forward_origin={"type": "channel"}))
    await desk.sokha.sees_only("general/offer")
    await desk.sokha.offers("general:answer")


async def test_a_registration_does_not_take_somebody_elses_words(desk: Desk) -> None:
    stage = desk.sokha.stage
    kenji = await stage.person("Kenji")
    await kenji.starts(await stage.invites("development_partner"))
    await kenji.presses("form:choice=en")
    await kenji.presses("form:skip")
    await desk.of(kenji).sends(desk.of(kenji).update(text="Tanaka", forward_origin={"type": "user"}))
    await kenji.is_refused("general#others_words")
    await kenji.asks("name")


async def test_somebody_elses_contact_is_not_the_persons_phone(desk: Desk) -> None:
    await desk.telegram.sends(desk.telegram.update(contact={"phone_number": "012345678", "first_name": "Kenji"}))
    await desk.sokha.sees_only("general/contact")


async def test_a_kind_that_telegram_added_since_is_nobodys(desk: Desk) -> None:
    await desk.telegram.sends(desk.telegram.update(hologram={"some": "thing"}))
    await desk.sokha.sees_nothing_new()
