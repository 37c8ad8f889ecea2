"""The part of the people's API that is about no person: the clock, faults, rate limits and the bot's settings."""

from __future__ import annotations

from starlette.requests import Request

from sandbox.clock import Movable, add_seconds
from sandbox.errors import Impossible, Json
from sandbox.faults import DOWNLOAD, matches_method
from sandbox.fields import Fields
from sandbox.methods import METHODS
from sandbox.request_bodies import read_fields
from sandbox.world import World

#: The longest fault of kind `delay`, in seconds.
LONGEST_DELAY_S = 600


def bot_settings(world: World) -> Json:
    """What a bot's owner sets with BotFather: topics in private chats, and whether the privacy mode is off."""
    return {"topics": world.private_topics, "reads_all": world.reads_all}


class SettingsApi:
    """The endpoints of one world. Each returns the `result` of the answer; `Impossible` becomes 409."""

    def __init__(self, world: World) -> None:
        self.world = world

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
        self.world.faults.remove(Fields(dict(request.query_params)).find_integer("id"))
        self.world.journal.write("faults", faults=self.world.faults.as_json())
        return {"removed": True}

    async def set_bot(self, request: Request) -> Json:
        """Change the bot's settings: `topics` in private chats, and `reads_all`, whether its privacy mode is off."""
        fields = await read_fields(request.scope, request.receive)
        self.world.private_topics = fields.boolean("topics", default=self.world.private_topics)
        self.world.reads_all = fields.boolean("reads_all", default=self.world.reads_all)
        self.world.journal.write("settings", **bot_settings(self.world))
        return bot_settings(self.world)

    async def set_flood(self, request: Request) -> Json:
        """Switch Telegram's rate limits and the expiry of updates on or off."""
        self.world.strict = (await read_fields(request.scope, request.receive)).boolean("strict")
        self.world.journal.write("flood", strict=self.world.strict)
        return {"strict": self.world.strict}


def _check_method_glob(glob: str) -> str:
    """Return a glob over method names. Raises: Impossible, when it matches no method."""
    if not any(matches_method(glob, name) for name in (*METHODS, DOWNLOAD)):
        raise Impossible(f"`method` is to fit a method of the Bot API, or {DOWNLOAD}; {glob!r} fits none")
    return glob
