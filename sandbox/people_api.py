"""The people's API over HTTP, below `/sandbox/`, and the chat page. docs/sandbox.md describes the calls."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.clock import Movable, add_seconds
from sandbox.errors import Impossible, Json, Refused
from sandbox.event_stream import event_stream
from sandbox.faults import DOWNLOAD, matches_method
from sandbox.fields import Fields
from sandbox.files import image_type
from sandbox.methods import METHODS
from sandbox.model import Chat, Person
from sandbox.person_actions import PERSON_ACTIONS
from sandbox.person_actions.account import update_account
from sandbox.person_actions.groups import STATUSES
from sandbox.request_bodies import read_fields
from sandbox.views import chat_views, command_menu, message_views, person_view, reply_keyboard
from sandbox.world import World

#: The id of the first account that is added without one.
FIRST_PERSON = 1001
PAGE = Path(__file__).parent / "page"
#: The longest wait for a journal entry, in seconds.
LONGEST_WAIT_S = 30.0
#: The longest fault of kind `delay`, in seconds.
LONGEST_DELAY_S = 600
#: Types that open in the browser; none of them can run a script.
INLINE_TYPES = {"application/pdf": "application/pdf", "text/plain": "text/plain; charset=utf-8"}
Endpoint = Callable[[Request], Awaitable[Any]]


class PeopleApi:
    """The endpoints of one world. Each returns the `result` of the answer; `Impossible` and `Refused` become 409."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._ids = itertools.count(FIRST_PERSON)

    async def state(self, _: Request) -> Json:
        """The bot, all people, the clock and the faults: what the chat page needs to start."""
        world = self.world
        return {
            "bot": world.bot_user(),
            "people": [person_view(world, person) for person in world.people.values()],
            "now": world.clock.now().isoformat(),
            "zone": world.zone,
            "strict": world.strict,
            "settings": self._settings(),
            "faults": world.faults.as_json(),
            "pending": len(world.updates),
            "seq": len(world.journal),
            "run": world.journal.run,
        }

    async def add_person(self, request: Request) -> Json:
        """Add an account."""
        fields = await read_fields(request.scope, request.receive)
        person_id = fields.find_integer("id")
        if person_id is None:
            person_id = next(number for number in self._ids if number not in self.world.people)
        person = Person(person_id, "")
        update_account(self.world, person, fields)
        return person_view(self.world, self.world.add_person(person))

    async def add_group(self, request: Request) -> Json:
        """Make a group."""
        fields = await read_fields(request.scope, request.receive)
        status = fields.text("bot") or "member"
        if status not in STATUSES:
            raise Impossible(f"`bot` is to be one of {', '.join(sorted(STATUSES))}, not {status!r}")
        chat = self.world.add_group(
            fields.text("title").strip() or "Group",
            fields.integers("members"),
            forum=fields.boolean("forum"),
            supergroup=fields.boolean("supergroup", default=True),
            username=fields.text("username").removeprefix("@") or None,
            bot=status,
        )
        return {"id": chat.id, "title": chat.title}

    async def perform(self, request: Request) -> Any:
        """Perform a person action."""
        person = self._person(request)
        name = request.path_params["action"]
        if name not in PERSON_ACTIONS:
            raise Impossible(f"nobody can do {name!r}; there are {', '.join(sorted(PERSON_ACTIONS))}")
        return PERSON_ACTIONS[name](self.world, person, await read_fields(request.scope, request.receive))

    async def messages(self, request: Request) -> list[Json]:
        """The messages of a chat as a person sees them; `ids`, separated by commas, selects some."""
        person = self._person(request)
        ids = request.query_params.get("ids")
        only = set(Fields({"ids": ids.split(",")}).integers("ids")) if ids else None
        if only is not None and not self._is_in_chat(person, _query(request).integer("chat_id") or person.id):
            return []  # The page asks for messages it was notified of; the person may have left the group since.
        chat = self._chat(request, person)
        return message_views(self.world, person, chat, only=only) if chat is not None else []

    async def screen(self, request: Request) -> Json:
        """A chat as a person sees it: messages, reply keyboard, command menu, unanswered button presses."""
        person = self._person(request)
        chat = self._chat(request, person)
        return {
            "messages": message_views(self.world, person, chat) if chat is not None else [],
            "keyboard": reply_keyboard(person, chat) if chat is not None else None,
            "commands": command_menu(self.world, person, chat),
            "waiting": [
                tap.as_json()
                for tap in self.world.taps.values()
                if tap.person_id == person.id and not tap.answered and chat is not None and tap.chat_id == chat.id
            ],
            "person": person_view(self.world, person),
        }

    async def answers(self, request: Request) -> list[Json]:
        """The bot's answers to a person's button presses, oldest first."""
        person = self._person(request)
        return [tap.as_json() for tap in self.world.taps.values() if tap.person_id == person.id and tap.answered]

    async def commands(self, request: Request) -> list[Json]:
        """The command menu a person sees."""
        person = self._person(request)
        return command_menu(self.world, person, self._chat(request, person))

    async def file(self, request: Request) -> Response:
        """The bytes of a file. Images and `INLINE_TYPES` open in the browser, all other files are downloaded."""
        file = self.world.files.by_id.get(request.path_params["file_id"])
        if file is None:
            raise Impossible("there is no such file")
        kind = image_type(file.data) or INLINE_TYPES.get(file.mime_type)
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
        """The journal entries after number `since`; waits up to `wait_s` seconds for the first one."""
        query = _query(request)
        wait_s = min(query.number("wait_s", 0), LONGEST_WAIT_S)
        return await self.world.journal.wait(query.integer("since"), wait_s)

    async def events(self, request: Request) -> Response:
        """The journal entries after number `since`, or after now, as server-sent events."""
        fields = Fields({"since": request.headers.get("last-event-id") or request.query_params.get("since")})
        since = fields.integer("since", len(self.world.journal))
        return StreamingResponse(
            event_stream(self.world.journal, since),
            media_type="text/event-stream",
            headers={"cache-control": "no-store"},
        )

    async def clock(self, _: Request) -> Json:
        """The current time, and the next moment at which the bot has something to do."""
        following = await self.world.next_moment() if self.world.next_moment is not None else None
        return {
            "now": self.world.clock.now().isoformat(),
            "next": following.isoformat() if following is not None else None,
            "movable": isinstance(self.world.clock, Movable),
        }

    async def move_clock(self, request: Request) -> Json:
        """Set the clock (`to`, ISO 8601) or move it (`forward_s`, seconds).

        Forward it runs through `World.pass_time`.
        """
        fields = await read_fields(request.scope, request.receive)
        now = self.world.clock.now()
        moment = add_seconds(fields.find_moment("to") or now, fields.number("forward_s", 0))
        if self.world.pass_time is not None and moment > now:
            await self.world.pass_time(moment)
        else:
            self.world.move_clock(moment)
        return {"now": self.world.clock.now().isoformat()}

    async def faults(self, _: Request) -> list[Json]:
        """The active faults."""
        return self.world.faults.as_json()

    async def add_fault(self, request: Request) -> Json:
        """Add a fault."""
        fields = await read_fields(request.scope, request.receive)
        fault = self.world.faults.add(
            fields.text("kind"),
            method=_check_method_glob(fields.text("method").strip() or "*"),
            chat_id=fields.find_integer("chat_id"),
            retry_after=fields.integer("retry_after", 1, least=1),
            seconds=fields.number("seconds", 1, least=0, most=LONGEST_DELAY_S),
            times=fields.find_integer("times", least=1) if "times" in fields else 1,
        )
        self.world.journal.write("faults", faults=self.world.faults.as_json())
        return {"id": fault.id}

    async def remove_faults(self, request: Request) -> Json:
        """Remove one fault, or all."""
        self.world.faults.remove(_query(request).find_integer("id"))
        self.world.journal.write("faults", faults=self.world.faults.as_json())
        return {"removed": True}

    async def set_bot(self, request: Request) -> Json:
        """Change the bot's settings: `topics` in private chats, and `reads_all`, whether its privacy mode is off."""
        fields = await read_fields(request.scope, request.receive)
        self.world.private_topics = fields.boolean("topics", default=self.world.private_topics)
        self.world.reads_all = fields.boolean("reads_all", default=self.world.reads_all)
        self.world.journal.write("settings", **self._settings())
        return self._settings()

    async def set_flood(self, request: Request) -> Json:
        """Switch Telegram's rate limits and the expiry of updates on or off."""
        self.world.strict = (await read_fields(request.scope, request.receive)).boolean("strict")
        self.world.journal.write("flood", strict=self.world.strict)
        return {"strict": self.world.strict}

    def _settings(self) -> Json:
        return {"topics": self.world.private_topics, "reads_all": self.world.reads_all}

    def _person(self, request: Request) -> Person:
        return self.world.access_person(int(request.path_params["person_id"]))

    def _is_in_chat(self, person: Person, chat_id: int) -> bool:
        """Whether a chat is the person's private chat or a group they are in."""
        return chat_id == person.id or any(chat["id"] == chat_id for chat in chat_views(self.world, person))

    def _chat(self, request: Request, person: Person) -> Chat | None:
        chat_id = _query(request).integer("chat_id") or person.id
        if not self._is_in_chat(person, chat_id):
            raise Impossible(f"{person.name} is not in that chat")
        return self.world.chats.get(chat_id)


