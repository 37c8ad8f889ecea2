"""The people's side over HTTP, below `/sandbox/`: JSON in, JSON out."""

from __future__ import annotations

import itertools
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.bodies import ENVELOPE_BYTES, read_body, read_params
from sandbox.clock import Movable, later
from sandbox.doings import DOINGS, sends_file, sends_photo
from sandbox.doings.account import describe_account
from sandbox.doings.groups import STATUSES
from sandbox.errors import Impossible, Json, Refused
from sandbox.facts import Facts
from sandbox.faults import DOWNLOAD, covers
from sandbox.files import image_type
from sandbox.journal import Journal
from sandbox.methods import METHODS
from sandbox.model import Chat, Person
from sandbox.params import Upload
from sandbox.views import chats_of, command_menu, reply_keyboard, see_messages
from sandbox.world import World

FIRST_PERSON = 1001
PAGE = Path(__file__).parent / "page"
UPLOADS = {"sends_file": sends_file, "sends_photo": sends_photo}
LONGEST_WAIT_S = 30.0
LONGEST_DELAY_S = 600
Endpoint = Callable[["PeopleSide", Request], Awaitable[Any]]


class PeopleSide:
    """The endpoints, on one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._ids = itertools.count(FIRST_PERSON)

    async def state(self, _: Request) -> Json:
        """The bot, everyone, the time: what a page needs to begin."""
        world = self.world
        return {
            "bot": world.bot_user(),
            "people": [describe(world, person) for person in world.people.values()],
            "now": world.clock.now().isoformat(),
            "zone": world.zone,
            "strict": world.strict,
            "faults": world.faults.as_json(),
            "pending": len(world.updates),
            "seq": len(world.journal),
            "run": world.journal.run,
        }

    async def add_person(self, request: Request) -> Json:
        """Let someone have Telegram."""
        facts = await read_facts(request)
        person_id = facts.find_whole("id")
        if person_id is None:
            person_id = next(number for number in self._ids if number not in self.world.people)
        person = Person(person_id, "")
        describe_account(self.world, person, facts)
        return describe(self.world, self.world.add_person(person))

    async def add_group(self, request: Request) -> Json:
        """Make a group."""
        facts = await read_facts(request)
        status = facts.text("bot") or "member"
        if status not in STATUSES:
            raise Impossible(f"`bot` is to be one of {', '.join(sorted(STATUSES))}, not {status!r}")
        chat = self.world.add_group(
            facts.text("title").strip() or "Group",
            facts.wholes("members"),
            forum=facts.flag("forum"),
            supergroup=facts.flag("supergroup", default=True),
            username=facts.text("username").removeprefix("@") or None,
            bot=status,
        )
        return {"id": chat.id, "title": chat.title}

    async def do(self, request: Request) -> Any:
        """Let a person do something."""
        person = self._person(request)
        name = request.path_params["doing"]
        if name in UPLOADS:
            params = await read_params(request.scope, request.receive)
            upload = params.upload("file")
            if upload is None:
                raise Impossible("a file comes in a multipart body, as its field `file`")
            if params.has("name"):
                upload = Upload(params.text("name"), None, upload.data)
            return UPLOADS[name](self.world, person, upload, Facts(params.values))
        if name not in DOINGS:
            raise Impossible(f"nobody can do {name!r}; there are {', '.join(sorted([*DOINGS, *UPLOADS]))}")
        return DOINGS[name](self.world, person, await read_facts(request))

    async def messages(self, request: Request) -> list[Json]:
        """A chat as a person sees it; `ids`, numbers with commas between, asks for some of its messages."""
        person = self._person(request)
        ids = request.query_params.get("ids")
        only = set(Facts({"ids": ids.split(",")}).wholes("ids")) if ids else None
        if only is not None and not self._sees(person, _query(request).whole("chat_id") or person.id):
            return []  # the page asks for what it heard of, though the person may have left since
        chat = self._chat(request, person)
        return see_messages(self.world, person, chat, only=only) if chat is not None else []

    async def screen(self, request: Request) -> Json:
        """A chat with what surrounds it: messages, keyboard, menu, unanswered taps."""
        person = self._person(request)
        chat = self._chat(request, person)
        return {
            "messages": see_messages(self.world, person, chat) if chat is not None else [],
            "keyboard": reply_keyboard(person, chat) if chat is not None else None,
            "commands": command_menu(self.world, person, chat),
            "waiting": [
                tap.as_json()
                for tap in self.world.taps.values()
                if tap.person_id == person.id and not tap.answered and chat is not None and tap.chat_id == chat.id
            ],
            "person": describe(self.world, person),
        }

    async def answers(self, request: Request) -> list[Json]:
        """The answers a person got to their taps, oldest first."""
        person = self._person(request)
        return [tap.as_json() for tap in self.world.taps.values() if tap.person_id == person.id and tap.answered]

    async def commands(self, request: Request) -> list[Json]:
        """The command menu a person sees."""
        person = self._person(request)
        return command_menu(self.world, person, self._chat(request, person))

    async def file(self, request: Request) -> Response:
        """The bytes of a file. Only harmless kinds open in the browser, everything else is saved."""
        file = self.world.files.by_id.get(request.path_params["file_id"])
        if file is None:
            raise Impossible("there is no such file")
        kind = image_type(file.data) or OPENED.get(file.mime_type)
        name = quote(file.name or "file", safe="")
        headers = {
            "x-content-type-options": "nosniff",
            "content-disposition": f"{'inline' if kind else 'attachment'}; filename*=UTF-8''{name}",
        }
        return Response(file.data, media_type=kind or "application/octet-stream", headers=headers)

    async def pending(self, _: Request) -> Json:
        """How many updates the bot has not confirmed."""
        return {"pending": len(self.world.updates)}

    async def journal(self, request: Request) -> list[Json]:
        """Everything after entry `since`; `wait_s` waits for the first."""
        query = _query(request)
        wait_s = min(query.number("wait_s", 0), LONGEST_WAIT_S)
        return await self.world.journal.wait(query.whole("since"), wait_s)

    async def events(self, request: Request) -> Response:
        """The journal as server-sent events, from after entry `since` on."""
        facts = Facts({"since": request.headers.get("last-event-id") or request.query_params.get("since")})
        since = facts.whole("since", len(self.world.journal))
        return StreamingResponse(
            follow(self.world.journal, since), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    async def clock(self, _: Request) -> Json:
        """The sandbox's time, and the next moment something is due when the bot's side tells."""
        following = await self.world.next_moment() if self.world.next_moment is not None else None
        return {
            "now": self.world.clock.now().isoformat(),
            "next": following.isoformat() if following is not None else None,
            "movable": isinstance(self.world.clock, Movable),
        }

    async def move_clock(self, request: Request) -> Json:
        """Set the time (`to`, ISO 8601) or move it (`forward_s`); the bot's side may live through what lies between."""
        facts = await read_facts(request)
        now = self.world.clock.now()
        moment = later(facts.find_moment("to") or now, facts.number("forward_s", 0))
        if self.world.pass_time is not None and moment > now:
            await self.world.pass_time(moment)
        else:
            self.world.move_clock(moment)
        return {"now": self.world.clock.now().isoformat()}

    async def faults(self, _: Request) -> list[Json]:
        """The faults in force."""
        return self.world.faults.as_json()

    async def add_fault(self, request: Request) -> Json:
        """Put a fault in force."""
        facts = await read_facts(request)
        fault = self.world.faults.add(
            facts.text("kind"),
            method=_method(facts.text("method").strip() or "*"),
            chat_id=facts.find_whole("chat_id"),
            retry_after=facts.whole("retry_after", 1, least=1),
            seconds=facts.number("seconds", 1, least=0, most=LONGEST_DELAY_S),
            times=facts.find_whole("times", least=1) if "times" in facts else 1,
        )
        self.world.journal.write("faults", faults=self.world.faults.as_json())
        return {"id": fault.id}

    async def remove_faults(self, request: Request) -> Json:
        """Take a fault back, or all."""
        self.world.faults.remove(_query(request).find_whole("id"))
        self.world.journal.write("faults", faults=self.world.faults.as_json())
        return {"removed": True}

    async def set_flood(self, request: Request) -> Json:
        """Switch Telegram's figures of speed and the 24 hours on or off."""
        self.world.strict = (await read_facts(request)).flag("strict")
        self.world.journal.write("flood", strict=self.world.strict)
        return {"strict": self.world.strict}

    def _person(self, request: Request) -> Person:
        return self.world.access_person(int(request.path_params["person_id"]))

    def _sees(self, person: Person, chat_id: int) -> bool:
        """Whether a person is in a chat."""
        return chat_id == person.id or any(chat["id"] == chat_id for chat in chats_of(self.world, person))

    def _chat(self, request: Request, person: Person) -> Chat | None:
        chat_id = _query(request).whole("chat_id") or person.id
        if not self._sees(person, chat_id):
            raise Impossible(f"{person.name} is not in that chat")
        return self.world.chats.get(chat_id)


