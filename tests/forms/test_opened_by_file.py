"""A form that a file opens keeps the file, when another one of its kind takes its place or when it is put away (U1)."""

from collections.abc import Awaitable, Callable

import pytest

from bot.capabilities import registry
from handlers.forms.file_field import FileField
from storage.core.forms import OpenForm
from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.forms.steps import open_forms
from tests.indicators.conftest import defines, opens_round
from tests.papers.conftest import burst_ends, hands_in
from tests.support.seen import Seen
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage

#: Opens the form with a file of this name.
Opens = Callable[[str], Awaitable[None]]
PDF = b"%PDF-1.4 "


async def offered(player: Player, button: str, **options: object) -> Opens:
    """Files for which a button is offered; both are sent before the form is opened, which would take the second one."""
    offers: dict[str, Seen] = {}
    for name in ("first.pdf", "second.pdf"):
        await player.sends_file(name, PDF + name.encode(), **options)
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


async def for_a_new_version(dara: Player, _sokha: Player) -> Opens:
    await circulate(dara)
    await dara.presses("general:dismiss")
    return await offered(dara, "documents:replaces", caption="Health budget 2027")


async def for_handing_in_again(dara: Player, sokha: Player) -> Opens:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha)
    await burst_ends(dara.stage)
    await dara.presses("papers:open", paper_id)
    await dara.presses("papers:give_back")
    await dara.says("The annex is missing")
    await dara.stage.passes(minutes=11)
    returned = await sokha.finds("papers/card", heading="returned")
    return captioned(sokha, "With the annex", reply_to=returned.message)


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


async def for_several_reports(dara: Player, sokha: Player) -> Opens:
    await defines(dara)
    await defines(dara, "2008-5", statement="Births attended")
    await opens_round(dara)
    return captioned(sokha, "/jmi 2008-4: 58%\n2008-5: 61%")


OPENERS: dict[str, Callable[[Player, Player], Awaitable[Opens]]] = {
    "share": for_sharing,
    "circulate_document": for_circulating,
    "replace_document": for_a_new_version,
    "hand_in_paper": for_handing_in,
    "hand_in_again": for_handing_in_again,
    "close_action": for_closing,
    "ask_request": for_more_time,
    "report_indicator": for_a_report,
    "report_several": for_several_reports,
}
_AT_ONCE = "a file that is sent for it is kept at once: nothing else is asked"
_OF_THE_STORE = "its button fills in the minutes that the assistant keeps: the same button finds them again"
_BUTTON_ONLY = "a button opens it, which stands below no file of a person"
#: Forms with a question for a file which a person's file does not open, and why.
NOT_OPENED_BY_A_FILE = {
    "note_action": "a file that says how far an action is, is noted at once",
    "import_roster": _AT_ONCE,
    "import_indicators": _AT_ONCE,
    "hand_in_minutes": _AT_ONCE,
    "send_minutes": _OF_THE_STORE,
    "report_minutes": _OF_THE_STORE,
    "replace_paper": _BUTTON_ONLY,
}


def test_each_form_that_asks_for_a_file_is_here() -> None:
    forms = registry().routes.forms
    asking = {name for name, form in forms.items() if any(isinstance(asked, FileField) for asked in form.fields)}
    assert asking == {*OPENERS, *NOT_OPENED_BY_A_FILE}
    assert all(len(forms[name].fields) == 1 for name, reason in NOT_OPENED_BY_A_FILE.items() if reason == _AT_ONCE)


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
    writer = dara if name in {"circulate_document", "replace_document"} else sokha
    await writer.sees("forms/replaced")
