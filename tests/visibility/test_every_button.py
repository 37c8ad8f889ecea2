"""No button of the registry, and no reply, reaches what somebody may not see by a guessed id (T6, D5).

The buttons are those that are declared, so that a new one is tried too.
"""

from collections.abc import Iterable
from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from bot.capabilities import registry
from handlers.routing.routes import Button
from storage.decisions import Decision
from storage.documents import find_document
from storage.meetings import Meeting
from storage.members import Role
from tests.dates.conftest import proposes
from tests.objections.conftest import asks
from tests.support.cases import all_cases
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.conftest import TITLE, make_action, make_document, make_meeting, make_post
from tests.visibility.test_changes_before_sending import becomes
from tests.visibility.test_other_twgs import WITHOUT_ROWS, fill
from twg.core.audiences import Audience

#: The subjects with an audience of their own. Written out: a new one needs a row in `everything`.
WITH_AUDIENCE = {"meeting", "date_poll", "decision", "no_objection", "document", "circulation", "action", "post"}
#: A linked group's audience says who is in the group; only the secretariat handles groups.
OF_GROUPS = {"linked_group"}
#: Outside of the Chair and lead facilitators: who may do the most, who reads the export, who may do the least.
OUTSIDE = (Role.SECRETARIAT, Role.CRDB, Role.CIVIL_SOCIETY)
#: Buttons that carry a table's name and an id.
BY_TABLE = (
    "history:show",
    "requests:about",
    "requests:ask:more_time",
    "requests:ask:question",
    "requests:ask_with:question",
)
#: Buttons that open a row of each subject with an audience.
OPENERS = (
    "meetings:open",
    "dates:open",
    "decisions:open",
    "objections:open",
    "documents:open",
    "documents:open_set",
    "actions:open",
    "sharing:open",
)
#: Values for the arguments of a button besides the id of its row.
VALUES = ("1", "yes", "can", "done", "here", "present", "ph", "2026-12-15", "silence", "text", "note")
#: The answers to a guessed id: the same whether there is such a row or not, and what a role may not do at all.
REFUSED = {"general#not_found", "general#not_allowed"}


def test_every_subject_with_an_audience_is_tried() -> None:
    found = {name for name, about in registry().domains.subjects.items() if hasattr(about.table, "audience")}
    assert found == WITH_AUDIENCE | OF_GROUPS


def data_of(button: Button, row_id: int) -> str:
    """Callback data of a button about a row, with arguments that can be read."""
    return ":".join([button.name, str(row_id), *map(_value, button.parameters[1 : button.required])])


def _value(adapter: TypeAdapter[object]) -> str:
    for value in VALUES:
        try:
            adapter.validate_strings(value)
        except ValidationError:
            continue
        return value
    raise AssertionError(f"no value for {adapter}")


def about(tables: Iterable[str]) -> list[Button]:
    wanted = set(tables)
    return [
        button
        for button in registry().routes.buttons.values()
        if button.subject is not None and button.subject.__tablename__ in wanted
    ]


async def make_decision(author: Player, meeting_id: int) -> int:
    """A decision of that meeting."""
    async with arranged(author.stage.assistant.database) as session:
        meeting, by = await session.get_one(Meeting, meeting_id), (await access_actor(session, author)).person.id
        facts = {"year": 2026, "number": 1, "text": TITLE, "decided_on": date(2026, 12, 15), "created_by_id": by}
        row = Decision(twg_id=meeting.twg_id, meeting_id=meeting_id, audience=meeting.audience, **facts)
        row.created_at = author.stage.clock.now()
        session.add(row)
        await session.flush()
        return row.id


async def everything(author: Player, audience: Audience) -> dict[str, int]:
    """A row of each subject with an audience, by table."""
    document_id = await make_document(author, audience)
    async with author.stage.assistant.database.read() as session:
        document = await find_document(session, document_id)
    assert document is not None
    meeting_id = await make_meeting(author, audience)
    return {
        "document": document_id,
        "circulation": document.circulation_id,
        "meeting": meeting_id,
        "decision": await make_decision(author, meeting_id),
        "no_objection": await asks(author, text=TITLE, audience=audience),
        "date_poll": await proposes(author, title=TITLE, audience=audience),
        "action": await make_action(author, audience),  # type: ignore[arg-type]
        "post": await make_post(author, audience),  # type: ignore[arg-type]
    }


async def gets_nothing(player: Player, data: str, title: str = TITLE) -> None:
    """Press it: refused, and the title is nowhere."""
    await player.forges(data)
    assert {refusal.key for refusal in await player.refusals()} & REFUSED, data
    assert title not in "".join(message.text for message in await player.new_messages()), data


async def test_no_button_shows_what_is_for_the_leads_to_anybody_else(health: Stage) -> None:
    chair = await health.member("Chantha", Role.CHAIR)
    await health.member("Maria", Role.LEAD_FACILITATOR)
    others = {role: await health.member(role.name, role) for role in OUTSIDE}
    made = await everything(chair, Audience.LEADS)
    await health.settle()
    await everybody_looks_away(chair)
    buttons = [data_of(button, made[button.subject.__tablename__]) for button in about(made) if button.subject]
    buttons += [f"{name}:{table}:{row_id}" for name in BY_TABLE for table, row_id in made.items()]
    assert len(buttons) > 40
    with all_cases() as case:
        for role, player in others.items():
            for data in buttons:
                with case(role, data):
                    await gets_nothing(player, data)
    with all_cases() as case:  # the same buttons reach them where they may
        for opens in OPENERS:
            with case(opens):
                table = next(b.subject for b in registry().routes.buttons.values() if b.name == opens)
                assert table is not None
                await chair.forges(f"{opens}:{made[table.__tablename__]}")
                await chair.is_not_refused()
                assert TITLE in await chair.screen()


async def test_no_button_does_anything_with_a_row_of_another_twg(health: Stage, dara: Player, sokha: Player) -> None:
    await fill(dara, sokha)
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    rithy = await health.member("Rithy", Role.SECRETARIAT, "MoEYS", code="EDU")
    subjects = {name: each for name, each in registry().domains.subjects.items() if name not in WITHOUT_ROWS}
    async with health.assistant.database.read() as session:
        stranger = await access_actor(session, rithy, "EDU")
        theirs = {"membership": stranger.member.id, "twg": stranger.twg.id}
    with all_cases() as case:
        for button in about(subjects):
            assert button.subject is not None
            if button.of_account or button.anybody:
                continue
            row_id = 1 if theirs.get(button.subject.__tablename__) != 1 else 2
            with case(button.name):
                await gets_nothing(rithy, data_of(button, row_id))


REPLIES = {
    "meeting": (make_meeting, "I will come"),
    "document": (make_document, "received, thanks"),
    "post": (make_post, "Which province is it about?"),
}


@pytest.mark.parametrize("kind", REPLIES)
async def test_a_reply_to_what_one_may_not_see_any_more_does_nothing_with_it(
    health: Stage, dara: Player, kind: str
) -> None:
    """The message is still in the chat; who has another role now is answered without its subject."""
    vichea = await health.member("Vichea", Role.GOVERNMENT, "MEF")
    make, words = REPLIES[kind]
    await make(dara, Audience.GOVERNMENT)
    await health.settle()
    told = next(seen for seen in await vichea.messages() if TITLE in seen.message.text)
    await becomes(vichea, Role.CIVIL_SOCIETY)
    await dara.looks_away()
    await vichea.says(words, reply_to=told.message)
    assert TITLE not in "".join(message.text for message in await vichea.new_messages())
    await dara.sees_nothing_new()
