"""What a person of a sandbox sends, as Python code lets them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Unpack

from sandbox.client_connection import PeopleApiConnection
from sandbox.client_forms import attach, form_of, item_fields
from sandbox.client_types import (
    AlbumItem,
    Envelope,
    Json,
    SentMessage,
    envelope_fields,
)
from sandbox.text_pieces import cut_text


class SendingPerson:
    """A person with a Telegram account, and all kinds of messages.

    Formatting is in `parse_mode` (HTML, MarkdownV2) or in entities with offsets in UTF-16 code units. `envelope` says
    where a message goes and what it carries beside its content, see `Envelope`.
    """

    def __init__(self, sandbox: PeopleApiConnection, fields: Json) -> None:
        self.sandbox = sandbox
        self.id: int = fields["id"]
        self.name: str = fields["name"]
        self.username: str | None = fields["username"]

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    async def says(
        self,
        text: str,
        *,
        parse_mode: str | None = None,
        entities: Sequence[Json] = (),
        link_preview_options: Json | None = None,
        **envelope: Unpack[Envelope],
    ) -> SentMessage:
        """Write a text. In the private chat this also starts the bot. A long text is sent in pieces, see `parts`."""
        return await self._sends(
            "says",
            envelope,
            text=text,
            parse_mode=parse_mode,
            entities=list(entities) or None,
            link_preview_options=link_preview_options,
        )

    async def says_long(
        self, text: str, *, between: Callable[[], Awaitable[object]], **envelope: Unpack[Envelope]
    ) -> list[SentMessage]:
        """Write a text that the app cuts into pieces, and let `between` happen after the first of them."""
        sent = []
        for piece, _ in cut_text(text, []):
            sent.append(await self.says(piece, **envelope))
            if len(sent) == 1:
                await between()
        return sent

    async def sends_file(
        self,
        name: str,
        data: bytes,
        *,
        caption: str = "",
        caption_entities: Sequence[Json] = (),
        parse_mode: str | None = None,
        mime_type: str | None = None,
        declared_size: int | None = None,
        **envelope: Unpack[Envelope],
    ) -> SentMessage:
        """Send a document. The bot is told `declared_size`, in bytes, instead of the size of `data`."""
        item = AlbumItem(
            name,
            data,
            caption=caption,
            caption_entities=caption_entities,
            parse_mode=parse_mode,
            mime_type=mime_type,
            declared_size=declared_size,
        )
        return await self._uploads("sends_file", item, envelope)

    async def sends_photo(
        self,
        data: bytes,
        *,
        caption: str = "",
        caption_entities: Sequence[Json] = (),
        parse_mode: str | None = None,
        **envelope: Unpack[Envelope],
    ) -> SentMessage:
        """Send a photo."""
        item = AlbumItem("photo.jpg", data, caption=caption, caption_entities=caption_entities, parse_mode=parse_mode)
        return await self._uploads("sends_photo", item, envelope)

    async def sends_album(
        self, items: Sequence[AlbumItem | tuple[str, bytes]], *, caption: str = "", **envelope: Unpack[Envelope]
    ) -> list[SentMessage]:
        """Send 2 to 10 files as an album and return its messages. `caption` is that of the first."""
        read = [AlbumItem.read(item) for item in items]
        described = [item_fields(item) for item in read]
        if caption:
            described[0] = {**described[0], "caption": caption}
        form = form_of(envelope_fields(envelope) | {"items": described})
        for number, item in enumerate(read):
            if item.data is not None:
                attach(form, f"file{number}", item.data)
        sent = await self.sandbox.post_form(f"people/{self.id}/sends_album", form)
        return [SentMessage.read(message) for message in sent["messages"]]

    async def sends_recording(
        self,
        kind: str,
        data: bytes | None = None,
        *,
        name: str = "",
        caption: str = "",
        parse_mode: str | None = None,
        duration: int = 4,
        **envelope: Unpack[Envelope],
    ) -> SentMessage:
        """Send a voice, video_note, video, animation or audio; `duration` in seconds. Without data it is made up."""
        item = AlbumItem(name, data, caption=caption, parse_mode=parse_mode)
        return await self._uploads(f"sends_{kind}", item, envelope, duration=duration)

    async def sends_voice(
        self, data: bytes | None = None, *, caption: str = "", duration: int = 4, **envelope: Unpack[Envelope]
    ) -> SentMessage:
        """Send a voice message."""
        return await self.sends_recording("voice", data, caption=caption, duration=duration, **envelope)

    async def sends_sticker(self, emoji: str = "👍", **envelope: Unpack[Envelope]) -> SentMessage:
        """Send a sticker."""
        return await self._sends("sends_sticker", envelope, emoji=emoji)

    async def sends_contact(
        self,
        phone_number: str | None = None,
        first_name: str | None = None,
        *,
        last_name: str | None = None,
        of: SendingPerson | None = None,
        user_id: int | None = None,
        **envelope: Unpack[Envelope],
    ) -> SentMessage:
        """Share the person's own contact, that `of` another person, or one from the telephone's address book.

        `user_id` is the Telegram account of a contact from the address book, None when Telegram knows none.
        """
        return await self._sends(
            "sends_contact",
            envelope,
            phone_number=phone_number,
            first_name=first_name,
            last_name=last_name,
            user_id=of.id if of is not None else user_id,
        )

    async def sends_location(
        self,
        latitude: float = 11.5564,
        longitude: float = 104.9282,
        *,
        live_period: int | None = None,
        **envelope: Unpack[Envelope],
    ) -> SentMessage:
        """Send a location, in degrees; a live one for `live_period` seconds."""
        return await self._sends(
            "sends_location", envelope, latitude=latitude, longitude=longitude, live_period=live_period
        )

    async def sends_venue(
        self,
        title: str,
        address: str = "",
        *,
        latitude: float = 11.5564,
        longitude: float = 104.9282,
        **envelope: Unpack[Envelope],
    ) -> SentMessage:
        """Send a venue."""
        return await self._sends(
            "sends_venue", envelope, title=title, address=address, latitude=latitude, longitude=longitude
        )

    async def sends_poll(
        self, question: str, options: Sequence[str], *, is_anonymous: bool = True, **envelope: Unpack[Envelope]
    ) -> SentMessage:
        """Send a poll."""
        return await self._sends(
            "sends_poll", envelope, question=question, options=list(options), is_anonymous=is_anonymous
        )

    async def sends_dice(
        self, emoji: str = "🎲", *, value: int | None = None, **envelope: Unpack[Envelope]
    ) -> SentMessage:
        """Throw a dice."""
        return await self._sends("sends_dice", envelope, emoji=emoji, value=value)

    async def _does(self, action: str, **fields: object) -> Any:
        given = {key: value for key, value in fields.items() if value is not None}
        return await self.sandbox.post(f"people/{self.id}/{action}", given)

    async def _sends(self, action: str, envelope: Envelope, **fields: object) -> SentMessage:
        return SentMessage.read(await self._does(action, **fields, **envelope_fields(envelope)))

    async def _uploads(self, action: str, item: AlbumItem, envelope: Envelope, **fields: object) -> SentMessage:
        form = form_of(item_fields(item) | fields | envelope_fields(envelope))
        if item.data is not None:
            attach(form, "file", item.data)
        return SentMessage.read(await self.sandbox.post_form(f"people/{self.id}/{action}", form))
