"""Buttons that version 0.1.0 left in people's chats do what they did."""

from dataclasses import dataclass

import pytest

from tests.storage.upgrade.conftest import Upgraded, buttons_of, store


@dataclass(frozen=True)
class Press:
    """What somebody sees who presses a button of version 0.1.

    Attributes:
        sees: a template, the field that a form asks for ("?title"), or a short line over the chat ("!").
        does: the operation that leaves its row in the audit; empty where nothing changes.
        note: the question that is shown is answered with "Note it", which does the operation and shows the card.
        closes: the refusal for which a form is closed that was opened by a press before.
    """

    old: str
    by: str
    sees: str
    does: str = ""
    note: bool = False
    closes: str = ""


#: Every button of version 0.1 (the decorators `@action` of its handlers), those of a list on one store in this order.
PRESSES: dict[str, list[Press]] = {
    "general": [
        Press("general/about", "Sokha", "actions/meant", "actions.add_note", note=True),
        Press("general/language", "Bopha", "general/settings", "members.choose_language"),
        Press("general/switch", "Dara", "general/settings", "members.switch_twg"),
        Press("general/dismiss", "Kenji", "general/dismissed"),
    ],
    "members": [
        Press("members/correct", "Dara", "forms/confirm"),
        Press("members/invites", "Dara", "members/invites"),
        Press("members/revoke", "Dara", "members/revoked", "members.revoke_invite"),
    ],
    "meetings": [
        Press("meetings/open", "Dara", "meetings/card"),
        Press("meetings/correct", "Dara", "forms/confirm"),
        Press("meetings/move", "Dara", "?day"),
        Press("meetings/relocate", "Dara", "?place"),
        Press("meetings/cancel", "Dara", "forms/confirm"),
        Press("meetings/preview", "Dara", "meetings/preview"),
        Press("meetings/new", "Dara", "?kind"),
        Press("meetings/answer", "Vichea", "meetings/card", "meetings.answer"),
        Press("meetings/answers", "Dara", "meetings/answers"),
        Press("meetings/announce", "Dara", "meetings/announced_to", "meetings.announce"),
    ],
    "a preview": [Press("meetings/not_yet", "Dara", "meetings/card")],
    "documents": [
        Press("documents/open", "Dara", "documents/card"),
        Press("documents/receipts", "Dara", "documents/receipts"),
        Press("documents/acknowledge", "Vichea", "documents/card", "documents.acknowledge"),
        Press("documents/new", "Dara", "?kind"),
        Press("documents/take", "Dara", "?title"),
    ],
    "actions": [
        Press("actions/open", "Dara", "actions/card"),
        Press("actions/new", "Dara", "?due_on"),
        Press("actions/list", "Dara", "actions/list"),
        Press("actions/another", "Dara", "?due_on"),
        Press("actions/note", "Dara", "?text"),
        Press("actions/move", "Dara", "?due_on"),
        Press("actions/give", "Dara", "?owner"),
        Press("actions/drop", "Dara", "?reason"),
        Press("actions/done", "Dara", "?text"),
        Press("actions/reopen", "Dara", "actions/card", "actions.reopen"),
        Press("actions/take", "Kenji", "actions/meant", "actions.add_note", note=True),
        Press("actions/take_mine", "Kenji", "actions/which"),
    ],
    "indicators": [
        Press("indicators/open", "Dara", "indicators/indicator"),
        Press("indicators/new", "Dara", "?indicator"),
        Press("indicators/define", "Dara", "?unit"),
        Press("indicators/report", "Vichea", "?value"),
        Press("indicators/this", "Kenji", "forms/confirm"),
        Press("indicators/take", "Kenji", "indicators/which"),
        Press("indicators/to_review", "Dara", "indicators/to_review"),
        Press("indicators/submission", "Dara", "indicators/submission"),
        Press("indicators/return", "Dara", "?comment"),
        Press(
            "indicators/accept",
            "Dara",
            "indicators/submission",
            "indicators.review",
            closes="indicators#already_reviewed",  # "indicators/return" has opened it
        ),
        Press("indicators/round", "Dara", "indicators/round"),
        Press("indicators/ask_close", "Dara", "indicators/ask_close"),
        Press("indicators/close", "Dara", "indicators/closed", "indicators.close_round"),
    ],
    "a round": [Press("indicators/keep_open", "Dara", "indicators/round")],
    "sharing": [
        Press("sharing/open", "Kenji", "sharing/post"),
        Press("sharing/search", "Kenji", "search/results"),
        Press("sharing/take", "Kenji", "?kind"),
    ],
    "deliveries": [
        Press("deliveries/again", "Dara", "!", "deliveries.resend"),
        Press("deliveries/now", "Dara", "!", "deliveries.send_now"),
    ],
    "reminders": [
        Press("reminders/change", "Dara", "?switch"),
        Press("reminders/now", "Dara", "!", "reminders.remind_now"),
    ],
}


async def sees(upgraded: Upgraded, press: Press) -> None:
    player = upgraded[press.by]
    if press.sees.startswith("?"):
        await player.asks(press.sees.removeprefix("?"))
    elif press.sees == "!":
        await player.toasts()
    else:
        await player.sees(press.sees)


@pytest.mark.parametrize("of", PRESSES)
async def test_old_buttons_do_what_they_did(upgraded: Upgraded, of: str) -> None:
    await upgraded.stage.settle()
    for press in PRESSES[of]:
        before = await upgraded.audited()
        await upgraded.presses(press.by, press.old)
        await sees(upgraded, press)
        if press.note:
            assert await upgraded.audited() == before, press
            await upgraded[press.by].presses("actions:meant", "note")
            await upgraded[press.by].sees("actions/card", heading="noted")
        if press.closes:
            assert (await upgraded[press.by].shown("forms/ended"))["refusal"].key == press.closes
        assert [refusal.key for refusal in await upgraded[press.by].refusals()] == list(filter(None, [press.closes]))
        written = (await upgraded.audited())[len(before) :]
        assert (press.does in written) if press.does else (written == []), press


def test_every_button_of_version_0_1_is_pressed() -> None:
    pressed = [press.old for presses in PRESSES.values() for press in presses]
    left = {
        data.partition(":")[0]
        for person in store()["people"]
        for item in person["messages"]
        for data in buttons_of(item)
    }
    assert len(pressed) == len(set(pressed)) == 56
    assert set(pressed) == left - {"f"}
