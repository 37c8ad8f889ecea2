"""Identifying messages without their wording: by the templates they were rendered from, their refusals and buttons.

The assistant runs in the process of the test. A `Record` patches its sending methods and keeps `Part.sources`, which
name the template or refusal that each text was rendered from.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from bot.outbound import Outbound
from handlers.routing.handled import Handled
from handlers.routing.request import Reply
from handlers.routing.routes import split_data
from messages.rendering.content import Content, Part, to_plain
from messages.rendering.templating import render, render_refusal
from sandbox.client import Answer, Button, SeenMessage
from scheduler.delivery.pacing import Lane
from scheduler.delivery.sender import Sender, Sent
from twg.core.refusals import Refusal

#: Names of a form's buttons, by the short names in their callback data; other buttons have the same name in both.
_OF_FORMS = {"c": "choice", "m": "month"}
_MARK = "✓ "
#: What a button carries of its TWG.
_TWG = re.compile(r"#\d+(?=@|$)")
_MISSING = object()

Source = Content | Refusal


@dataclass(frozen=True)
class Pressable:
    """A button by name and arguments.

    Attributes:
        name: such as "meetings:answer"; "form:choice=all" for a form's button, "url" for a link,
            "copy" for a text.
        args: such as ("12", "yes"); none for a form's button, the address for a link, what is copied.
    """

    name: str
    args: tuple[str, ...]
    button: Button

    @classmethod
    def read(cls, button: Button) -> "Pressable":
        """Parse the callback data of a button."""
        if button.url is not None:
            return cls("url", (button.url,), button)
        if button.copies is not None:
            return cls("copy", (button.copies,), button)
        data = _TWG.sub("", str(button.data))
        if data.startswith("f:"):
            what, equals, value = data.split(":", 3)[3].partition("=")
            return cls(f"form:{_OF_FORMS.get(what, what)}{equals}{value}", (), button)
        name, given = split_data(data)
        return cls(name, tuple(given), button)

    @property
    def marked(self) -> bool:
        """Whether its label begins with the mark of a chosen answer."""
        return self.button.label.startswith(_MARK)

    def fits(self, name: str, args: tuple[object, ...], *, marked: bool | None = None) -> bool:
        """Whether it has this name and these arguments in this order, perhaps with others between them."""
        left = iter(self.args)
        has = all(str(arg) in left for arg in args)
        return self.name == name and has and marked in (None, self.marked)

    def __str__(self) -> str:
        return ":".join([self.name, *self.args])


@dataclass(frozen=True)
class Seen:
    """A message of the assistant in a chat, with what it was rendered from."""

    message: SeenMessage
    sources: tuple[Source, ...]
    #: Whether it was delivered, and not said in reply to what the person did.
    delivered: bool = False

    @property
    def keys(self) -> list[str]:
        """The templates it was rendered from; several when notices were grouped into one message."""
        return [source.template for source in self.sources if isinstance(source, Content)]

    @property
    def refusals(self) -> list[Refusal]:
        """The refusals it was rendered from, and those shown within its templates."""
        return [refusal for source in self.sources for refusal in refusals_in(source)]

    @property
    def buttons(self) -> list[Pressable]:
        """Its buttons in reading order."""
        return [Pressable.read(button) for row in self.message.buttons for button in row]

    @property
    def offers(self) -> list[str]:
        """The names of its buttons, in reading order."""
        return [button.name for button in self.buttons]

    def contexts(self, key: str, **facts: object) -> list[Mapping[str, Any]]:
        """The contexts with which this template was rendered, of those that have these values (see `_look_up`)."""
        contexts = [source.context for source in self.sources if isinstance(source, Content) and source.template == key]
        return [context for context in contexts if _agree(context, facts)]

    def holds(self, *facts: object) -> bool:
        """Whether its text contains these facts: what a person typed, a name, a number."""
        return all(str(fact) in self.message.text for fact in facts)

    def __str__(self) -> str:
        refused = [refusal.key for refusal in self.refusals]
        buttons = [f"[{button}]" for button in self.buttons]
        return "\n".join([" ".join([*self.keys, *refused]) or "(no template)", self.message.text, " ".join(buttons)])


def refusals_in(source: Source) -> Iterator[Refusal]:
    """A refusal with the refusals of left-out lines in its data; for a template, the refusal shown above a form."""
    if isinstance(source, Refusal):
        yield source
        for _line, refusal in source.data.get("left_out", ()):
            yield from refusals_in(refusal)
    elif isinstance(refusal := source.context.get("refusal"), Refusal):
        yield from refusals_in(refusal)


def agrees(refusal: Refusal, key: str, facts: Mapping[str, object]) -> bool:
    """Whether the refusal has this key, and its data these values."""
    return refusal.key == key and _agree(refusal.data, facts)


def _agree(context: Mapping[str, Any], facts: Mapping[str, object]) -> bool:
    return all(_look_up(context, name) == value for name, value in facts.items())


def _look_up(context: Mapping[str, Any], name: str) -> Any:
    """A value of the context by name; `meeting__title` is the attribute `title` of `meeting`."""
    first, *attributes = name.split("__")
    value = context.get(first, _MISSING)
    for attribute in attributes:
        value = getattr(value, attribute, _MISSING)
    return value


@dataclass
class Record:
    """What the assistant has sent, recorded as it sends; kept when a test restarts the assistant."""

    #: What each message was last rendered from, by ids of chat and message.
    _sources: dict[tuple[int, int], tuple[Source, ...]] = field(default_factory=dict)
    #: Ids of the chat and message of what was delivered.
    _delivered: set[tuple[int, int]] = field(default_factory=set)
    #: Replies to pressed buttons, by the callback query's id.
    _replies: dict[str, Reply] = field(default_factory=dict)
    #: Every (locale, source) that was rendered and sent.
    rendered: list[tuple[str, Source]] = field(default_factory=list)

    def of(self, message: SeenMessage) -> Seen:
        """The message with what it was rendered from."""
        at = message.chat_id, message.id
        return Seen(message, self._sources.get(at, ()), at in self._delivered)

    def refusal_in(self, box: Answer) -> Refusal | None:
        """The refusal shown in a box over the chat; `None` for a toast or another text."""
        reply = self._replies.get(box.tap_id)
        return reply.refusal if reply is not None and box.show_alert else None

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Record what any assistant in this process sends while the block runs."""
        with (
            patch.object(Sender, "send", self._noting_sent(Sender.send)),
            patch.object(Sender, "edit", self._noting_edits(Sender.edit)),
            patch.object(Sender, "replace_media", self._noting_replaced(Sender.replace_media)),
            patch.object(Outbound, "put", self._noting_replies(Outbound.put)),
        ):
            yield

    def _note(self, chat_id: int, message_id: int, part: Part, locale: str) -> None:
        self._sources[chat_id, message_id] = part.sources
        self.rendered += [(locale, source) for source in part.sources]

    def _noting_replaced(self, replace: Callable[..., Awaitable[str]]) -> Callable[..., Awaitable[str]]:
        async def noting(sender: Sender, chat_id: int, message_id: int, part: Part, locale: str, **options: Any) -> str:
            handle = await replace(sender, chat_id, message_id, part, locale, **options)
            self._note(chat_id, message_id, part, locale)
            return handle

        return noting

    def _noting_sent(self, send: Callable[..., Awaitable[Sent]]) -> Callable[..., Awaitable[Sent]]:
        async def noting(sender: Sender, chat_id: int, part: Part, locale: str, **options: Any) -> Sent:
            sent = await send(sender, chat_id, part, locale, **options)
            for message_id in {sent.message_id, *sent.album}:
                self._note(chat_id, message_id, part, locale)
            if options["lane"] is not Lane.REPLY:
                self._delivered |= {(chat_id, message_id) for message_id in (sent.message_id, *sent.album)}
            return sent

        return noting

    def _noting_edits(self, edit: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def noting(
            sender: Sender, chat_id: int, message_id: int, part: Part, locale: str, **options: Any
        ) -> None:
            await edit(sender, chat_id, message_id, part, locale, **options)
            self._note(chat_id, message_id, part, locale)

        return noting

    def _noting_replies(self, put: Callable[[Outbound, Handled], None]) -> Callable[[Outbound, Handled], None]:
        def noting(outbound: Outbound, handled: Handled) -> None:
            if handled.incoming.query_id:
                self._replies[handled.incoming.query_id] = handled.reply
                if handled.reply.refusal is not None:
                    self.rendered.append((handled.locale, handled.reply.refusal))
            put(outbound, handled)

        return noting


def is_worded_in(locale: str, seen: Seen, zone: str = "Asia/Phnom_Penh") -> bool:
    """Whether the text of a message is that of its sources rendered in this language."""
    texts = [_rendered(source, locale, ZoneInfo(zone)) for source in seen.sources]
    return texts != [] and all(to_plain(text) in seen.message.text for text in texts)


def _rendered(source: Source, locale: str, zone: ZoneInfo) -> str:
    if isinstance(source, Refusal):
        return render_refusal(source, locale, zone)
    return render(source.template, locale, zone, source.context)
