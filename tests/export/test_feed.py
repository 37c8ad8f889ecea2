"""Programs read the store by a token of a member, and only what that member may see at that moment (R4)."""

import asyncio
import logging
import re

import aiohttp
import pytest
from sqlalchemy import select

from bot import feed, feed_limits
from storage.export import FeedToken
from storage.members import Membership, MembershipState, Role
from storage.sharing import Post, PostKind
from tests.export.conftest import Program, makes_token
from tests.export.conftest import served as served
from tests.sharing.conftest import shares
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from tests.test_audit import audited
from tests.visibility.conftest import make_document
from twg.core.audiences import Audience, to_column


async def test_a_token_is_shown_once_and_stored_as_a_hash(served: Stage, dara: Player) -> None:
    program = await makes_token(dara)
    assert re.fullmatch(r"twgfeed_[A-Za-z0-9_-]{43}", program.token)
    await dara.sees("export/token_made", name="Power BI", secret=program.token)
    async with served.assistant.database.read() as session:
        [token] = await session.scalars(select(FeedToken))
        assert (token.name, len(token.secret_hash)) == ("Power BI", 64)
        assert program.token not in str(vars(token))
    await dara.looks_away()
    await dara.says("/feed")
    await dara.sees("export/feeds")
    assert program.token not in (await dara.person.last()).text
    assert "twgfeed_" not in str(await audited(served, "export.make_token"))


async def test_a_program_reads_sheets_as_json_and_csv(served: Stage, dara: Player) -> None:
    await shares(dara, "របាយការណ៍ of midwives")
    await shares(dara, "=1+1")
    program = await makes_token(dara)
    listed = await program.gets("")
    assert listed["twg"] == "HLT"
    assert {"posts", "members", "report_requests", "files"} <= {each["sheet"] for each in listed["sheets"]}
    page = await program.gets("/posts.json")
    assert (page["twg"], page["sheet"], page["next"]) == ("HLT", "posts", None)
    assert [(row["id"], row["text"], row["shared_at"]) for row in page["rows"]] == [
        (2, "=1+1", "2026-11-23T09:00:00+07:00"),
        (1, "របាយការណ៍ of midwives", "2026-11-23T09:00:00+07:00"),
    ]
    lines = (await program.gets_text("/posts.csv")).splitlines()
    assert lines[0].startswith("TWG,ID,Shared,")
    assert ("'=1+1" in lines[1], len(lines)) == (True, 3)
    assert (await program.gets("/posts.json?period=2025"))["rows"] == []
    assert (await program.gets("/posts.json?period=Q4%202026&lang=km"))["rows"] != []
    await dara.says("/feed")
    assert [token.last_used_at for token in (await dara.shown("export/feeds"))["tokens"]] == [served.clock.now()]
    assert (await audited(served, "export.note_read"))["after"] == {"sheet": "posts"}


async def test_pages_follow_each_other_by_ids(served: Stage, dara: Player) -> None:
    """No row is left out or comes twice; a page that begins after a row which is gone says so."""
    async with arranged(served.assistant.database) as session:
        author = (await access_actor(session, dara)).person
        common = {"twg_id": 1, "kind": PostKind.DATA, "audience": to_column(Audience.ALL), "author_id": author.id}
        session.add_all(Post(text=f"Post {n}", created_at=served.clock.now(), **common) for n in range(1_200))
    program, after, ids, pages = await makes_token(dara), "", [], 0
    while True:
        page = await program.gets(f"/posts.json?limit=500&after={after}")
        ids += [row["id"] for row in page["rows"]]
        pages += 1
        if page["next"] is None:
            break
        after = page["next"]
    assert (len(ids), len(set(ids)), pages) == (1_200, 1_200, 3)
    assert len((await program.gets_text("/posts.csv")).splitlines()) == 1_201
    assert (await program.refused("/posts.json?after=99999"))[0] == 410


