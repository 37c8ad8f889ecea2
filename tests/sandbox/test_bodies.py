"""The bodies of Bot API calls: formats, sizes, malformed ones."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.client import SandboxPerson
from sandbox.limits import PHOTO_BYTES, UPLOAD_BYTES
from sandbox.server import SandboxServer
from tests.sandbox.calls import PNG
from tests.sandbox.conftest import Api

PIECE = bytes(256 * 1024)
HEAD = b'--b\r\nContent-Disposition: form-data; name="document"; filename="big.pdf"\r\n\r\n'
TAIL = b'\r\n--b\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n1001\r\n--b--\r\n'


async def multipart(size: int) -> AsyncIterator[bytes]:
    """The body of an upload of `size` bytes, in chunks of equal size."""
    yield HEAD
    for _ in range(size // len(PIECE)):
        yield PIECE
    yield TAIL


async def json_text(size: int) -> AsyncIterator[bytes]:
    yield b'{"chat_id": 1001, "text": "'
    for _ in range(size // len(PIECE)):
        yield b"x" * len(PIECE)
    yield b'"}'


async def test_a_file_of_50_megabytes_goes_up_and_no_more(api: Api, sokha: SandboxPerson) -> None:
    url = f"{api.server.base_url}1:test/sendDocument"
    headers = {"content-type": "multipart/form-data; boundary=b"}
    async with api.session.post(url, data=multipart(UPLOAD_BYTES), headers=headers) as response:
        assert (await response.json())["result"]["document"]["file_size"] == UPLOAD_BYTES
    for size in (UPLOAD_BYTES + len(PIECE), UPLOAD_BYTES * 2):
        async with api.session.post(url, data=multipart(size), headers=headers) as response:
            assert await response.json() == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}
    assert len(await sokha.messages()) == 2


async def test_people_send_no_larger_files_either(sokha: SandboxPerson) -> None:
    with pytest.raises(AssertionError, match="Request Entity Too Large"):
        await sokha.sends_file("big.pdf", bytes(UPLOAD_BYTES + 1))
    await sokha.sends_file("small.pdf", b"%PDF")
    assert [message.document is not None for message in await sokha.messages()] == [False, True]


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=b"])
async def test_what_is_too_large_is_not_kept(api: Api, kind: str, declared: bool) -> None:
    size = UPLOAD_BYTES * 4
    headers = {"content-type": kind}
    body = json_text(size) if kind == "application/json" else multipart(size)
    if declared:
        frame = len(HEAD + TAIL) if "multipart" in kind else len(b'{"chat_id": 1001, "text": ""}')
        headers["content-length"] = str(size + frame)
    tracemalloc.start()
    async with api.session.post(f"{api.server.base_url}1:test/sendDocument", data=body, headers=headers) as response:
        assert response.status == 413
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < UPLOAD_BYTES * 2
    if declared:
        assert peak < UPLOAD_BYTES / 2


async def test_a_photo_is_at_most_10_megabytes(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    for size, description in ((PHOTO_BYTES, None), (PHOTO_BYTES + 1, "Bad Request: too big for a photo")):
        form = aiohttp.FormData({"chat_id": "1001"})
        form.add_field("photo", io.BytesIO(PNG.ljust(size, b"\0")), filename="p.png")
        async with api.session.post(f"{server.base_url}1:test/sendPhoto", data=form) as response:
            assert (await response.json()).get("description") == description


async def test_a_file_of_20_megabytes_comes_down_and_no_more(api: Api, sokha: SandboxPerson) -> None:
    limit = 20 * 1024 * 1024
    for size in (limit, limit + 1):
        await sokha.sends_file("a.pdf", b"%PDF", declared_size=size)
    small, large = [update["message"]["document"]["file_id"] for update in (await api("getUpdates"))[1:]]
    assert (await api("getFile", file_id=small))["file_size"] == limit
    assert await api.refusal("getFile", file_id=large) == "Bad Request: file is too big"


async def test_what_telegram_does_not_know_is_ignored(api: Api, sokha: SandboxPerson) -> None:
    sent = await api("sendMessage", chat_id="1001", text="x", no_such_thing={"a": 1}, disable_notification=True)
    assert sent["text"] == "x"
    async with api.session.post(
        f"{api.server.base_url}1:test/getMe", data=b"\0", headers={"content-type": "x/y"}
    ) as got:
        assert (await got.json())["ok"]
    headers = {"content-type": "application/json"}
    async with api.session.post(f"{api.server.base_url}1:test/getMe", data=b"{", headers=headers) as got:
        assert (await got.json())["description"] == "Bad Request: can't parse JSON object"


@pytest.mark.parametrize("options", [{}, {"host": "0.0.0.0"}])  # noqa: S104 - that is what is tested
async def test_it_listens_on_this_machine_only_unless_asked(options: dict[str, str]) -> None:
    async with SandboxServer(**options) as server:
        assert server._server is not None
        [listening] = server._server.sockets
        assert listening.getsockname()[0] == options.get("host", "127.0.0.1")
