"""Decisions, records and attendance of a meeting are met by exactly those whom a table names (D5, G5, G6, G16, T6)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import pytest

from storage.attendance import Presence
from storage.meetings import MeetingKind
from storage.members import Role
from storage.records import LineKind
from tests.meetings.conftest import local
from tests.subgroups.steps import sets_up
from tests.support.cases import all_cases
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.conftest import Members, exported
from tests.visibility.conftest import members as members
from tests.visibility.test_changes_before_sending import becomes
from twg.attendance import noting
from twg.core.audiences import Audience
from twg.decisions import registering
from twg.language.record_lines import Line
from twg.records import keeping

R = Role
#: What stands in a decision, in a line of the record and in the name of a delegate.
SECRET = "Quiet settlement"


@dataclass(frozen=True)
class Meeting:
    """Whose meeting it is, and who is to meet what it leaves. Written out, not taken from the code.

    Attributes:
        author: who convenes it and closes its record.
        invited: who sees its decisions, with the author.
        keep: of those, who reads its record and who was there.
    """

    author: Role
    invited: frozenset[Role]
    keep: frozenset[Role]
    kind: MeetingKind = MeetingKind.PLENARY
    audience: str | None = None


_HOST = frozenset({R.CHAIR, R.SECRETARIAT})
_INSIDE = frozenset({R.TECHNICAL_ADVISER, R.GOVERNMENT, R.CRDB})
#: Source: Guideline 2016, Part Three (a), (d); Part Four (ii).
MEETINGS = {
    "partners": Meeting(
        R.SECRETARIAT,
        frozenset({R.LEAD_FACILITATOR, R.DEVELOPMENT_PARTNER}),
        frozenset({R.SECRETARIAT}),
        audience=Audience.PARTNERS,
    ),
    "core group": Meeting(
        R.SECRETARIAT, frozenset({R.CHAIR, R.LEAD_FACILITATOR, R.SECRETARIAT}), _HOST, audience=Audience.CORE
    ),
    "sub-group": Meeting(R.SECRETARIAT, _INSIDE, frozenset({R.SECRETARIAT}), audience="subgroup_1"),
    "partners alone": Meeting(
        R.LEAD_FACILITATOR,
        frozenset({R.LEAD_FACILITATOR, R.DEVELOPMENT_PARTNER}),
        frozenset({R.LEAD_FACILITATOR}),
        kind=MeetingKind.DP_ONLY,
    ),
    "chair and facilitators": Meeting(
        R.CHAIR,
        frozenset({R.CHAIR, R.LEAD_FACILITATOR}),
        frozenset({R.CHAIR, R.LEAD_FACILITATOR}),
        kind=MeetingKind.CHAIR_LF,
    ),
}
EXPORTERS = {R.CHAIR, R.SECRETARIAT, R.CRDB}


@dataclass(frozen=True)
class Left:
    """Ids of what a meeting has left, and the text that stands in all of it."""

    meeting_id: int
    record_id: int
    decision_id: int
    secret: str


async def hold(player: Player, meeting_id: int, secret: str) -> Left:
    """Keep the record of a meeting that goes on, and close it."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        actor, now = await access_actor(session, player), stage.clock.now()
        about = session, actor
        record = await keeping.open_record(*about, meeting_id, now=now)
        await keeping.write(*about, record.id, [Line(LineKind.DECISION, secret)], now=now)
        themself, delegate = actor.person.id, f"{secret} speaker"
        await noting.note(*about, meeting_id, themself, Presence.DELEGATE, delegate_name=delegate, now=now)
        await keeping.close(*about, record.id, anyway=True, now=now)
        [decision] = await registering.register_lines(*about, record.id, now=now)
        return Left(meeting_id, record.id, decision.id, secret)


async def arrange(members: Members) -> dict[str, Left]:
    """All meetings are held at once, so that what one has left may not be taken for what another has."""
    dara = members[R.SECRETARIAT]
    stage = dara.stage
    await sets_up(dara, "Inside", members=tuple(members[role] for role in R if role in _INSIDE))
    ids = {
        name: await announce_meeting(
            members[each.author], kind=each.kind, audience=each.audience, title=f"Talks {name}"
        )
        for name, each in MEETINGS.items()
    }
    await stage.becomes(local(15, 9))
    left = {
        name: await hold(members[MEETINGS[name].author], number, f"{SECRET} {number}") for name, number in ids.items()
    }
    await stage.settle()
    for player in members.values():
        await player.looks_away()
    return left


