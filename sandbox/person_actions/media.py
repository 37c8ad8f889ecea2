"""Sending files, photos, recordings, stickers and albums."""

from __future__ import annotations

from sandbox.errors import Impossible, Json
from sandbox.fields import Fields
from sandbox.files import StoredFile, document_fields, photo_sizes
from sandbox.model import Person
from sandbox.params import Upload
from sandbox.person_actions.access import access_chat_to_write
from sandbox.person_actions.envelope import read_envelope
from sandbox.person_actions.posting import post, post_message, sent_json
from sandbox.person_actions.registry import person_action
from sandbox.person_actions.words import caption_fields
from sandbox.world import World

#: Recordings that the sandbox can make up: the bytes, the file name and the media type of each kind.
MADE_UP = {
    "voice": (b"OggS", "voice.ogg", "audio/ogg"),
    "video_note": (b"\0\0\0\x18ftypmp42", "video_note.mp4", "video/mp4"),
    "video": (b"\0\0\0\x18ftypmp42", "video.mp4", "video/mp4"),
    "animation": (b"\0\0\0\x18ftypmp42", "animation.mp4", "video/mp4"),
    "audio": (b"ID3", "audio.mp3", "audio/mpeg"),
}
#: Kinds that have a file name.
NAMED = frozenset({"video", "animation", "audio"})
#: Kinds that may be in one album.
ALBUMS = (frozenset({"photo", "video"}), frozenset({"document"}), frozenset({"audio"}))
ALBUM_KINDS = frozenset().union(*ALBUMS)
LEAST_ITEMS, MOST_ITEMS = 2, 10


@person_action("sends_file")
def sends_file(world: World, person: Person, fields: Fields) -> Json:
    """Send a document. `declared_size`, in bytes, is reported to the bot instead of the size of the uploaded data."""
    return _send(world, person, "document", fields)


@person_action("sends_photo")
def sends_photo(world: World, person: Person, fields: Fields) -> Json:
    """Send a photo. `declared_size`, in bytes, is reported instead of the size of the uploaded data."""
    return _send(world, person, "photo", fields)


def _register_recording(kind: str) -> None:
    """Register the action that sends one kind of recording, uploaded or made up."""

    def sends_recording(world: World, person: Person, fields: Fields) -> Json:
        return _send(world, person, kind, fields)

    person_action(f"sends_{kind}")(sends_recording)


for _kind in MADE_UP:
    _register_recording(_kind)


@person_action("sends_sticker")
def sends_sticker(world: World, person: Person, fields: Fields) -> Json:
    """Send a sticker."""
    chat = access_chat_to_write(world, person, fields)
    file = world.files.add("sticker", b"RIFF\0\0\0\0WEBP", name="sticker.webp", declared_size=24_000)
    sticker = file.fields() | {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": fields.text("emoji") or "👍",
        "set_name": "SandboxStickers",
    }
    return post_message(world, person, chat, {"sticker": sticker}, fields)


@person_action("sends_album")
def sends_album(world: World, person: Person, fields: Fields) -> Json:
    """Send 2 to 10 photos and videos, or documents, or audio files, as one album.

    Each of `items` is an object with its `kind`, `caption` and the other fields of a single file; the file is in the
    multipart field `file0`, `file1` …, by the place of the item. All items are checked before the first is sent.
    """
    items = [
        Fields(item, {"file": fields.uploads[f"file{number}"]} if f"file{number}" in fields.uploads else {})
        for number, item in enumerate(fields.objects("items"))
    ]
    if not LEAST_ITEMS <= len(items) <= MOST_ITEMS:
        raise Impossible(f"an album has {LEAST_ITEMS} to {MOST_ITEMS} items, not {len(items)}")
    kinds = [item.text("kind") or "document" for item in items]
    if not any(set(kinds) <= allowed for allowed in ALBUMS):
        raise Impossible("an album has photos and videos, or only documents, or only audio files")
    captions = [caption_fields(world, item) for item in items]
    chat = access_chat_to_write(world, person, fields)
    envelope = read_envelope(world, person, chat, fields)
    contents = [file_content(world, kind, item) for kind, item in zip(kinds, items, strict=True)]
    album = {"media_group_id": world.new_album_id()}
    sent = [
        sent_json(post(world, person, chat, album | content | caption, envelope))
        for content, caption in zip(contents, captions, strict=True)
    ]
    return sent[0] | {"messages": sent}


def file_content(world: World, kind: str, fields: Fields) -> Json:
    """The message fields of a file of a kind: document, photo or one of `MADE_UP`. Raises: Impossible."""
    upload = fields.uploads.get("file")
    if kind in MADE_UP:
        return _recording(world, kind, fields, upload)
    if upload is None:
        raise Impossible("a file comes in a multipart body, as its field `file`")
    size = fields.find_integer("declared_size", least=0)
    if kind == "photo":
        return {"photo": photo_sizes(world.files.add_photo(upload.data, declared_size=size))}
    file = world.files.add(
        "document",
        upload.data,
        name=fields.text("name") or upload.name,
        mime_type=fields.text("mime_type") or None,
        declared_size=size,
    )
    return {"document": document_fields(file)}


def _send(world: World, person: Person, kind: str, fields: Fields) -> Json:
    """Send one file of a kind; video notes have no caption."""
    caption = caption_fields(world, fields)
    if caption and kind == "video_note":
        raise Impossible("a video message has no caption")
    content = file_content(world, kind, fields)
    chat = access_chat_to_write(world, person, fields)
    return post_message(world, person, chat, content | caption, fields)


def _recording(world: World, kind: str, fields: Fields, upload: Upload | None) -> Json:
    """The message fields of a recording. An animation is also given as a document, as in Telegram."""
    data, name, mime_type = MADE_UP[kind]
    size = fields.find_integer("declared_size", least=0)
    file = world.files.add(
        kind,
        data if upload is None else upload.data,
        name=fields.text("name") or name,
        mime_type=fields.text("mime_type") or mime_type,
        declared_size=9_000 if upload is None and size is None else size,
    )
    content: Json = {kind: _recording_fields(kind, file, fields)}
    return content | {"document": document_fields(file)} if kind == "animation" else content


def _recording_fields(kind: str, file: StoredFile, fields: Fields) -> Json:
    found = file.fields() | {"duration": fields.integer("duration", 4, least=0)}
    if kind == "video_note":
        return found | {"length": fields.integer("length", 240, least=1)}
    found["mime_type"] = file.mime_type
    if kind in NAMED:
        found["file_name"] = file.name
    if kind in {"video", "animation"}:
        found |= {"width": fields.integer("width", 640, least=1), "height": fields.integer("height", 360, least=1)}
    if kind == "audio":
        found |= {key: fields.text(key) for key in ("performer", "title") if fields.text(key)}
    return found