def _method(glob: str) -> str:
    """A glob of methods, if it can ever hit one."""
    if not any(covers(glob, name) for name in (*METHODS, DOWNLOAD)):
        raise Impossible(f"`method` is to fit a method of the Bot API, or {DOWNLOAD}; {glob!r} fits none")
    return glob


PING_S = 15.0
#: File types that a browser may show; none of them can run a script.
OPENED = {"application/pdf": "application/pdf", "text/plain": "text/plain; charset=utf-8"}


async def follow(journal: Journal, since: int) -> AsyncGenerator[bytes, None]:
    """What run this is, then entries as they come, with a comment now and then so that the connection lives."""
    yield b"retry: 1000\nevent: run\ndata: %s\n\n" % journal.run.encode()
    while not journal.closed:
        entries = await journal.wait(since, PING_S)
        for entry in entries:
            yield b"id: %d\ndata: %s\n\n" % (entry["seq"], orjson.dumps(entry))
            since = entry["seq"]
        if not entries:
            yield b": still here\n\n"


def describe(world: World, person: Person) -> Json:
    """A person with everything the page shows of them."""
    return {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "language_code": person.language_code,
        "name": person.name,
        "note": person.note,
        "started": person.started,
        "blocked": person.blocked,
        "deactivated": person.deactivated,
        "chats": chats_of(world, person),
    }


