"""What a message that people have shows once a subject of it was corrected or withdrawn.

A message of its own is worded by what its subject binds. One that several deliveries share is put together anew, each
part by the loader of its notice: what else it says stays, as it is now.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from messages.rendering.content import Content, Part, render_heading, render_text, split_text, to_parts, utf16_length
from messages.rendering.keyboards import Keyboard
from messages.rendering.templating import LONGEST_TEXT
from scheduler.delivery.grouping import BETWEEN, heading_of, numbered
from scheduler.delivery.occasions import find_occasions
from scheduler.delivery.wording import GroupOccasion, Occasion, Wordings
from storage.core.bound_messages import BoundMessage, list_in_messages, list_posts_in_message
from storage.core.notifications import Delivery, Notification
from storage.members import Twg
from twg.core.subjects import Domains

#: Stands in the place of what no longer holds.
_OVER = "deliveries/over"
#: A delivery with its occasion; None for who is no member any more.
_Told = tuple[Delivery, Occasion | None]


async def reword(
    session: AsyncSession, messages: Sequence[BoundMessage], wordings: Wordings, domains: Domains, *, now: datetime
) -> "Rewording":
    """What is needed to word these messages anew, read at once. Args: `now`: UTC, aware."""
    places = [(message.chat_id, message.message_id or 0) for message in messages if message.group_id is None]
    deliveries = await list_in_messages(session, places)
    occasions = await find_occasions(session, deliveries, domains, now=now) if deliveries else []
    told: defaultdict[tuple[int, int], list[_Told]] = defaultdict(list)
    for delivery, occasion in zip(deliveries, occasions, strict=True):
        told[delivery.chat_id, delivery.message_id or 0].append((delivery, occasion))
    return Rewording(session, wordings, now, told)


@dataclass(frozen=True)
class Rewording:
    """Words messages anew. `told`: the deliveries that each message is, by chat and id."""

    session: AsyncSession
    wordings: Wordings
    now: datetime
    told: Mapping[tuple[int, int], Sequence[_Told]]

    async def word(self, message: BoundMessage, locale: str) -> Part | None:
        """What the message shows now; None to leave it as it is."""
        if message.group_id is not None:
            return await self._in_group(message, locale)
        told = self.told.get((message.chat_id, message.message_id or 0), ())
        if _is_shared([delivery for delivery, _occasion in told], self.wordings):
            return await self._together(message, told, locale)
        content = await self._bound(message)
        if content is None:
            return None
        if told and (occasion := told[0][1]) is not None:
            content = self.wordings.addressed(occasion, content)
        return to_parts(content, locale, _zone_of(content))[0]

    async def _bound(self, message: BoundMessage) -> Content | None:
        bound = self.wordings.bound.get(message.subject_type)
        return None if bound is None else await bound(self.session, message)

    async def _together(self, message: BoundMessage, told: Sequence[_Told], locale: str) -> Part:
        """A message that several deliveries share, each part with its number and its numbered buttons."""
        cards = {delivery.number or 0: (delivery, occasion) for delivery, occasion in told}  # of one card the newest
        sources, texts, heading = list[Content](), list[str](), ""
        buttons: Keyboard = ()
        for number, (delivery, occasion) in sorted(cards.items()):
            content = await self._part(message, delivery.notification, occasion)
            if content.heading is not None:
                heading = render_heading(content.heading, locale)
            zone = ZoneInfo("UTC") if occasion is None else ZoneInfo(occasion.member.twg.zone)
            texts.append(f"{heading_of(number, locale)}\n{render_text(content, locale, zone)}")
            sources.append(content)
            buttons = (*buttons, *numbered(content.grouped, number))
        texts = ([heading] if heading else []) + texts
        return Part(_fitted(texts), buttons, sources=tuple(sources))

    async def _part(self, message: BoundMessage, about: Notification, occasion: Occasion | None) -> Content:
        """One part of a shared message: what its notice says now, or what its subject binds."""
        content = None if occasion is None else await self.wordings.content(occasion)
        if content is None and about.subject_type == message.subject_type:
            content = await self._bound(_of_subject(message, about))
            if content is not None and occasion is not None:
                content = self.wordings.addressed(occasion, content)
        return content or Content(_OVER)

    async def _in_group(self, message: BoundMessage, locale: str) -> Part | None:
        """What a linked group sees: a post alone, or all that its message says."""
        posts = await list_posts_in_message(self.session, message.group_id or 0, message.message_id or 0)
        subjects = {(post.notification.subject_type, post.notification.subject_id): post for post in posts}
        if len(subjects) < 2:
            content = await self._bound(message)
            return None if content is None else to_parts(content, locale, _zone_of(content))[0]
        contents = []
        for post in subjects.values():
            occasion = GroupOccasion(self.session, post.notification, post.group, self.now)
            content = await self.wordings.posted[post.notification.kind].load(occasion)
            if content is None and post.notification.subject_type == message.subject_type:
                content = await self._bound(_of_subject(message, post.notification))
            contents.append(content or Content(_OVER))
        zone = ZoneInfo(posts[0].group.twg.zone)
        texts = [render_text(content, locale, zone) for content in contents]
        return Part(_fitted(texts), sources=tuple(contents))


def _is_shared(deliveries: Sequence[Delivery], wordings: Wordings) -> bool:
    """Whether deliveries are parts of one message, and not merged into one content."""
    kinds = {delivery.notification.kind for delivery in deliveries}
    shared = [delivery for delivery in deliveries if delivery.number is not None]
    return bool(shared) and not (len(kinds) == 1 and kinds <= wordings.merges.keys())


def _of_subject(message: BoundMessage, about: Notification) -> BoundMessage:
    """The same message as one of another subject; it is not stored."""
    same = {name: getattr(message, name) for name in ("person_id", "group_id", "chat_id", "message_id", "sent_at")}
    of = BoundMessage(subject_type=about.subject_type, subject_id=about.subject_id, kind="", **same)
    of.change_at = message.change_at
    set_committed_value(of, "account", message.account)
    return of


def _zone_of(content: Content) -> ZoneInfo:
    twg: Twg = content.context["twg"]
    return ZoneInfo(twg.zone)


def _fitted(texts: Sequence[str]) -> str:
    """The texts of one message; where they are too long by now, the longest is cut, and its button opens it."""
    whole, most = BETWEEN.join(texts), max(texts, key=utf16_length)
    over = utf16_length(whole) - LONGEST_TEXT
    if over <= 0:
        return whole
    cut = split_text(most, max(utf16_length(most) - over - len("\n…"), 1))[0] + "\n…"
    return _fitted([cut if text is most else text for text in texts])