def _check_method_glob(glob: str) -> str:
    """Return a glob over method names. Raises: Impossible, when it matches no method."""
    if not any(matches_method(glob, name) for name in (*METHODS, DOWNLOAD)):
        raise Impossible(f"`method` is to fit a method of the Bot API, or {DOWNLOAD}; {glob!r} fits none")
    return glob


def _query(request: Request) -> Fields:
    return Fields(dict(request.query_params))


def people_app(world: World) -> Starlette:
    """The application that serves the people's API and the chat page."""
    api = PeopleApi(world)
    person = "/sandbox/people/{person_id:int}"
    routes = [
        ("/sandbox/state", "GET", api.state),
        ("/sandbox/people", "POST", api.add_person),
        ("/sandbox/groups", "POST", api.add_group),
        (person + "/messages", "GET", api.messages),
        (person + "/screen", "GET", api.screen),
        (person + "/answers", "GET", api.answers),
        (person + "/commands", "GET", api.commands),
        (person + "/{action}", "POST", api.perform),
        ("/sandbox/files/{file_id}", "GET", api.file),
        ("/sandbox/pending", "GET", api.pending),
        ("/sandbox/journal", "GET", api.journal),
        ("/sandbox/events", "GET", api.events),
        ("/sandbox/clock", "GET", api.clock),
        ("/sandbox/clock", "POST", api.move_clock),
        ("/sandbox/faults", "GET", api.faults),
        ("/sandbox/faults", "POST", api.add_fault),
        ("/sandbox/faults", "DELETE", api.remove_faults),
        ("/sandbox/bot", "POST", api.set_bot),
        ("/sandbox/flood", "POST", api.set_flood),
    ]
    return Starlette(
        routes=[
            *(Route(path, _endpoint(function), methods=[verb]) for path, verb, function in routes),
            Mount("/", StaticFiles(directory=PAGE, html=True)),
        ]
    )


def _endpoint(function: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """Wrap an endpoint: its result becomes JSON, a refusal becomes 409 with one sentence."""

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
