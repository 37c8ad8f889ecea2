"""What a message is, whatever its words: the templates it was rendered from, its refusals and its buttons.

The assistant of a test runs in the test's process, so a `Record` looks on as it sends: `Part.sources` says what a text
was rendered from.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from bot.outbound import Outbound
from handlers.routing.dispatch import Handled
from handlers.routing.request import Reply
from handlers.routing.routes import split_data
from messages.rendering.content import Content, Part, to_plain
from messages.rendering.templating import render, render_refusal
from sandbox.client import Answer, Button, SeenMessage
from scheduler.delivery.sender import Sender, Sent
from twg.core.refusals import Refusal

#: What a form's button stands for, by how its data begins; every other word is a step, which names itself.
_OF_FORMS = {"c": "choice", "m": "month"}
_MARK = "✓ "
_MISSING = object()

Source = Content | Refusal


@dataclass(frozen=True)
class Pressable:
    """A button by its name and arguments: "meetings:answer" with ("12", "yes"), or "form:choice=all"."""

    name: str
    args: tuple[str, ...]
    button: Button

    @classmethod
    def read(cls, button: Button) -> "Pressable":
        if button.url is not None:
            return cls("url", (button.url,), button)
        head, *args = str(button.data).split(":")
        if head == "f" and len(args) == 3:
            what, equals, value = args[2].partition("=")
            return cls(f"form:{_OF_FORMS.get(what, what)}{equals}{value}", (), button)
        name, given = split_data(str(button.data))
        return cls(name, tuple(given), button)

    @property
    def marked(self) -> bool:
        """Whether it is the one chosen among several."""
        return self.button.label.startswith(_MARK)

    def fits(self, name: str, args: tuple[object, ...], *, marked: bool | None = None) -> bool:
        """Whether it has this name and these among its arguments, in their order."""
        left = iter(self.args)
        has = all(str(arg) in left for arg in args)
        return self.name == name and has and marked in (None, self.marked)

    def __str__(self) -> str:
        return ":".join([self.name, *self.args])


@dataclass(frozen=True)
class Seen:
    """A message of the assistant on somebody's screen."""

    message: SeenMessage
    sources: tuple[Source, ...]

    @property
    def keys(self) -> list[str]:
        """The templates it was rendered from; several where messages were grouped."""
        return [source.template for source in self.sources if isinstance(source, Content)]

    @property
    def refusals(self) -> list[Refusal]:
        """The refusals that it is or holds."""
        return [refusal for source in self.sources for refusal in refusals_in(source)]

    @property
    def buttons(self) -> list[Pressable]:
        """In reading order."""
        return [Pressable.read(button) for row in self.message.buttons for button in row]

    @property
    def offers(self) -> list[str]:
        """The names of its buttons, in reading order."""
        return [button.name for button in self.buttons]

    def contexts(self, key: str, **facts: object) -> list[Mapping[str, Any]]:
        """What was filled into this template, where these facts are so."""
        contexts = [source.context for source in self.sources if isinstance(source, Content) and source.template == key]
        return [context for context in contexts if _agree(context, facts)]

    def holds(self, *facts: object) -> bool:
        """Whether its text has these words or figures that are not ours: what somebody typed, a name, a number."""
        return all(str(fact) in self.message.text for fact in facts)

    def __str__(self) -> str:
        refused = [refusal.key for refusal in self.refusals]
        buttons = [f"[{button}]" for button in self.buttons]
        return "\n".join([" ".join([*self.keys, *refused]) or "(no template)", self.message.text, " ".join(buttons)])


def refusals_in(source: Source) -> Iterator[Refusal]:
    """A refusal and what it holds, or those shown over the question or summary of a form."""
    if isinstance(source, Refusal):
        yield source
        for _line, refusal in source.data.get("left_out", ()):
            yield from refusals_in(refusal)
    elif isinstance(refusal := source.context.get("refusal"), Refusal):
        yield from refusals_in(refusal)


def agrees(refusal: Refusal, key: str, facts: Mapping[str, object]) -> bool:
    """Whether it is this refusal and its data hold these facts."""
    return refusal.key == key and _agree(refusal.data, facts)


def _agree(context: Mapping[str, Any], facts: Mapping[str, object]) -> bool:
    return all(_look_up(context, name) == value for name, value in facts.items())


def _look_up(context: Mapping[str, Any], name: str) -> Any:
    """What was filled in under a name, or what that has: `meeting__title`."""
    first, *attributes = name.split("__")
    value = context.get(first, _MISSING)
    for attribute in attributes:
        value = getattr(value, attribute, _MISSING)
    return value


@dataclass
class Record:
    """What the assistant said, noted down while it says it; outlives its restarts."""

    #: By chat and message id: what the message shows now.
    _sources: dict[tuple[int, int], tuple[Source, ...]] = field(default_factory=dict)
    #: By the id of the pressed button's query.
    _replies: dict[str, Reply] = field(default_factory=dict)
    #: Everything that was ever rendered for somebody.
    rendered: list[tuple[str, Source]] = field(default_factory=list)

    def of(self, message: SeenMessage) -> Seen:
        return Seen(message, self._sources.get((message.chat_id, message.id), ()))

    def refusal_in(self, box: Answer) -> Refusal | None:
        """The refusal shown in a box over the chat."""
        reply = self._replies.get(box.tap_id)
        return reply.refusal if reply is not None and box.show_alert else None

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Note down whatever an assistant in this process says meanwhile."""
        with (
            patch.object(Sender, "send", self._noting_sent(Sender.send)),
            patch.object(Sender, "edit", self._noting_edits(Sender.edit)),
            patch.object(Outbound, "put", self._noting_replies(Outbound.put)),
        ):
            yield

    def _note(self, chat_id: int, message_id: int, part: Part, locale: str) -> None:
        self._sources[chat_id, message_id] = part.sources
        self.rendered += [(locale, source) for source in part.sources]

    def _noting_sent(self, send: Callable[..., Awaitable[Sent]]) -> Callable[..., Awaitable[Sent]]:
        async def noting(sender: Sender, chat_id: int, part: Part, locale: str, **options: Any) -> Sent:
            sent = await send(sender, chat_id, part, locale, **options)
            self._note(chat_id, sent.message_id, part, locale)
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
    """Whether a message is in this language, whatever that makes of it."""
    words = [_rendered(source, locale, ZoneInfo(zone)) for source in seen.sources]
    return words != [] and all(to_plain(text) in seen.message.text for text in words)


def _rendered(source: Source, locale: str, zone: ZoneInfo) -> str:
    if isinstance(source, Refusal):
        return render_refusal(source, locale, zone)
    return render(source.template, locale, zone, source.context)