def _query(request: Request) -> Facts:
    return Facts(dict(request.query_params))


async def read_facts(request: Request) -> Facts:
    """A JSON object from a body; nothing counts as an empty one."""
    try:
        body = await read_body(request.receive, ENVELOPE_BYTES)
    except Refused:
        raise Impossible("that is too much for one request") from None
    if not body:
        return Facts()
    try:
        facts = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Impossible("the body is not JSON") from None
    if not isinstance(facts, dict):
        raise Impossible("the body is not a JSON object")
    return Facts(facts)


def people_app(world: World) -> Starlette:
    """The application that serves the people's side and the chat page."""
    side = PeopleSide(world)
    person = "/sandbox/people/{person_id:int}"
    routes = [
        ("/sandbox/state", "GET", side.state),
        ("/sandbox/people", "POST", side.add_person),
        ("/sandbox/groups", "POST", side.add_group),
        (person + "/messages", "GET", side.messages),
        (person + "/screen", "GET", side.screen),
        (person + "/answers", "GET", side.answers),
        (person + "/commands", "GET", side.commands),
        (person + "/{doing}", "POST", side.do),
        ("/sandbox/files/{file_id}", "GET", side.file),
        ("/sandbox/pending", "GET", side.pending),
        ("/sandbox/journal", "GET", side.journal),
        ("/sandbox/events", "GET", side.events),
        ("/sandbox/clock", "GET", side.clock),
        ("/sandbox/clock", "POST", side.move_clock),
        ("/sandbox/faults", "GET", side.faults),
        ("/sandbox/faults", "POST", side.add_fault),
        ("/sandbox/faults", "DELETE", side.remove_faults),
        ("/sandbox/flood", "POST", side.set_flood),
    ]
    return Starlette(
        routes=[
            *(Route(path, _endpoint(function), methods=[verb]) for path, verb, function in routes),
            Mount("/", StaticFiles(directory=PAGE, html=True)),
        ]
    )


def _endpoint(function: Callable[[Request], Awaitable[Any]]) -> Callable[[Request], Awaitable[Response]]:
    """Turn a function's result into JSON, and what nobody can do into a 409 with one clear line."""

    async def answer(request: Request) -> Response:
        try:
            result = await function(request)
        except Impossible as impossible:
            return _json({"ok": False, "error": str(impossible)}, 409)
        except Refused as refused:
            return _json({"ok": False, "error": refused.description}, 409)
        return result if isinstance(result, Response) else _json({"ok": True, "result": result}, 200)

    return answer


def _json(body: Json, status: int) -> Response:
    return Response(orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS), status, media_type="application/json")