async def test_what_has_not_changed_is_not_sent_again(served: Stage, dara: Player) -> None:
    await shares(dara, "A study")
    program = await makes_token(dara)
    async with program.asks("/posts.json") as answer:
        etag = answer.headers["ETag"]
    headers = {"Authorization": f"Bearer {program.token}", "If-None-Match": etag}
    assert await program.status("/posts.json", headers=headers) == 304
    await shares(dara, "Another study")
    assert await program.status("/posts.json", headers=headers) == 200


async def test_it_reads_only(served: Stage, dara: Player) -> None:
    await shares(dara, "A study")
    program = await makes_token(dara)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert await program.refused("/posts.json", method=method) == (
            405,
            "The feed is for reading: it takes GET and HEAD.",
        )
    async with program.asks("/posts.csv", method="HEAD") as answer:
        assert (answer.status, await answer.read()) == (200, b"")
        assert int(answer.headers["Content-Length"]) > 100


async def test_nothing_is_told_without_a_token_or_at_other_paths(served: Stage, dara: Player) -> None:
    program = await makes_token(dara)
    stranger = Program(program.address, "twgfeed_" + "x" * 43)
    assert await stranger.refused("/posts.json") == (401, "This token is not known.")
    for headers in (
        {},
        {"Authorization": "Basic eDp5"},
        {"Authorization": "Bearer "},
        {"Authorization": program.token},
    ):
        assert (await program.refused("/posts.json", headers=headers))[0] == 401
    for path in (f"/posts.json?token={program.token}", f"/{program.token}/posts.json"):
        status, words = await program.refused(path)
        assert (status, "address" in words, program.token in words) == (400, True, False)
    for path in (
        "/nothing.json",
        "/posts.xml",
        "/posts",
        "/..%2f..%2fhealthz.json",
        "/files/1",
        "/files/../posts.json?x=1",
    ):
        assert (await program.refused(path))[0] in {400, 404}
    for query in ("limit=0", "limit=1001", "limit=x", "limit=-1", "lang=fr", "period=Q9", "unknown=1"):
        assert (await program.refused(f"/posts.json?{query}"))[0] == 400
    assert (await program.refused("/posts.csv?limit=10"))[0] == 400


async def test_a_token_is_revoked_by_a_button(served: Stage, dara: Player) -> None:
    program = await makes_token(dara)
    await dara.says("/feed")
    await dara.presses("export:revoke", 1)
    await dara.does_not_offer("export:revoke", 1)
    assert await program.refused("/posts.json") == (403, "This token was revoked.")
    await dara.forges("export:revoke:1")
    await dara.is_refused("export#token_revoked")
    assert await audited(served, "export.revoke_token")


async def test_it_opens_nothing_once_its_owner_has_left_or_has_another_role(served: Stage, dara: Player) -> None:
    program = await makes_token(dara)
    async with arranged(served.assistant.database) as session:
        [member] = await session.scalars(select(Membership))
        member.role = Role.CRDB
    status, words = await program.refused("/posts.json")
    assert (status, "another role" in words) == (403, True)
    async with arranged(served.assistant.database) as session:
        [member] = await session.scalars(select(Membership))
        member.role, member.state = Role.SECRETARIAT, MembershipState.LEFT
    status, words = await program.refused("/posts.json")
    assert (status, "has left" in words) == (403, True)


async def test_who_may_make_one(served: Stage) -> None:
    """A table of the roles, and what each sees of the tokens of others."""
    players = {role: await served.member(role.name, role) for role in Role}
    for role, player in players.items():
        await player.says("/feed")
        may = role in {Role.SECRETARIAT, Role.CRDB}
        await (player.sees("export/feeds") if may else player.is_refused("general#not_allowed"))
    await makes_token(players[Role.SECRETARIAT], "Of the secretariat")
    await makes_token(players[Role.CRDB], "Of CRDB")
    listed = {}
    for role in (Role.SECRETARIAT, Role.CRDB):
        await players[role].says("/feed")
        listed[role] = [token.name for token in (await players[role].shown("export/feeds"))["tokens"]]
    assert listed == {Role.SECRETARIAT: ["Of the secretariat", "Of CRDB"], Role.CRDB: ["Of CRDB"]}
    await players[Role.CRDB].forges("export:revoke:1")
    await players[Role.CRDB].is_refused("general#not_found")


