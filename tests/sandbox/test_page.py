"""The server's part of the chat page: its files, its events, and the protection against other pages."""

from __future__ import annotations

import asyncio
import re
import sys
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import orjson
import pytest

import sandbox
from sandbox.client import SandboxClient, SandboxPerson
from sandbox.server import SandboxServer
from tests.sandbox.conftest import NOW, Api


async def test_a_port_that_is_taken_is_said_in_one_line(server: SandboxServer) -> None:
    words = (sys.executable, "-m", "sandbox", "--port", str(server.port))
    process = await asyncio.create_subprocess_exec(*words, cwd=PAGE.parent.parent, stderr=asyncio.subprocess.PIPE)
    _, said = await process.communicate()
    assert said.decode() == f"sandbox: 127.0.0.1:{server.port} cannot be listened on: Address already in use\n"
    assert process.returncode == 1


async def test_the_page_is_served_with_a_policy_against_foreign_scripts(server: SandboxServer, api: Api) -> None:
    async with api.session.get(server.url) as response:
        page = await response.text()
        policy = response.headers["content-security-policy"]
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy


PAGE = Path(sandbox.__file__).parent / "page"


def page_files(pattern: str) -> list[Path]:
    return sorted(PAGE.rglob(pattern))


MODULES = {path.name: path.read_text() for path in page_files("*.js")}
SHEETS = re.findall(r'(?:href|src)="([^"]+)"', (PAGE / "index.html").read_text())


@pytest.mark.parametrize("name", MODULES)
async def test_no_module_reads_html_or_runs_text(name: str, server: SandboxServer, api: Api) -> None:
    source = MODULES[name]
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert forbidden not in source
    for imported in re.findall(r'from "(\./[^"]+)"', source):
        async with api.session.get(f"{server.url}/{imported[2:]}") as response:
            assert response.status == 200
            assert "javascript" in response.headers["content-type"]


def test_the_page_needs_nothing_from_elsewhere() -> None:
    for path in [*page_files("*.css"), *page_files("*.html")]:
        source = path.read_text()
        assert "http://" not in source
        assert "https://" not in source
        assert "@import" not in source
        assert "style=" not in source
        assert not re.search(r"\son\w+=", source)


async def test_the_style_sheets_of_the_page_are_there(server: SandboxServer, api: Api) -> None:
    for name in SHEETS:
        async with api.session.get(f"{server.url}/{name}") as response:
            assert response.status == 200, name


def test_every_module_is_asked_for_at_once() -> None:
    assert sorted(name for name in SHEETS if name.endswith(".js")) == sorted(MODULES)


OTHER_PAGES = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Host": "evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)


@pytest.mark.parametrize("headers", OTHER_PAGES, ids=str)
async def test_other_pages_and_other_names_are_kept_out_of_both_sides(
    server: SandboxServer, api: Api, sokha: SandboxPerson, headers: dict[str, str]
) -> None:
    await sokha.sends_file("a.html", b"<script>alert(1)</script>")
    file = next(iter(server.world.files.by_path))
    for path in ("sandbox/people", "bot1:test/sendMessage?chat_id=1001&text=x", f"file/bot1:test/{file}"):
        for verb in (api.session.get, api.session.post):
            async with verb(f"{server.url}/{path}", headers=headers) as response:
                assert response.status == 403, path
    assert [message.text for message in await sokha.messages()] == ["/start", ""]


