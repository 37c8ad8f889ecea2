"""A paper that is handed in leaks by no way in: each role and state against a table (D5, D6, T6)."""

from collections.abc import Awaitable, Callable

import pytest

from storage.members import Role
from storage.papers import list_papers
from tests.support.cases import all_cases
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.conftest import Members, exported
from twg.core.audiences import Audience
from twg.core.files import SentFile
from twg.papers import circulating, handing_in, reviewing
from twg.papers.circulating import PackArgs
from twg.papers.handing_in import HandingIn, NewPaper

R = Role
#: Who hands the papers in; who accepts them is the secretariat, and the Chair sees them too.
AUTHOR = R.DEVELOPMENT_PARTNER
SEE = {AUTHOR, R.SECRETARIAT, R.CHAIR}
#: Of those, who may use a way in. Written out, not taken from the code.
WAYS: dict[str, set[Role]] = {
    "card": {AUTHOR, R.SECRETARIAT, R.CHAIR},
    "own list": {AUTHOR},
    "list of the meeting": {R.SECRETARIAT, R.CHAIR},
    "accept": {R.SECRETARIAT, R.CHAIR},
    "return": {R.SECRETARIAT, R.CHAIR},
    "replace": {R.SECRETARIAT, R.CHAIR},
    "circulate": {R.SECRETARIAT, R.CHAIR},
    "again": {AUTHOR},
    "withdraw": {AUTHOR},
    "search": {AUTHOR, R.SECRETARIAT, R.CHAIR},
    "export": {R.SECRETARIAT, R.CHAIR},
    "history": {R.SECRETARIAT},
}
#: What changes the paper, or opens a form that does.
CHANGING = ("accept", "return", "replace", "circulate", "again", "withdraw")
TITLE = "Unreleased hospital figures"
STATES = ("handed_in", "accepted", "returned", "circulated to the secretariat")
#: Once circulated, the document is found by its audience, and the paper no more.
NOT_CIRCULATED = {"search"}


async def arrange(members: Members, state: str) -> tuple[int, int]:
    """A paper in a state. Returns the ids of the paper and of the meeting."""
    author, dara = members[AUTHOR], members[R.SECRETARIAT]
    stage = author.stage
    meeting_id = await announce_meeting(dara)
    await author.sends_file("figures.pdf", b"%PDF-1.4 figures")
    sent = [message for message in await author.person.messages() if message.document is not None][-1]
    assert sent.document is not None
    now = stage.clock.now()
    async with stage.assistant.database.begin() as session:
        file = SentFile(handle=sent.document.file_id, name="figures.pdf")
        args = HandingIn(meeting_id=meeting_id, papers=[NewPaper(file=file, title=TITLE)])
        done = await handing_in.hand_in(session, await access_actor(session, author), args, now=now)
        paper_id = done.papers[0].id
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        if state == "returned":
            await reviewing.return_paper(session, actor, paper_id, "Please shorten it", now=now)
        elif state != "handed_in":
            await reviewing.accept(session, actor, paper_id, now=now)
    if state.startswith("circulated"):
        async with stage.assistant.database.begin() as session:
            pack = PackArgs(meeting_id=meeting_id, audience=Audience.SECRETARIAT)
            await circulating.circulate_pack(session, await access_actor(session, dara), pack, now=now)
    await stage.settle()
    await everybody_looks_away(author)
    return paper_id, meeting_id


async def _shows(player: Player) -> bool:
    return TITLE in await player.screen()


def pressed(data: str) -> Callable[[Player, int, int], Awaitable[bool]]:
    """Pressing a button with the id of the paper or of the meeting: whether anything but a refusal of access comes."""

    async def press(player: Player, paper_id: int, meeting_id: int) -> bool:
        await player.forges(data.format(paper=paper_id, meeting=meeting_id))
        keys = {refusal.key for refusal in await player.refusals()}
        refused = bool(keys & {"general#not_found", "general#not_allowed"})
        if refused:
            assert TITLE not in "".join(message.text for message in await player.new_messages())
        return not refused

    return press


async def in_own_list(player: Player, _paper_id: int, _meeting_id: int) -> bool:
    await player.forges("papers:mine")
    return await _shows(player)


async def in_search(player: Player, _paper_id: int, _meeting_id: int) -> bool:
    await player.says("/search unreleased hospital figures")
    return bool((await player.shown("search/results"))["found"])


async def in_export(player: Player, _paper_id: int, _meeting_id: int) -> bool:
    return TITLE in await exported(player, "papers")


REACHES: dict[str, Callable[[Player, int, int], Awaitable[bool]]] = {
    "card": pressed("papers:open:{paper}"),
    "own list": in_own_list,
    "list of the meeting": pressed("papers:meeting:{meeting}"),
    "accept": pressed("papers:accept:{paper}"),
    "return": pressed("papers:give_back:{paper}"),
    "replace": pressed("papers:replace:{paper}"),
    "circulate": pressed("papers:circulate:{meeting}"),
    "again": pressed("papers:again:{paper}"),
    "withdraw": pressed("papers:withdraw:{paper}"),
    "search": in_search,
    "export": in_export,
    "history": pressed("history:show:paper:{paper}"),
}


def may_use(way: str, state: str) -> set[Role]:
    if state.startswith("circulated") and way in NOT_CIRCULATED:
        return {R.SECRETARIAT}  # the document, to its audience
    return WAYS[way]


@pytest.mark.parametrize("state", STATES)
async def test_a_paper_is_reached_by_nobody_who_may_not_and_read_by_those_who_may(
    health: Stage, members: Members, state: str
) -> None:
    """Every way and every role, but for what changes the paper of those who may."""
    paper_id, meeting_id = await arrange(members, state)
    with all_cases() as case:
        for way, reach in REACHES.items():
            for role in Role:
                may = role in may_use(way, state)
                if may and way in CHANGING:
                    continue
                with case(way, role):
                    await members[role].looks_away()
                    assert await reach(members[role], paper_id, meeting_id) is may


@pytest.mark.parametrize("way", CHANGING)
@pytest.mark.parametrize("state", STATES)
async def test_what_changes_a_paper_is_reached_by_those_who_may(
    health: Stage, members: Members, state: str, way: str
) -> None:
    paper_id, meeting_id = await arrange(members, state)
    for role in may_use(way, state):
        await members[role].looks_away()
        assert await REACHES[way](members[role], paper_id, meeting_id), role


async def test_who_hands_in_for_a_meeting_they_cannot_see_is_refused(health: Stage, members: Members) -> None:
    meeting_id = await announce_meeting(members[R.SECRETARIAT], audience=Audience.GOVERNMENT)
    await members[AUTHOR].forges(f"papers:new:{meeting_id}")
    await members[AUTHOR].is_refused("general#not_found")
    async with health.assistant.database.read() as session:
        assert await list_papers(session) == []