async def test_there_are_not_more_than_five(served: Stage, dara: Player) -> None:
    for number in range(5):
        await makes_token(dara, f"Program {number}")
    await dara.says("/feed")
    await dara.presses("export:new_token")
    await dara.says("One more")
    await dara.presses("form:save")
    await dara.is_refused("export#too_many_tokens")


async def test_without_a_server_one_sentence_says_so(dara: Player) -> None:
    await dara.says("/feed")
    await dara.is_refused("export#feed_off")


async def test_a_program_that_asks_too_often_waits(
    served: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_limits, "PER_MINUTE", 3)
    program = await makes_token(dara)
    assert [await program.status("") for _time in range(4)] == [200, 200, 200, 429]
    async with program.asks("") as answer:
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
    stranger = Program(program.address, "twgfeed_" + "x" * 43)
    assert [await stranger.status("") for _time in range(4)] == [401, 401, 401, 429]


async def test_a_transfer_is_broken_off_when_its_token_is_revoked(
    served: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection closes before the announced length has come: the program sees that it got a part only."""
    async with arranged(served.assistant.database) as session:
        author = (await access_actor(session, dara)).person
        common = {"twg_id": 1, "kind": PostKind.DATA, "audience": to_column(Audience.ALL), "author_id": author.id}
        session.add_all(Post(text="long " * 400, created_at=served.clock.now(), **common) for _n in range(100))
    monkeypatch.setattr(feed, "PIECE", 4096)
    program = await makes_token(dara)
    checks = 0
    check = served.assistant.feed._check_open

    async def revoking(token_id: int) -> None:
        nonlocal checks
        checks += 1
        if checks == 5:
            await dara.says("/feed")
            await dara.presses("export:revoke", token_id)
        await check(token_id)

    monkeypatch.setattr(served.assistant.feed, "_check_open", revoking)
    async with program.asks("/posts.csv") as answer:
        assert (answer.status, int(answer.headers["Content-Length"]) > 200_000) == (200, True)
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()
    assert checks == 5


async def test_files_are_read_one_by_one(served: Stage, dara: Player, caplog: pytest.LogCaptureFixture) -> None:
    """A log of everything has no token in it."""
    caplog.set_level(logging.DEBUG)
    await make_document(dara, Audience.ALL, "Budget")
    await served.passes(minutes=2)
    crdb = await served.member("Bopha", Role.CRDB, "CRDB")
    await make_document(dara, Audience.SECRETARIAT, "Only for us")
    await served.passes(minutes=2)
    program, reader = await makes_token(dara), await makes_token(crdb)
    rows = (await program.gets("/files.json"))["rows"]
    assert [(row["sheet"], row["title"], row["file"]) for row in rows] == [
        ("documents", "Only for us", "paper.pdf"),
        ("documents", "Budget", "paper.pdf"),
    ]
    async with program.asks(f"/files/{rows[0]['id']}") as answer:
        assert (answer.status, await answer.read()) == (200, b"%PDF-1.4 a paper")
        assert answer.headers["ETag"] == f'"{rows[0]["sha256"]}"'
    assert (await reader.refused(f"/files/{rows[0]['id']}"))[0] == 404
    assert program.token not in caplog.text
    assert reader.token not in caplog.text


async def test_one_request_of_a_token_at_a_time(served: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    program = await makes_token(dara)
    going = asyncio.Event()
    made = served.assistant.feed._limits
    monkeypatch.setattr(made, "building", Waiting(going))
    first = asyncio.create_task(program.status("/posts.csv"))
    while program_is_idle(made):  # noqa: ASYNC110 - the other request has no event
        await asyncio.sleep(0.01)
    assert await program.status("/posts.csv") == 429
    going.set()
    assert await first == 200


class Waiting:
    """A semaphore that lets nobody in before an event."""

    def __init__(self, going: asyncio.Event) -> None:
        self._going = going

    async def __aenter__(self) -> None:
        await self._going.wait()

    async def __aexit__(self, *_error: object) -> None:
        return None


def program_is_idle(limits: feed_limits.FeedLimits) -> bool:
    return not limits._busy
