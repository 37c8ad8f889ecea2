"""A form that a file opens keeps the file, when another one of its kind takes its place or when it is put away (U1)."""

from collections.abc import Awaitable, Callable

import pytest

from storage.core.forms import OpenForm
from tests.actions.conftest import records
from tests.forms.steps import open_forms
from tests.indicators.conftest import defines, opens_round
from tests.support.seen import Seen
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage

#: Opens the form with a file of this name.
Opens = Callable[[str], Awaitable[None]]
PDF = b"%PDF-1.4 "


async def offered(player: Player, button: str) -> Opens:
    """Files for which a button is offered; both are sent before the form is opened, which would take the second one."""
    offers: dict[str, Seen] = {}
    for name in ("first.pdf", "second.pdf"):
        await player.sends_file(name, PDF + name.encode())
        offers[name] = (await player.fresh())[-1]
        await player.stage.passes(minutes=5)

    async def opens(name: str) -> None:
        await player.presses(button, in_message=offers[name].message)

    return opens


def captioned(player: Player, caption: str, **options: object) -> Opens:
    async def opens(name: str) -> None:
        await player.sends_file(name, PDF + name.encode(), caption=caption, **options)

    return opens


async def for_sharing(_dara: Player, sokha: Player) -> Opens:
    return await offered(sokha, "sharing:take")


async def for_circulating(dara: Player, _sokha: Player) -> Opens:
    return await offered(dara, "documents:take")


async def for_handing_in(dara: Player, sokha: Player) -> Opens:
    await announce_meeting(dara)
    return await offered(sokha, "papers:take")


async def for_closing(dara: Player, sokha: Player) -> Opens:
    return captioned(sokha, f"/done {await records(dara, sokha)}")


async def for_more_time(dara: Player, sokha: Player) -> Opens:
    await records(dara, sokha)
    card = (await sokha.finds("actions/card")).message
    return captioned(sokha, "I need more time", reply_to=card)


async def for_a_report(dara: Player, sokha: Player) -> Opens:
    await defines(dara)
    await opens_round(dara)
    return captioned(sokha, "/jmi 2008-4 50 to 55%")


OPENERS: dict[str, Callable[[Player, Player], Awaitable[Opens]]] = {
    "share": for_sharing,
    "circulate_document": for_circulating,
    "hand_in_paper": for_handing_in,
    "close_action": for_closing,
    "ask_request": for_more_time,
    "report_indicator": for_a_report,
}


def names_in(form: OpenForm) -> set[str]:
    """The names of the files in a form's answers."""
    files = [raw for raw in form.answers.values() if isinstance(raw, dict) and "handle" in raw]
    return {file["name"] for file in files}


@pytest.mark.parametrize("name", OPENERS)
async def test_the_file_that_opened_a_form_stays_when_another_one_takes_its_place(
    health: Stage, dara: Player, sokha: Player, name: str
) -> None:
    opens = await OPENERS[name](dara, sokha)
    await opens("first.pdf")
    [opened] = await open_forms(health)
    assert (opened.name, names_in(opened)) == (name, {"first.pdf"})
    await opens("second.pdf")
    kept = await open_forms(health)
    assert [names_in(form) for form in kept] == [{"first.pdf"}, {"second.pdf"}]
    writer = dara if name == "circulate_document" else sokha
    await writer.sees("forms/replaced")