async def test_the_page_itself_and_bots_are_let_in(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    own = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    named = {"Host": f"localhost:{server.port}"}
    for headers in (own, named, {"Sec-Fetch-Site": "none"}, {}):
        for path in ("sandbox/state", "bot1:test/getMe"):
            async with api.session.get(f"{server.url}/{path}", headers=headers) as response:
                assert response.status == 200, path
    async with api.session.get(server.url, headers={"Sec-Fetch-Site": "cross-site"}) as response:
        assert response.status == 200


async def test_at_another_address_any_name_is_let_in_but_no_other_page() -> None:
    async with SandboxServer("1:test", host="127.0.0.2") as server, aiohttp.ClientSession() as session:
        for path in ("sandbox/state", "bot1:test/getMe"):
            own = {"Host": "desk.lan:80", "Origin": "http://desk.lan:80"}
            async with session.get(f"{server.url}/{path}", headers=own) as response:
                assert response.status == 200, path
            async with session.get(f"{server.url}/{path}", headers=own | {"Host": "other.lan"}) as response:
                assert response.status == 403, path


async def test_a_file_is_never_taken_for_something_else_than_it_is(
    server: SandboxServer, api: Api, sokha: SandboxPerson
) -> None:
    await sokha.sends_file("a.html", b"<script>alert(1)</script>")
    path = next(iter(server.world.files.by_path))
    async with api.session.get(f"{server.base_file_url}1:test/{path}") as response:
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["content-type"] == "application/octet-stream"


async def test_events_stream_what_happens(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    async with api.session.get(f"{server.url}/sandbox/events", params={"since": 0}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        await sokha.says("<script>alert(1)</script>\nភាសា")
        async with asyncio.timeout(5):
            async for line in response.content:
                if line.startswith(b"data: ") and b"script" in line:
                    entry = orjson.loads(line.removeprefix(b"data: "))
                    break
    assert (entry["kind"], entry["text"]) == ("says", "<script>alert(1)</script>\nភាសា")


async def test_the_server_stops_at_once_while_a_page_listens() -> None:
    async with aiohttp.ClientSession() as session:
        async with SandboxServer() as server:
            response = await session.get(f"{server.url}/sandbox/events")
            await response.content.readline()
            started = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - started < 3
        await response.read()
        response.close()


@pytest.mark.parametrize(
    ("name", "data", "disposition", "kind"),
    [
        ("ក.pdf", b"%PDF", "inline", "application/pdf"),
        ("x.html", b"<script>alert(1)</script>", "attachment", "application/octet-stream"),
        ("x.svg", b"<svg onload='alert(1)'/>", "attachment", "application/octet-stream"),
        ('"><b>.txt', b"plain", "inline", "text/plain; charset=utf-8"),
    ],
)
async def test_files_open_only_when_they_cannot_run(
    server: SandboxServer, api: Api, sokha: SandboxPerson, name: str, data: bytes, disposition: str, kind: str
) -> None:
    await sokha.sends_file(name, data)
    seen = (await sokha.messages())[-1]
    assert seen.document is not None
    assert seen.document.name == name
    async with api.session.get(f"{server.url}/sandbox/files/{seen.document.file_id}") as response:
        assert response.headers["content-disposition"].startswith(disposition)
        assert response.headers["content-type"] == kind
        assert response.headers["x-content-type-options"] == "nosniff"
        assert await response.read() == data


async def test_a_screen_has_everything_around_the_messages(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    keys = {"keyboard": [["Yes", "No"]], "resize_keyboard": True}
    await api("sendMessage", chat_id=1001, text="Well?", reply_markup=keys)
    await api("setMyCommands", commands=[{"command": "help", "description": "d"}])
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "g"}]]}
    await api("sendMessage", chat_id=1001, text="Go?", reply_markup=markup)
    tap = await sokha.taps("Go")
    screen = await sandbox.get("people/1001/screen")
    assert [key["text"] for key in screen["keyboard"]["keyboard"][0]] == ["Yes", "No"]
    assert screen["commands"] == [{"command": "help", "description": "d"}]
    assert [waiting["id"] for waiting in screen["waiting"]] == [tap.id]
    assert [message["text"] for message in screen["messages"]] == ["/start", "Well?", "Go?"]


async def test_the_clock_can_jump_to_what_is_due_next(server: SandboxServer, sandbox: SandboxClient) -> None:
    async def next_moment() -> datetime | None:
        return NOW + timedelta(hours=5)

    assert (await sandbox.get("clock"))["next"] is None
    server.world.next_moment = next_moment
    clock = await sandbox.get("clock")
    assert clock == {"now": NOW.isoformat(), "next": (NOW + timedelta(hours=5)).isoformat(), "movable": True}
