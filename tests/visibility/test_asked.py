"""What is asked between meetings, and what members request, is met by exactly those whom a table names (A3, G16, T6).

Each way in is tried by every role, for each kind of audience, against the tables.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from storage.actions import Action
from storage.core.addressees import PERSON
from storage.core.audiences import token_of
from storage.members import Role
from storage.objections import list_objection_answers
from storage.requests import MemberRequest, RequestKind
from tests.actions.conftest import records
from tests.groups.conftest import Room, links
from tests.members.merging import id_of
from tests.objections.conftest import asks
from tests.subgroups.steps import sets_up
from tests.support.cases import all_cases
from tests.support.setup_steps import access_actor
from tests.support.stage import Stage
from tests.visibility.conftest import Members
from tests.visibility.conftest import members as members
from tests.visibility.test_changes_before_sending import becomes
from tests.visibility.test_decisions import EXPORTERS, Way, in_sheet, pressing, saying, told
from twg.core.audiences import Audience
from twg.requests import asking

R = Role
SECRET = "Quiet settlement"
#: Who is addressed. Source: Guideline 2016, Part Three (a), Part Four (ii). Written out, not taken from the code.
ADDRESSED: dict[str, frozenset[Role]] = {
    Audience.ALL: frozenset(Role),
    Audience.CORE: frozenset({R.CHAIR, R.LEAD_FACILITATOR, R.SECRETARIAT}),
    Audience.GOVERNMENT: frozenset({R.CHAIR, R.SECRETARIAT, R.GOVERNMENT, R.CRDB, R.FOCAL_POINT}),
    Audience.PARTNERS: frozenset({R.LEAD_FACILITATOR, R.DEVELOPMENT_PARTNER}),
    Audience.LEADS: frozenset({R.CHAIR, R.LEAD_FACILITATOR}),
    "subgroup_1": frozenset({R.TECHNICAL_ADVISER, R.GOVERNMENT, R.CRDB}),
    "government|partners": frozenset(
        {R.CHAIR, R.SECRETARIAT, R.GOVERNMENT, R.CRDB, R.FOCAL_POINT, R.LEAD_FACILITATOR, R.DEVELOPMENT_PARTNER}
    ),
    "role:civil_society": frozenset({R.CIVIL_SOCIETY}),
    "role:private_sector|role:focal_point": frozenset({R.PRIVATE_SECTOR, R.FOCAL_POINT}),
}


@dataclass(frozen=True)
class Asked:
    """The id of a row, and the text that stands in it."""

    row_id: int
    secret: str


#: Of an audience, the roles that meet the row.
ByTable = Callable[[frozenset[Role]], frozenset[Role] | set[Role]]


async def tries(members: Members, ways: Mapping[str, tuple[Way, ByTable]], rows: Mapping[str, Asked]) -> None:
    """Every role tries every way; each is met where the table says so, and nowhere else."""
    with all_cases() as case:
        for role, player in members.items():
            for way, (goes, by_table) in ways.items():
                with case(role, way):
                    met = await goes(player, rows)  # type: ignore[arg-type]  # it asks for ids and the secret alone
                    assert met == {name for name in rows if role in by_table(ADDRESSED[name])}
                await player.looks_away()


async def group_of_all(stage: Stage, members: Members) -> Room:
    """A linked group for all members, which takes whatever is announced to everybody."""
    dara = members[R.SECRETARIAT]
    room = Room(stage, await stage.sandbox.group("Health TWG", [dara.person]), dara)
    await links(room, posts=True)
    return room


async def with_sub_group(members: Members) -> None:
    inside = [members[role] for role in sorted(ADDRESSED["subgroup_1"])]
    await sets_up(members[R.SECRETARIAT], "Inside", members=tuple(inside))
    for player in members.values():
        await player.looks_away()


def _seen(addressed: frozenset[Role]) -> set[Role]:
    """The Chair, who confirms all, who asks, and who is asked."""
    return {*addressed, R.CHAIR, R.SECRETARIAT}


OBJECTIONS: dict[str, tuple[Way, ByTable]] = {
    "told": (told, lambda addressed: addressed - {R.CHAIR, R.SECRETARIAT}),
    "list": (pressing("objections:list#1"), _seen),
    "card": (pressing("objections:open:{row_id}"), _seen),
    "search": (saying("/search quiet settlement"), _seen),
    "export": (in_sheet("no_objections"), lambda addressed: _seen(addressed) & EXPORTERS),
    "history": (pressing("history:show:no_objection:{row_id}"), lambda _addressed: {R.SECRETARIAT}),
}


async def test_a_no_objection_is_met_by_who_is_asked_who_asks_and_the_chair(health: Stage, members: Members) -> None:
    await with_sub_group(members)
    room = await group_of_all(health, members)
    rows = {}
    for number, audience in enumerate(ADDRESSED, start=1):
        secret = f"{SECRET} {number}."
        rows[audience] = Asked(await asks(members[R.SECRETARIAT], text=secret, audience=audience), secret)
    await tries(members, OBJECTIONS, rows)
    assert SECRET not in await room.text()


def _decided(addressed: frozenset[Role]) -> set[Role]:
    """Who asks, the Chair, who has recorded the action, and the secretariat where it sees that."""
    return {R.CIVIL_SOCIETY, R.CHAIR, *(addressed & {R.SECRETARIAT})}


REQUESTS: dict[str, tuple[Way, ByTable]] = {
    "told": (told, lambda addressed: {R.SECRETARIAT} if R.SECRETARIAT in addressed else {R.CHAIR}),
    "list": (pressing("requests:list:waiting#1"), _decided),
    "card": (pressing("requests:open:{row_id}"), _decided),
    "search": (saying("/search quiet settlement"), lambda _addressed: set()),
    "export": (in_sheet("requests"), lambda addressed: _decided(addressed) & EXPORTERS),
    "history": (pressing("history:show:member_request:{row_id}"), lambda addressed: addressed & {R.SECRETARIAT}),
}


async def test_a_request_is_met_by_who_asks_and_who_decides_as_far_as_they_see_what_it_is_about(
    health: Stage, members: Members
) -> None:
    """One member asks about actions of theirs, which others see by the audience of each."""
    await with_sub_group(members)
    room = await group_of_all(health, members)
    rows, asker = {}, members[R.CIVIL_SOCIETY]
    owner = token_of(PERSON, await id_of(asker))
    for number, audience in enumerate(ADDRESSED, start=1):
        action_id = await records(members[R.CHAIR], None, f"Talk {number}", audience=audience, owners=(owner,))
        args = asking.NewRequest(
            kind=RequestKind.STILL_NEEDED,
            subject_type=Action.__tablename__,
            subject_id=action_id,
            text=f"{SECRET} {number}.",
        )
        async with health.assistant.database.begin() as session:
            made = await asking.ask(session, await access_actor(session, asker), args, now=health.clock.now())
        rows[audience] = Asked(made.id, args.text)
    await health.settle()
    await health.passes(minutes=11)
    await tries(members, REQUESTS, rows)
    assert SECRET not in await room.text()


async def test_a_reply_to_a_no_objection_that_one_may_not_see_any_more_answers_nothing(
    health: Stage, members: Members
) -> None:
    """The message is still in the chat; who has left the addressed side answers nothing and learns nothing."""
    objection_id = await asks(members[R.SECRETARIAT], text=SECRET, audience=Audience.GOVERNMENT)
    vichea = members[R.GOVERNMENT]
    asked = next(seen for seen in await vichea.messages() if SECRET in seen.message.text)
    await becomes(vichea, R.CIVIL_SOCIETY)
    for player in (vichea, members[R.SECRETARIAT]):
        await player.looks_away()
    await vichea.says("I agree", reply_to=asked.message)
    assert SECRET not in "".join(message.text for message in await vichea.new_messages())
    await members[R.SECRETARIAT].sees_nothing_new()
    async with health.assistant.database.read() as session:
        assert await list_objection_answers(session, objection_id) == {}


async def test_a_reply_to_a_request_that_one_may_not_decide_any_more_decides_nothing(
    health: Stage, members: Members
) -> None:
    """Likewise of a secretariat that has another role now."""
    dara, asker = members[R.SECRETARIAT], members[R.CIVIL_SOCIETY]
    action_id = await records(members[R.CHAIR], None, "Talk", owners=(token_of(PERSON, await id_of(asker)),))
    args = asking.NewRequest(
        kind=RequestKind.STILL_NEEDED, subject_type=Action.__tablename__, subject_id=action_id, text=SECRET
    )
    async with health.assistant.database.begin() as session:
        made = await asking.ask(session, await access_actor(session, asker), args, now=health.clock.now())
    await health.settle()
    await health.passes(minutes=11)
    told_of_it = next(seen for seen in await dara.messages() if SECRET in seen.message.text)
    await becomes(dara, R.GOVERNMENT)
    await dara.looks_away()
    await dara.says("yes", reply_to=told_of_it.message)
    assert SECRET not in "".join(message.text for message in await dara.new_messages())
    async with health.assistant.database.read() as session:
        assert (await session.get_one(MemberRequest, made.id)).decided_at is None
