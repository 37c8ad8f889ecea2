"""Forms that version 0.1.0 left half-way are gone on with and saved."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from storage.core.forms import OpenForm
from storage.documents import Circulation
from tests.storage.upgrade.conftest import Upgraded, rows_of
from tests.support.guard import arranged


@dataclass(frozen=True)
class Rest:
    """How a form goes on that version 0.1 left half-way.

    Attributes:
        was: its name in version 0.1.
        steps: what is typed, or pressed: "form:save".
        does: the operation that leaves its row in the audit; empty where nothing changes.
    """

    was: str
    name: str
    steps: tuple[str, ...]
    does: str


#: Every form of version 0.1; of each person the one left last comes first, as the others are offered after it.
FORMS: dict[str, list[Rest]] = {
    "Nary": [Rest("members/register", "register", ("MoP", "012 345 679", "form:save"), "members.register")],
    "Kenji": [
        Rest(
            "indicators/report",
            "report_indicator",
            ("48", "With the islands", "form:skip", "form:skip", "form:skip", "form:save"),
            "indicators.report",
        ),
        Rest("sharing/search", "search", ("midwife",), ""),
        Rest(
            "sharing/share",
            "share",
            ("form:look", "form:choice=data", "form:skip", "form:skip", "form:choice=all", "form:save"),
            "sharing.share",
        ),
        Rest("meetings/delegate", "send_delegate", ("Yuki Tanaka, Officer", "form:save"), "meetings.answer"),
    ],
    "Dara": [
        Rest("indicators/open_round", "open_round", ("21/12/2026", "form:save"), "indicators.open_round"),
        Rest("actions/note", "note_action", ("The ministry reads it",), "actions.add_note"),
        Rest("actions/move", "move_action", ("28/12/2026", "form:save"), "actions.move"),
        Rest("actions/give", "give_action", ("Sokha", "form:save"), "actions.give"),
        Rest("actions/drop", "drop_action", ("Nobody needs a copy", "form:save"), "actions.end"),
        Rest("actions/close", "close_action", ("It is drafted",), "actions.end"),
        Rest(
            "actions/record",
            "record_action",
            ("24/12/2026", "form:skip", "form:choice=all", "form:save"),
            "actions.record_action",
        ),
        Rest("members/correct", "correct_details", ("099 888 777", "form:save"), "members.correct"),
        Rest("indicators/return", "return_report", ("Please add the source", "form:save"), "indicators.review"),
        Rest(
            "indicators/define",
            "define_indicator",
            ("%", "70", "Dec 2027", "MoH", "form:save"),
            "indicators.define",
        ),
        Rest("reminders/rule", "change_rule", ("2", "08:30", "form:save"), "reminders.change_rule"),
        Rest("members/invite", "invite_members", ("gender", "3", "form:save"), "members.invite"),
        Rest("meetings/cancel", "cancel_meeting", ("The hall is flooded", "form:save"), "meetings.cancel"),
        Rest(
            "meetings/relocate", "relocate_meeting", ("Hotel Cambodiana", "Too small", "form:save"), "meetings.change"
        ),
        Rest("meetings/move", "move_meeting", ("09:30", "Too early", "form:save"), "meetings.change"),
        Rest("meetings/correct", "correct_meeting", ("Meeting that was renamed", "form:save"), "meetings.correct"),
        Rest(
            "meetings/new",
            "plan_meeting",
            (
                "form:choice=plenary",
                "28/12/2026",
                "10:00",
                "2h",
                "Room B",
                "form:choice=all",
                "form:skip",
                "form:save",
            ),
            "meetings.plan",
        ),
        Rest(
            "documents/circulate",
            "circulate_document",
            ("form:choice=paper", "form:choice=4", "18/12/2026", "form:skip", "form:save"),
            "documents.circulate",
        ),
    ],
}


async def open_forms(upgraded: Upgraded, name: str) -> list[str]:
    """The names of somebody's open forms, the one touched last first."""
    async with upgraded.stage.assistant.database.read() as session:
        query = select(OpenForm.name).where(OpenForm.user_id == upgraded[name].person.id)
        return list(await session.scalars(query.order_by(OpenForm.updated_at.desc(), OpenForm.id.desc())))


@pytest.mark.parametrize("name", FORMS)
async def test_open_forms_are_gone_on_with(upgraded: Upgraded, name: str) -> None:
    await upgraded.stage.settle()
    player, left = upgraded[name], FORMS[name]
    for place, form in enumerate(left):
        assert await open_forms(upgraded, name) == [later.name for later in left[place:]]
        before = await upgraded.audited()
        if place and form.steps[0] != "form:look":  # its question is out of sight behind the forms before it
            await player.presses("form:look")
        for step in form.steps:
            await (player.presses(step) if step.startswith("form:") else player.says(step))
            await player.is_not_refused()
        assert form.does in {"", *(await upgraded.audited())[len(before) :]}, form
    assert await open_forms(upgraded, name) == []


async def test_an_audience_chosen_in_version_0_1_stays_with_the_meeting_that_is_asked_since(
    upgraded: Upgraded,
) -> None:
    """For which meeting a document is, and so for whom, is a question that came later."""
    stage = upgraded.stage
    await stage.settle()
    async with arranged(stage.assistant.database) as session:
        form = (await session.scalars(select(OpenForm).where(OpenForm.name == "circulate_document"))).one()
        form.answers = {**form.answers, "kind": "paper", "audience": "leads"}
    dara = upgraded["Dara"]
    await dara.forges(f"f:{form.id}:{form.revision}:look")
    await dara.asks("meeting")
    await dara.presses("form:choice=4")
    await dara.asks("acknowledge_by")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    async with stage.assistant.database.read() as session:
        newest = select(Circulation).order_by(Circulation.id.desc()).limit(1)
        circulation = (await session.scalars(newest)).one()
        assert (circulation.meeting_id, circulation.audience) == (4, "|leads|")


def test_every_form_of_version_0_1_is_gone_on_with() -> None:
    forms = [form.was for left in FORMS.values() for form in left]
    assert sorted(forms) == sorted(row["name"] for row in rows_of("form"))
    assert len(set(forms)) == 23
