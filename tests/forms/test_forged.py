"""Buttons that nobody was shown, or that were shown to somebody else (T6)."""

import pytest

from tests.forms.steps import answers, asks_for, meetings, open_forms
from tests.support.cases import all_cases
from tests.support.stage import Player, Stage


@pytest.fixture
async def rival(health: Stage, summary: Player) -> Player:
    """Another organiser, while the secretariat is before a summary."""
    return await health.member("Kim Sovann", "chair")


async def test_the_button_of_another_person_s_form_does_nothing(health: Stage, rival: Player) -> None:
    [form] = await open_forms(health)
    with all_cases() as case:
        for what in ("save", "cancel", "skip", "back", "change", "c=2026-12-01", "m=2026-12", "look"):
            with case(what):
                await rival.forges(f"f:{form.id}:{form.revision}:{what}")
                await rival.toasts()
                await rival.sees_only("general/help")
                await rival.sees_nothing_new()
                [after] = await open_forms(health)
                assert (after.answers, after.revision, after.user_id) == (form.answers, form.revision, form.user_id)
                assert await meetings(health) == []


async def test_nonsense_on_one_s_own_form_changes_nothing(health: Stage, planning: Player) -> None:
    [before] = await open_forms(health)
    nonsense = ["", "nonsense", "c=", "c=nonsense", "change=nonsense", "m=", "m=9999-12", "m=0001-01", "m=x", "finish"]
    with all_cases() as case:
        for what in [*nonsense, "undo"]:
            with case(what):
                [form] = await open_forms(health)
                await planning.forges(f"f:{form.id}:{form.revision}:{what}")
                await planning.sees_only("forms/ask")
                assert await answers(health) == before.answers
    await planning.says("15/12/2026")
    await asks_for(planning, "at", 4)


async def test_the_button_of_no_form_says_that_it_is_finished(dara: Player) -> None:
    with all_cases() as case:
        for data in (
            "f:1:1:save",
            "f::1:save",
            "f:x:y:z",
            "f:99999999999999999999:1:save",
            "f:-1:1:c=1",
            "f:1:1:c=1:2",
            "f:1:1:",
        ):
            with case(data):
                await dara.forges(data)
                await dara.toasts()
                await dara.is_not_refused()
                await dara.sees_nothing_new()


async def test_a_button_of_nobody_s_making_is_not_there(dara: Player) -> None:
    made_up = [
        "garbage",
        "f",
        "f:1",
        ":",
        ":::::::",
        "x" * 64,
        "សុខ" * 7,
        "meetings/answer",
        "meetings/answer:1",
        "meetings/answer:1:perhaps",
        "meetings/answer:1:yes",
        "meetings/answer:1:yes:2026-12-15",
        "meetings/answer:1:yes:2026-12-15:yes",
        "meetings/answer:1:yes:2026-13-45",
        "meetings/open:99999999999999999999",
        "meetings/open:2147483648",
        "meetings/open:-1",
        "meetings/open:0",
        "meetings/open:1.5",
        "meetings/open:one",
        "meetings/open:1 OR 1=1",
        "general/switch:99999999999999999999",
        "general/language:",
        "__class__:1",
    ]
    with all_cases() as case:
        for data in made_up:
            with case(data):
                await dara.forges(data)
                await dara.is_refused("general#not_found")
                await dara.sees_nothing_new()


async def test_a_meeting_of_another_twg_is_not_there(health: Stage, summary: Player) -> None:
    await summary.presses("form:save")
    [meeting] = await meetings(health)
    await health.adds_twg("EDU", "Education")
    rival = await health.member("Rival", "secretariat", code="EDU")
    with all_cases() as case:
        for action in ("open", "answer", "announce", "cancel", "move", "answers"):
            with case(action):
                await rival.forges(
                    f"meetings/{action}:{meeting.id}" + (":yes:2026-12-15" if action == "answer" else "")
                )
                await rival.is_refused("general#not_found")
                [after] = await meetings(health)
                assert (after.state, after.starts_at) == (meeting.state, meeting.starts_at)


async def test_a_form_ends_with_the_membership_it_was_opened_in(health: Stage, summary: Player) -> None:
    await health.leaves("Chan Dara")
    await summary.presses("form:save")
    await summary.is_refused("general#not_registered")
    assert await meetings(health) == []
    await summary.says("/cancel")
    await summary.sees_only("forms/cancelled")
    assert await open_forms(health) == []
