"""The HTTP client against real servers on loopback: what a bot sees of answers, files, timeouts and broken lines."""

import asyncio
import io
import os
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

import orjson
import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaDocument, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram_http import AiohttpRequest
from scheduler.delivery.bot_api import fetch_updates

TOKEN = "987654321:AAH-dqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SECRET = TOKEN.partition(":")[2]
MESSAGE = {"message_id": 1, "date": 1_700_000_000, "chat": {"id": 7, "type": "private", "first_name": "Sokha"}}

Answer = Callable[["Asked"], Awaitable[web.Response]]
Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


class File(NamedTuple):
    name: str
    type: str
    content: bytes


@dataclass
class Asked:
    """A request as it arrived; `target` is what its first line asks for, `port` tells its connection from others."""

    method: str
    target: str
    path: str
    port: int
    headers: Mapping[str, str]
    type: str
    body: bytes = b""
    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)


class Api:
    """A Bot API that remembers what it was asked and answers as the test says."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[Asked] = []
        self.arrived: asyncio.Queue[Asked] = asyncio.Queue()
        self.released = asyncio.Event()
        self.answer: Answer = self.message

    async def message(self, _: Asked) -> web.Response:
        return ok(MESSAGE)

    async def silence(self, _: Asked) -> web.Response:
        await self.released.wait()
        return ok(MESSAGE)

    def refuse(self, status: int, **answer: object) -> None:
        async def refuse(_: Asked) -> web.Response:
            return web.json_response({"ok": False, "error_code": status, **answer}, status=status)

        self.answer = refuse

    async def handle(self, request: web.Request) -> web.Response:
        assert request.transport is not None
        port = request.transport.get_extra_info("peername")[1]
        asked = Asked(request.method, request.raw_path, request.path, port, request.headers, request.content_type)
        if request.content_type == "multipart/form-data":
            for name, part in (await request.post()).items():
                if isinstance(part, web.FileField):
                    asked.files[name] = File(part.filename, part.content_type, part.file.read())
                else:
                    asked.fields[name] = str(part)
        else:
            asked.body = await request.read()
        self.asked.append(asked)
        self.arrived.put_nowait(asked)
        return await self.answer(asked)

    def connections(self) -> set[int]:
        return {asked.port for asked in self.asked}


@pytest.fixture(autouse=True)
def no_proxies_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    api = Api()
    app = web.Application(client_max_size=64 * 2**20)
    app.router.add_route("*", "/{path:.*}", api.handle)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.url = "http://{}:{}".format(*runner.addresses[0])
    yield api
    api.released.set()
    await runner.cleanup()


@asynccontextmanager
async def tcp_server(converse: Conversation) -> AsyncIterator[str]:
    """A server that says what HTTP servers should not. Yields its address."""
    conversations: set[asyncio.Task[None]] = set()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        conversations.add(task)
        try:
            await converse(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(welcome, "127.0.0.1", 0)
    try:
        yield "http://{}:{}".format(*server.sockets[0].getsockname())
    finally:
        server.close()
        for task in conversations:
            task.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)


async def read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return head + await reader.readexactly(int(length.partition(b":")[2]))


def http_answer(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:  # neither reads nor speaks
    await asyncio.Event().wait()


@asynccontextmanager
async def bot_at(url: str, **settings: Any) -> AsyncIterator[Bot]:
    async with AiohttpRequest(**settings) as request:
        yield Bot(
            TOKEN,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=request,
            get_updates_request=request,
        )


# Answers


async def test_a_message_goes_out_as_json_and_comes_back(api: Api) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("យល់ព្រម", callback_data="ok")]])

    async with bot_at(api.url) as bot:
        message = await bot.send_message(7, "សួស្តី", reply_markup=keyboard)

    assert message.chat.first_name == "Sokha"
    [asked] = api.asked
    assert (asked.method, asked.path, asked.type) == ("POST", f"/bot{TOKEN}/sendMessage", "application/json")
    assert orjson.loads(asked.body) == {
        "chat_id": 7,
        "text": "សួស្តី",
        "reply_markup": {"inline_keyboard": [[{"text": "យល់ព្រម", "callback_data": "ok"}]]},
    }


@pytest.mark.parametrize(
    ("status", "description", "expected"),
    [
        (403, "Forbidden: bot was blocked by the user", Forbidden),
        (400, "Bad Request: chat not found", BadRequest),
        (401, "Unauthorized", InvalidToken),
        (404, "Not Found", InvalidToken),
        (409, "Conflict: terminated by other getUpdates request", Conflict),
        (500, "Internal Server Error", NetworkError),
        (502, "Bad Gateway", NetworkError),
    ],
)
async def test_a_refusal_has_its_class_and_its_words(
    api: Api, status: int, description: str, expected: type[TelegramError]
) -> None:
    api.refuse(status, description=description)
    async with bot_at(api.url) as bot:
        with pytest.raises(expected, match=f"(?i){description.removeprefix('Bad Request: ')}") as caught:
            await bot.send_message(7, "hello")
    assert type(caught.value) is expected


@pytest.mark.parametrize("result", [None, {}, "updates", True])
async def test_updates_that_are_no_list_are_a_failure_to_try_again_after(api: Api, result: object) -> None:
    async def answer(_: Asked) -> web.Response:
        return ok(result)

    api.answer = answer
    async with bot_at(api.url) as bot:
        with pytest.raises(NetworkError, match="not answered with a list"):
            await fetch_updates(bot, bot.request, offset=None, wait_s=0, kinds=["message"])


async def test_updates_are_asked_for_from_the_next_one_on(api: Api) -> None:
    async def answer(_: Asked) -> web.Response:
        return ok([{"update_id": 8}])

    api.answer = answer
    async with bot_at(api.url) as bot:
        assert await fetch_updates(bot, bot.request, offset=8, wait_s=3, kinds=["message"]) == [{"update_id": 8}]
    [asked] = api.asked
    assert asked.path == f"/bot{TOKEN}/getUpdates"
    assert orjson.loads(asked.body) == {"offset": 8, "timeout": 3, "allowed_updates": ["message"]}


async def test_an_address_that_ends_too_early_shows_no_token() -> None:
    async with AiohttpRequest() as request:
        with pytest.raises(NetworkError) as caught:
            await request.post(f"http://127.0.0.1:18790{TOKEN}/getMe")
    assert "<token>" in caught.value.message
    assert SECRET not in "".join(traceback.format_exception(caught.value))


async def test_too_many_requests_says_how_long_to_wait(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # Without it making a RetryAfter is a deprecation warning.
    api.refuse(429, parameters={"retry_after": 7})
    async with bot_at(api.url) as bot:
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(7, "hello")
    assert caught.value.retry_after == timedelta(seconds=7)


async def test_a_group_that_moved_says_where_to(api: Api) -> None:
    api.refuse(400, parameters={"migrate_to_chat_id": -1009})
    async with bot_at(api.url) as bot:
        with pytest.raises(ChatMigrated) as caught:
            await bot.send_message(-9, "hello")
    assert caught.value.new_chat_id == -1009


async def test_a_redirect_is_not_followed(api: Api) -> None:
    async def elsewhere(_: Asked) -> web.Response:
        return web.Response(status=302, headers={"Location": f"{api.url}/elsewhere"})

    api.answer = elsewhere
    async with bot_at(api.url) as bot:
        with pytest.raises(NetworkError, match=r"Found \(302\)"):
            await bot.send_message(7, "hello")
    assert len(api.asked) == 1


async def test_text_that_is_not_unicode_is_refused_for_good(api: Api) -> None:
    async with bot_at(api.url) as bot:
        with pytest.raises(BadRequest, match="JSON"):
            await bot.send_message(7, "half of an emoji: \ud83d")
    assert api.asked == []


def test_a_stray_byte_does_not_hide_an_answer() -> None:
    assert AiohttpRequest().parse_json_payload(b'{"result": "caf\xe9"}') == {"result": "caf\ufffd"}


def test_an_answer_that_is_not_json_is_an_error_of_telegram() -> None:
    with pytest.raises(TelegramError, match="Invalid server response"):
        AiohttpRequest().parse_json_payload(b"<html>Sign in to this network</html>")


# Files


async def test_a_document_is_uploaded_with_its_name_and_caption(api: Api) -> None:
    content = os.urandom(300_000)

    async with bot_at(api.url) as bot:
        await bot.send_document(7, content, caption="កំណត់ហេតុ", filename="កំណត់ហេតុ ២០០៨.pdf")

    [asked] = api.asked
    assert asked.fields == {"chat_id": "7", "caption": "កំណត់ហេតុ"}
    assert asked.files == {"document": File("កំណត់ហេតុ ២០០៨.pdf", "application/pdf", content)}


async def test_an_album_attaches_each_of_its_files(api: Api) -> None:
    async def two_messages(_: Asked) -> web.Response:
        return ok([MESSAGE, MESSAGE])

    api.answer = two_messages
    files = {"minutes.txt": b"who said what", "empty.txt": b""}

    async with bot_at(api.url) as bot:
        await bot.send_media_group(7, [InputMediaDocument(content, filename=name) for name, content in files.items()])

    [asked] = api.asked
    attached = [asked.files[media["media"].removeprefix("attach://")] for media in orjson.loads(asked.fields["media"])]
    assert {file.name: file.content for file in attached} == files


async def test_an_open_file_stays_open_and_can_be_sent_again(api: Api) -> None:
    with io.BytesIO(b"who said what") as file:
        document = InputFile(file, filename="minutes.txt", read_file_handle=False)
        async with bot_at(api.url) as bot:
            await bot.send_document(7, document)
            await bot.send_document(7, document)
        assert not file.closed

    assert [asked.files["document"].content for asked in api.asked] == [b"who said what"] * 2


async def test_a_name_cannot_add_a_header(api: Api) -> None:
    async with bot_at(api.url) as bot:
        await bot.send_document(7, InputFile(b"x", filename='a"; name="chat_id\r\nX: y.txt'))

    [asked] = api.asked
    assert asked.fields == {"chat_id": "7"}
    assert asked.files["document"].name == "a%22; name=%22chat_id%0D%0AX: y.txt"


async def test_a_file_is_downloaded_whole(api: Api) -> None:
    content = os.urandom(3_000_000)

    async def serve(asked: Asked) -> web.Response:
        if asked.path == f"/file/bot{TOKEN}/documents/1.pdf":
            return web.Response(body=content)
        return ok({"file_id": "a", "file_unique_id": "b", "file_path": "documents/1.pdf"})

    api.answer = serve
    async with bot_at(api.url) as bot:
        file = await bot.get_file("a")
        assert await file.download_as_bytearray() == content


# Timeouts


async def test_an_answer_that_does_not_come_is_a_timeout(api: Api) -> None:
    api.answer = api.silence
    async with bot_at(api.url, read_timeout=0.05) as bot:
        assert bot.request.read_timeout == 0.05
        with pytest.raises(TimedOut, match=r"^Timed out$"):
            await bot.send_message(7, "hello")


async def test_an_answer_that_stops_halfway_is_a_timeout() -> None:
    async def stop_halfway(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(http_answer(b'{"ok": true, "result": true}')[:-5])
        await asyncio.Event().wait()

    async with tcp_server(stop_halfway) as url, bot_at(url, read_timeout=0.05) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(7, "hello")


async def test_a_connection_that_is_not_made_is_a_timeout() -> None:
    # The port is open but nobody answers the TLS greeting.
    async with tcp_server(mute) as url, bot_at(url.replace("http:", "https:"), connect_timeout=0.05) as bot:
        with pytest.raises(TimedOut, match="while connecting"):
            await bot.send_message(7, "hello")


async def test_waiting_for_a_turn_is_a_timeout_of_its_own(api: Api) -> None:
    api.answer = api.silence
    async with bot_at(api.url, connection_pool_size=1, pool_timeout=0.05) as bot:
        first = asyncio.create_task(bot.send_message(7, "first"))
        await api.arrived.get()
        with pytest.raises(TimedOut, match=r"^Pool timeout.*not sent"):
            await bot.send_message(7, "second")
        api.released.set()
        await first
    assert len(api.asked) == 1


async def test_a_file_nobody_takes_is_a_timeout() -> None:
    async with (
        tcp_server(mute) as url,
        bot_at(url, read_timeout=None, write_timeout=None, media_write_timeout=0.05) as bot,
    ):
        with pytest.raises(TimedOut):
            await bot.send_document(7, bytes(32 * 2**20))


async def test_a_long_message_nobody_takes_is_a_timeout() -> None:
    async with (
        tcp_server(mute) as url,
        bot_at(url, read_timeout=None, write_timeout=0.05, media_write_timeout=None) as bot,
    ):
        with pytest.raises(TimedOut):
            await bot.send_message(7, "x" * (32 * 2**20))


async def test_a_request_may_have_its_own_timeouts(api: Api) -> None:
    async def late(_: Asked) -> web.Response:
        await asyncio.sleep(0.1)
        return ok(MESSAGE)

    api.answer = late
    async with bot_at(api.url, read_timeout=0.02) as bot:
        await bot.send_message(7, "hello", read_timeout=None)
        with pytest.raises(TimedOut):
            await bot.send_message(7, "hello", read_timeout=0)
        with pytest.raises(TimedOut):
            await bot.send_message(7, "hello")


# Connections


async def test_one_connection_serves_many_requests(api: Api) -> None:
    async with bot_at(api.url) as bot:
        for _ in range(3):
            await bot.send_message(7, "hello")
    assert len(api.connections()) == 1


async def test_two_hundred_requests_share_eight_connections(api: Api) -> None:
    under_way = most = 0

    async def echo(asked: Asked) -> web.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.001)
        under_way -= 1
        return ok({**MESSAGE, "text": orjson.loads(asked.body)["text"]})

    api.answer = echo
    async with bot_at(api.url, connection_pool_size=8, pool_timeout=None) as bot:
        messages = await asyncio.gather(*(bot.send_message(7, f"message {i}") for i in range(200)))

    assert [message.text for message in messages] == [f"message {i}" for i in range(200)]
    assert most == 8
    assert len(api.connections()) == 8


async def test_a_failed_or_cancelled_request_gives_its_turn_back(api: Api) -> None:
    api.answer = api.silence
    async with bot_at(api.url, connection_pool_size=1, pool_timeout=5) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(7, "hello", read_timeout=0.02)
        await api.arrived.get()
        cancelled = asyncio.create_task(bot.send_message(7, "hello"))
        await api.arrived.get()
        cancelled.cancel()
        await asyncio.gather(cancelled, return_exceptions=True)
        api.answer = api.message
        assert isinstance(await bot.send_message(7, "hello"), Message)


async def test_a_connection_closed_while_idle_is_replaced_unnoticed() -> None:
    requests = 0

    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        await read_request(reader)
        requests += 1
        writer.write(http_answer(b'{"ok": true, "result": true}'))

    async with tcp_server(answer_once) as url, bot_at(url) as bot:
        for _ in range(3):
            assert await bot.delete_message(7, 1)
            await asyncio.sleep(0.02)
    assert requests == 3


async def test_a_request_that_may_have_had_its_effect_is_not_sent_again() -> None:
    requests = 0

    async def hang_up_on_the_second(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        while requests < 2:
            await read_request(reader)
            requests += 1
            if requests == 1:
                writer.write(http_answer(b'{"ok": true, "result": true}'))

    async with tcp_server(hang_up_on_the_second) as url, bot_at(url) as bot:
        await bot.delete_message(7, 1)
        with pytest.raises(NetworkError, match="ServerDisconnectedError") as caught:
            await bot.delete_message(7, 2)
    assert type(caught.value) is NetworkError
    assert requests == 2


async def test_shutdown_closes_the_connections() -> None:
    closed = asyncio.Event()

    async def answer_and_watch(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(http_answer(b'{"ok": true, "result": true}'))
        if await reader.read() == b"":
            closed.set()

    async with tcp_server(answer_and_watch) as url:
        async with bot_at(url) as bot:
            await bot.delete_message(7, 1)
            assert not closed.is_set()
        await asyncio.wait_for(closed.wait(), 5)


async def test_after_shutdown_nothing_is_sent_until_it_is_initialized_again(api: Api) -> None:
    async with bot_at(api.url) as bot:
        await bot.request.shutdown()
        await bot.request.shutdown()
        with pytest.raises(NetworkError, match="not initialized"):
            await bot.send_message(7, "hello")
        assert api.asked == []

        await bot.request.initialize()
        await bot.request.initialize()
        await bot.send_message(7, "hello")
    assert len(api.asked) == 1


async def test_cookies_are_not_kept(api: Api) -> None:
    async def set_cookie(_: Asked) -> web.Response:
        response = ok(MESSAGE)
        response.set_cookie("seen", "yes")
        return response

    api.answer = set_cookie
    async with bot_at(api.url) as bot:
        for _ in range(2):
            await bot.send_message(7, "hello")
    assert "Cookie" not in api.asked[1].headers


# Proxies: the servers stand in for a host that does not exist, so an answer can only have come through them.


async def test_requests_go_through_the_proxy_with_its_password(api: Api) -> None:
    proxy = api.url.replace("//", "//sokha:mango@")
    async with bot_at("http://telegram.invalid", proxy=proxy) as bot:
        await bot.send_message(7, "hello")
    assert api.asked[0].target == f"http://telegram.invalid/bot{TOKEN}/sendMessage"
    assert api.asked[0].headers["Proxy-Authorization"] == "Basic c29raGE6bWFuZ28="


async def test_the_environment_may_name_a_proxy(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", api.url)
    async with bot_at("http://telegram.invalid") as bot:
        await bot.send_message(7, "hello")
    assert api.asked[0].target.startswith("http://telegram.invalid/")


async def test_the_environment_may_except_a_host_from_the_proxy(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.invalid:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    async with bot_at(api.url) as bot:
        await bot.send_message(7, "hello")
    assert len(api.asked) == 1


async def test_a_tunnel_the_proxy_refuses_is_an_error_without_its_password() -> None:
    heads: list[bytes] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(http_answer(b"", "407 Proxy Authentication Required"))

    async with (
        tcp_server(refuse) as proxy,
        bot_at("https://telegram.invalid", proxy=proxy.replace("//", "//sokha:mango@")) as bot,
    ):
        with pytest.raises(NetworkError, match="407 Proxy Authentication Required") as caught:
            await bot.send_message(7, "hello")
    assert heads[0].startswith(b"CONNECT telegram.invalid:443 ")
    assert "mango" not in everything_told_by(caught.value)


async def test_a_file_that_cannot_be_read_is_an_error_without_the_password_of_the_proxy(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Torn(io.BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            raise RuntimeError("the page is torn")

    monkeypatch.setenv("http_proxy", api.url.replace("//", "//sokha:mango@"))
    async with bot_at("http://telegram.invalid") as bot:
        with pytest.raises(NetworkError, match="the page is torn") as caught:
            await bot.send_document(7, InputFile(Torn(b"x"), filename="minutes.txt", read_file_handle=False))
    assert "mango" not in everything_told_by(caught.value)


def test_a_proxy_of_another_kind_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="http://"):
        AiohttpRequest(proxy="socks5://127.0.0.1:1080")


# The token


def everything_told_by(error: BaseException | None) -> str:
    """What a log could show of an error: its traceback, and the text and repr of all that led to it."""
    told = "".join(traceback.format_exception(error)) if error else ""
    while error is not None:
        told += f"{error}\n{error!r}\n{error.__dict__}\n"
        error = error.__cause__ or error.__context__
    return told


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)


def says(answer: bytes) -> Conversation:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(answer)

    return converse


async def speak_first(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(http_answer(b"", "400 Bad Request"))


QUOTING = (
    f"<p>Cannot fetch http://telegram.invalid/bot{TOKEN}/x, /bot{TOKEN.replace(':', '%3a')}/x, {TOKEN}</p>".encode()
)


@pytest.mark.parametrize(
    ("converse", "scheme"),
    [
        pytest.param(hang_up, "http", id="disconnected"),
        pytest.param(says(b"good morning\r\n\r\n"), "http", id="not HTTP"),
        pytest.param(says(http_answer(b"0123456789")[:-5]), "http", id="cut short"),
        pytest.param(
            says(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"), "http", id="gzip"
        ),
        pytest.param(says(http_answer(QUOTING, "502 Bad Gateway")), "http", id="quoted in a page"),
        pytest.param(says(http_answer(QUOTING, "302 Found")), "http", id="redirected"),
        pytest.param(mute, "http", id="read timeout"),
        pytest.param(mute, "https", id="connect timeout"),
        pytest.param(speak_first, "https", id="no TLS"),
        pytest.param(mute, "ftp", id="no such scheme"),
    ],
)
async def test_no_error_tells_the_token(converse: Conversation, scheme: str) -> None:
    async with (
        tcp_server(converse) as url,
        bot_at(url.replace("http", scheme), read_timeout=0.05, connect_timeout=0.05) as bot,
    ):
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(7, "hello")
    assert SECRET not in everything_told_by(caught.value)


async def test_a_refused_connection_tells_the_address_but_not_the_token() -> None:
    async with tcp_server(mute) as url:
        pass
    async with bot_at(url) as bot:
        with pytest.raises(NetworkError, match=r"ClientConnectorError.*Cannot connect to host 127\.0\.0\.1") as caught:
            await bot.send_message(7, "hello")
    assert SECRET not in everything_told_by(caught.value)


async def test_an_address_without_a_host_is_an_error_without_the_token() -> None:
    async with bot_at("http://") as bot:
        with pytest.raises(NetworkError, match=r"InvalidUrlClientError.*<token>") as caught:
            await bot.send_message(7, "hello")
    assert SECRET not in everything_told_by(caught.value)