def pressing(data: str) -> "Way":
    """Press a button about each meeting: which of them show what it has left."""

    async def press(player: Player, left: Mapping[str, Left]) -> set[str]:
        met = set()
        for name, each in left.items():
            await player.looks_away()
            await player.forges(data.format(**vars(each)))
            refused = {refusal.key for refusal in await player.refusals()}
            if not refused & {"general#not_found", "general#not_allowed"} and each.secret in await player.screen():
                met.add(name)
        return met

    return press


def _met(text: str, left: Mapping[str, Left]) -> set[str]:
    return {name for name, each in left.items() if each.secret in text}


def saying(words: str) -> "Way":
    async def say(player: Player, left: Mapping[str, Left]) -> set[str]:
        await player.says(words)
        return _met("\n".join(message.text for message in await player.new_messages() if not message.mine), left)

    return say


def in_sheet(sheet: str) -> "Way":
    async def look(player: Player, left: Mapping[str, Left]) -> set[str]:
        return _met(await exported(player, sheet), left)

    return look


async def told(player: Player, left: Mapping[str, Left]) -> set[str]:
    return _met("\n".join(message.text for message in await player.person.messages() if not message.mine), left)


def _decided(each: Meeting) -> frozenset[Role]:
    """Those invited, and the author."""
    return each.invited | {each.author}


#: Returns the names of the meetings of which somebody meets what they have left.
Way = Callable[[Player, Mapping[str, Left]], Awaitable[set[str]]]
#: Each way in, and who meets it there.
WAYS: dict[str, tuple[Way, Callable[[Meeting], set[Role] | frozenset[Role]]]] = {
    "told": (told, lambda _: set()),
    "list": (saying("/decisions"), _decided),
    "list in words": (saying("what did we decide?"), _decided),
    "card": (pressing("decisions:open:{decision_id}"), _decided),
    "those of the meeting": (pressing("decisions:of_meeting:{meeting_id}"), _decided),
    "search": (saying("/search quiet settlement kind:decision"), _decided),
    "export": (in_sheet("decisions"), lambda each: _decided(each) & EXPORTERS),
    "history": (pressing("history:show:decision:{decision_id}"), lambda each: _decided(each) & {R.SECRETARIAT}),
    "all history": (saying("/history"), lambda each: _decided(each) & {R.SECRETARIAT}),
    "record": (pressing("records:open:{record_id}"), lambda each: each.keep),
    "whole record": (pressing("records:whole:{record_id}"), lambda each: each.keep),
    "line": (pressing("records:line:{record_id}"), lambda each: each.keep),
    "history of the record": (
        pressing("history:show:meeting_record:{record_id}"),
        lambda each: each.keep & {R.SECRETARIAT},
    ),
    "minutes": (pressing("minutes:read:{meeting_id}"), lambda each: each.keep),
    "attendance": (pressing("attendance:names:{meeting_id}:here"), lambda each: each.keep),
    "export of attendance": (in_sheet("presence"), lambda each: _decided(each) & EXPORTERS),
}


#: Ways by which not everything is met that may be: the newest alone, or words that are no question.
NOT_ALL = {"list in words", "all history"}


async def test_each_role_meets_what_a_meeting_has_left_by_the_ways_of_the_table_alone(
    health: Stage, members: Members
) -> None:
    left = await arrange(members)
    with all_cases() as case:
        for role, player in members.items():
            for way, (tries, by_table) in WAYS.items():
                with case(role, way):
                    met = await tries(player, left)
                    may = {name for name, each in MEETINGS.items() if role in by_table(each)}
                    assert met == may or (met < may and way in NOT_ALL)
                await player.looks_away()


@pytest.mark.parametrize("way", ["list", "card", "those of the meeting", "search"])
async def test_who_registered_it_and_is_invited_no_more_loses_what_a_closed_meeting_decided(
    health: Stage, members: Members, way: str
) -> None:
    chair, facilitator = members[R.CHAIR], members[R.LEAD_FACILITATOR]
    meeting_id = await announce_meeting(chair, kind=MeetingKind.CHAIR_LF, audience=None)
    await health.becomes(local(15, 9))
    left = {"leads": await hold(facilitator, meeting_id, SECRET)}
    await everybody_looks_away(chair)
    tries, _who = WAYS[way]
    assert await tries(facilitator, left) == {"leads"}
    await becomes(facilitator, R.DEVELOPMENT_PARTNER)
    await facilitator.looks_away()
    assert await tries(facilitator, left) == set()
    assert await tries(chair, left) == {"leads"}
