"""In a group the assistant keeps quiet, and says where to find it (U6)."""

import pytest

from sandbox.client import Group
from tests.support.seen import Seen
from tests.support.stage import Player, Stage


@pytest.fixture
async def group(health: Stage, dara: Player, sokha: Player) -> Group:
    """The TWG's group, with the assistant in it."""
    made = await health.sandbox.group("Health TWG", [dara.person, sokha.person])
    await health.settle()
    return made


async def shown(player: Player, group: Group) -> list[Seen]:
    """What the assistant said in the group after it had come there."""
    said = [message for message in await player.person.messages(chat=group) if message.sender == "bot"]
    seen = [player.stage.record.of(message) for message in said]
    return [each for each in seen if each.keys != ["groups/arrived"]]


@pytest.mark.parametrize("command", ["/me", "/menu", "/members", "/newmeeting", "/jmi 2008-4 58%", "/start"])
async def test_a_command_is_pointed_to_the_private_chat(sokha: Player, group: Group, command: str) -> None:
    await sokha.does(sokha.person.says(command, chat=group))
    [pointer] = await shown(sokha, group)
    assert pointer.keys == ["general/group"]
    await sokha.sees_nothing_new()


@pytest.mark.parametrize("command", ["/start@OtherBot", "/me@other_bot", "/jmi@OtherBot 2008-4 58%"])
async def test_a_command_for_another_bot_is_not_answered(sokha: Player, group: Group, command: str) -> None:
    await sokha.does(sokha.person.says(command, chat=group))
    assert await shown(sokha, group) == []
    await sokha.does(sokha.person.says("/start@twg_bot", chat=group))
    [pointer] = await shown(sokha, group)
    assert pointer.keys == ["general/group"]


async def test_the_pointer_opens_the_private_chat(sokha: Player, group: Group) -> None:
    await sokha.does(sokha.person.says("/me", chat=group))
    [pointer] = await shown(sokha, group)
    assert [(button.name, button.args) for button in pointer.buttons] == [("url", ("https://t.me/twg_bot",))]


async def test_plain_talk_is_left_alone(sokha: Player, dara: Player, group: Group) -> None:
    for doing in (
        sokha.person.says("Good morning everybody", chat=group),
        sokha.person.sends_sticker(chat=group),
        sokha.person.sends_file("plan.pdf", b"%PDF-1.4", chat=group),
        dara.person.says("58%", chat=group),
    ):
        await sokha.does(doing)
    assert await shown(sokha, group) == []


async def test_talk_in_a_group_answers_no_form(health: Stage, dara: Player, group: Group) -> None:
    await dara.says("/newmeeting")
    await dara.does(dara.person.says("Second plenary 2026", chat=group))
    await dara.says("/newmeeting")
    await dara.asks("title")
    await dara.sees("forms/ask", position=1, total=8)
    assert await shown(dara, group) == []


async def test_a_stranger_in_a_group_gets_the_same_pointer(health: Stage, group: Group) -> None:
    stranger = await health.person("Stranger")
    await stranger.person.joins(group)
    await stranger.does(stranger.person.says("/members", chat=group))
    [pointer] = await shown(stranger, group)
    assert pointer.keys == ["general/group"]
