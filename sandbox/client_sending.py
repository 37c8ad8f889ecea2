"""What a person of a sandbox sends, as Python code lets them."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Unpack

import aiohttp
import orjson

from sandbox.client_connection import PeopleApiConnection
from sandbox.client_types import (
    AlbumItem,
    Envelope,
    Json,
    SeenMessage,
    SentMessage,
    Where,
    envelope_fields,
    id_of,
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
        described = [_item_fields(item) for item in read]
        if caption:
            described[0] = {**described[0], "caption": caption}
        form = _form(envelope_fields(envelope) | {"items": described})
        for number, item in enumerate(read):
            if item.data is not None:
                _attach(form, f"file{number}", item.data)
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

    async def forwards(
        self,
        *messages: SentMessage | SeenMessage,
        chat: Where = None,
        thread_id: int | None = None,
        hides_sender: bool = False,
    ) -> SentMessage:
        """Forward messages of one chat to the bot, or to a group. From elsewhere: any message with `forward_origin`."""
        return SentMessage.read(
            await self._does(
                "forwards",
                message_ids=[message.id for message in messages],
                from_chat_id=messages[0].chat_id,
                chat_id=id_of(chat),
                thread_id=thread_id,
                hides_sender=hides_sender,
            )
        )

    async def edits(
        self,
        message: SentMessage | SeenMessage,
        text: str | None = None,
        *,
        parse_mode: str | None = None,
        entities: Sequence[Json] = (),
        link_preview_options: Json | None = None,
    ) -> SentMessage:
        """Change the text or caption of one's own message; without `text` an edit that leaves the words as they are."""
        return SentMessage.read(
            await self._does(
                "edits",
                message_id=message.id,
                chat_id=message.chat_id,
                text=text,
                parse_mode=parse_mode,
                entities=list(entities) or None,
                link_preview_options=link_preview_options,
            )
        )

    async def edits_file(
        self,
        message: SentMessage | SeenMessage,
        name: str,
        data: bytes,
        *,
        kind: str = "document",
        caption: str | None = None,
    ) -> SentMessage:
        """Replace the file of one's own message by another one; without `caption` its words stay."""
        form = _form(
            {"message_id": message.id, "chat_id": message.chat_id, "name": name, "kind": kind, "text": caption}
        )
        _attach(form, "file", data)
        return SentMessage.read(await self.sandbox.post_form(f"people/{self.id}/edits", form))

    async def moves_location(
        self, message: SentMessage | SeenMessage, latitude: float, longitude: float
    ) -> SentMessage:
        """Move a live location, in degrees."""
        fields = {"message_id": message.id, "latitude": latitude, "longitude": longitude}
        return SentMessage.read(await self._does("moves_location", chat_id=message.chat_id, **fields))

    async def _does(self, action: str, **fields: object) -> Any:
        given = {key: value for key, value in fields.items() if value is not None}
        return await self.sandbox.post(f"people/{self.id}/{action}", given)

    async def _sends(self, action: str, envelope: Envelope, **fields: object) -> SentMessage:
        return SentMessage.read(await self._does(action, **fields, **envelope_fields(envelope)))

    async def _uploads(self, action: str, item: AlbumItem, envelope: Envelope, **fields: object) -> SentMessage:
        form = _form(_item_fields(item) | fields | envelope_fields(envelope))
        if item.data is not None:
            _attach(form, "file", item.data)
        return SentMessage.read(await self.sandbox.post_form(f"people/{self.id}/{action}", form))


def _item_fields(item: AlbumItem) -> Json:
    """The fields of a file. Its name is one because a multipart header cannot carry every character."""
    fields = {
        "name": item.name,
        "kind": item.kind,
        "caption": item.caption,
        "caption_entities": list(item.caption_entities),
        "parse_mode": item.parse_mode,
        "mime_type": item.mime_type,
        "declared_size": item.declared_size,
    }
    return {key: value for key, value in fields.items() if value not in (None, "", [])}


def _form(fields: Json) -> aiohttp.FormData:
    """A multipart form; everything but texts goes as JSON."""
    form = aiohttp.FormData(default_to_multipart=True)
    for key, value in fields.items():
        if value is not None:
            form.add_field(key, value if isinstance(value, str) else orjson.dumps(value).decode())
    return form


def _attach(form: aiohttp.FormData, name: str, data: bytes) -> None:
    form.add_field(name, io.BytesIO(data), filename="file", content_type="application/octet-stream")
