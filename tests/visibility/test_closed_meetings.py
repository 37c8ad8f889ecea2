"""Meetings of development partners alone, and of the Chair and lead facilitators, leak by no way in (D5, T6).

Each way into the assistant is tried by every role against a table: of the meeting, and of all that hangs on it: the
search for its date, its agenda and editions, its papers, its guests, its actions, its calendar file, its minutes and
decisions, what was asked about it. What it leaves once it was held is in `test_decisions`. Who convenes it is told as
all others of its kind are.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from storage.core.audit import find_last_change
from storage.meetings import MeetingKind
from storage.members import Role
from tests.dates.conftest import local, proposes
from tests.support.cases import all_cases
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.conftest import Members, all_exported
from tests.visibility.conftest import members as members
from twg.language.agenda import AgendaLine
from twg.language.agenda_corrections import Put
from twg.language.guests import Guest
from twg.meetings import agenda, guests

R = Role
DP, LEADS = MeetingKind.DP_ONLY, MeetingKind.CHAIR_LF
CALLED_BY = {DP: R.LEAD_FACILITATOR, LEADS: R.CHAIR}
#: Who may know of a meeting of this kind. Source: Guideline 2016, Part Three (a)(ii), (d); Part Four (ii).
KNOWN_TO = {DP: {R.LEAD_FACILITATOR, R.DEVELOPMENT_PARTNER}, LEADS: {R.CHAIR, R.LEAD_FACILITATOR}}
#: What stands in each text of a meeting, its agenda, its date, its guest and its paper, and nowhere else.
SECRET = "Quiet matter"


@dataclass(frozen=True)
class Made:
    """A closed meeting with all that hangs on it."""

    meeting_id: int
    poll_id: int


async def arrange(members: Members, kind: MeetingKind) -> Made:
    author = members[CALLED_BY[kind]]
    stage = author.stage
    items = [AgendaLine(f"{SECRET}: position {n}", f"{SECRET} speaker", 10) for n in range(1, 7)]
    poll_id = await proposes(author, kind=kind, title=f"{SECRET}: a date", audience=None)
    meeting_id = await announce_meeting(
        author, kind=kind, title=f"{SECRET}: talks", place=f"{SECRET} hall", audience=None, agenda=items
    )
    async with stage.assistant.database.begin() as session:
        actor, now = await access_actor(session, author), stage.clock.now()
        await agenda.correct_agenda(session, actor, meeting_id, [Put("", 1, {"minutes": 20})], now=now)
        await guests.invite_guests(session, actor, meeting_id, [Guest(f"{SECRET} guest", "WB")], now=now)
    facilitator = members[R.LEAD_FACILITATOR]
    await facilitator.forges(f"requests:ask:question:meeting:{meeting_id}")
    await facilitator.says(f"{SECRET}: which hall?", "/cancel")
    await stage.passes(minutes=3)
    await everybody_looks_away(author)
    return Made(meeting_id, poll_id)


def showing(*buttons: str) -> Callable[[Player, Made], Awaitable[bool]]:
    """Press forged buttons of lists that everybody has: whether one of them shows the secret."""

    async def press(player: Player, made: Made) -> bool:
        found = False
        for data in buttons:
            await player.forges(data.format(meeting=made.meeting_id, poll=made.poll_id))
            found |= SECRET in await player.screen()
        return found

    return press


def pressing(*buttons: str) -> Callable[[Player, Made], Awaitable[bool]]:
    """Press forged buttons: whether one of them shows the secret, or is not refused."""

    async def press(player: Player, made: Made) -> bool:
        found = False
        for data in buttons:
            await player.forges(data.format(meeting=made.meeting_id, poll=made.poll_id))
            refused = {each.key for each in await player.refusals()} & {"general#not_found", "general#not_allowed"}
            found |= SECRET in await player.screen() or not refused
            if not refused:
                await player.says("/cancel")
        return found

    return press


def saying(*texts: str) -> Callable[[Player, Made], Awaitable[bool]]:
    """Say something: whether an answer shows the secret, apart from the person's own words."""

    async def say(player: Player, _made: Made) -> bool:
        found = False
        for text in texts:
            await player.says(text)
            found |= any(SECRET in message.text for message in await player.new_messages())
            found |= any(SECRET in button.button.label for seen in await player.on_screen() for button in seen.buttons)
        return found

    return say


async def in_exports(player: Player, _made: Made) -> bool:
    return SECRET in await all_exported(player)


async def in_messages(player: Player, _made: Made) -> bool:
    """In anything that was ever sent to the person, files included."""
    messages = [message for message in await player.person.messages() if not message.mine]
    return any(SECRET in message.text for message in messages)


WAYS: dict[str, Callable[[Player, Made], Awaitable[bool]]] = {
    "told": in_messages,
    "card": pressing("meetings:open:{meeting}"),
    "lists": saying("/meetings"),
    "past": showing("meetings:past:1"),
    "agenda": pressing("meetings:agenda:{meeting}", "meetings:edition:{meeting}:1"),
    "agenda buttons": pressing(
        "meetings:agenda_item:{meeting}:1:1",
        "meetings:agenda_move:{meeting}:2:1:up",
        "meetings:agenda_minutes:{meeting}:1:1:5",
        "meetings:agenda_remove:{meeting}:1:1",
        "meetings:change_agenda:{meeting}",
    ),
    "answering": pressing("meetings:answer:{meeting}:yes:2026-12-15", "meetings:late:{meeting}:10:2026-12-15"),
    "organising": pressing(
        *(
            f"meetings:{verb}:{{meeting}}"
            for verb in (
                "preview",
                "announce",
                "answers",
                "guests",
                "invite_guests",
                "item",
                "move",
                "relocate",
                "changes",
                "retitle",
                "lengthen",
                "rekind",
                "reinvite",
                "correct",
                "cancel",
            )
        ),
        "meetings:who:{meeting}:none",
    ),
    "attendance": pressing("attendance:here:{meeting}", "attendance:open:{meeting}", "attendance:names:{meeting}:here"),
    "record": pressing("records:start:{meeting}", "records:keepers:{meeting}", "records:name:{meeting}"),
    "minutes": pressing(*(f"minutes:{verb}:{{meeting}}" for verb in ("open", "read", "check", "reopen"))),
    "decisions": showing("decisions:of_meeting:{meeting}"),
    "decisions listed": saying("/decisions", "what did we decide?"),
    "dates": pressing(
        "dates:open:{poll}",
        "dates:answer:{poll}:1:can",
        "dates:choose:{poll}:1",
        "dates:close:{poll}",
        "dates:plan:{poll}",
    ),
    "dates shown": showing("dates:open:{poll}"),
    "dates listed": saying("/dates"),
    "updates": pressing("updates:open:{meeting}", "updates:page:{meeting}:1", "updates:ask:{meeting}"),
    "updates listed": saying("/updates"),
    "papers": pressing("papers:meeting:{meeting}", "papers:call:{meeting}", "papers:circulate:{meeting}"),
    "papers listed": saying("/papers"),
    "documents": showing("documents:browse:1:m{meeting}"),
    "actions": pressing("actions:of_meeting:{meeting}"),
    "requests": saying("/requests"),
    "history": saying("/history", f"/history {SECRET}"),
    "history of it": pressing("history:show:meeting:{meeting}", "history:show:date_poll:{poll}"),
    "asking about it": pressing("requests:about:meeting:{meeting}", "requests:ask:question:meeting:{meeting}"),
    "search": saying("/search quiet matter"),
    "questions": saying(
        "When is the next meeting?", "Where is the next meeting?", "What is on the agenda?", "Who comes to the meeting?"
    ),
    "participation": saying("/participation"),
    "planning at that time": saying("/newmeeting Plenary, 15 December 2026 9:00-12:00, MoH room A"),
    "export": in_exports,
}


@pytest.mark.parametrize("kind", [pytest.param(DP, marks=pytest.mark.soak), LEADS])
async def test_a_closed_meeting_is_met_by_no_way_by_anybody_else(
    health: Stage, members: Members, kind: MeetingKind
) -> None:
    made = await arrange(members, kind)
    with all_cases() as case:
        for role in set(Role) - KNOWN_TO[kind]:
            for way, tries in WAYS.items():
                with case(role, way):
                    assert not await tries(members[role], made)
                await members[role].says("/cancel")


@pytest.mark.parametrize("kind", KNOWN_TO)
async def test_the_same_ways_show_it_to_those_who_are_invited(
    health: Stage, members: Members, kind: MeetingKind
) -> None:
    made = await arrange(members, kind)
    with all_cases() as case:
        for role in KNOWN_TO[kind]:
            for way in (
                "told",
                "card",
                "lists",
                "agenda",
                "answering",
                "dates shown",
                "dates listed",
                "search",
                "questions",
            ):
                with case(role, way):
                    assert await WAYS[way](members[role], made)
                await members[role].says("/cancel")


@pytest.mark.parametrize("kind", KNOWN_TO)
async def test_nobody_else_learns_of_it_from_a_clash(health: Stage, members: Members, kind: MeetingKind) -> None:
    await arrange(members, kind)
    secretary = members[R.SECRETARIAT]
    await proposes(secretary, title="An open matter", dates=[local(15, 9), local(16, 9)])
    poll_id = 2
    for role in set(Role) - KNOWN_TO[kind]:
        await members[role].forges(f"dates:open:{poll_id}")
        for key in ("dates/standing", "dates/card"):
            for seen in await members[role].on_screen():
                for context in seen.contexts(key):
                    against = context["found"].against if key == "dates/standing" else context["against"]
                    assert all(each.busy == 0 and not each.own for each in against.values())


@pytest.mark.parametrize("kind", KNOWN_TO)
async def test_what_is_said_of_it_by_chance_does_nothing(health: Stage, members: Members, kind: MeetingKind) -> None:
    """Words that fit a meeting, of somebody who is invited to none, are about no closed one."""
    made = await arrange(members, kind)
    before = await last_change(health, made)
    with all_cases() as case:
        for role in set(Role) - KNOWN_TO[kind]:
            with case(role):
                for words in ("I will come to the meeting", "please add an item: budget annex", "could we move it?"):
                    await members[role].says(words)
                    assert SECRET not in await members[role].screen()
                    await members[role].says("/cancel")
    assert await last_change(health, made) == before


async def last_change(stage: Stage, made: Made) -> int:
    async with stage.assistant.database.read() as session:
        row = await find_last_change(session, "meeting", made.meeting_id)
    return 0 if row is None else row.id
