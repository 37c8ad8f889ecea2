"""Sending files, photos and recordings, and getFile."""

from __future__ import annotations

from sandbox.errors import Json, bad_request
from sandbox.files import StoredFile, document_fields, image_size, photo_sizes
from sandbox.limits import DOWNLOAD_BYTES, PHOTO_BYTES
from sandbox.methods.common import read_caption, read_destination, send
from sandbox.methods.registry import method
from sandbox.params import Params, Upload
from sandbox.world import World

WRONG_FILE = "wrong file identifier/HTTP URL specified"


@method("sendDocument", counted=True)
def send_document(world: World, params: Params) -> Json:
    """Send a document, uploaded or by its file_id."""
    caption = read_caption(world, params)
    content = document_content(world, params.upload("document"), params.text("document"))
    return world.message_json(send(world, read_destination(world, params), content | caption))


@method("sendPhoto", counted=True)
def send_photo(world: World, params: Params) -> Json:
    """Send a photo, uploaded or by its file_id."""
    caption = read_caption(world, params)
    content = photo_content(world, params.upload("photo"), params.text("photo"))
    return world.message_json(send(world, read_destination(world, params), content | caption))


def _register_recording(kind: str) -> None:
    """Register the method that sends one kind of recording."""

    def send_recording(world: World, params: Params) -> Json:
        caption = read_caption(world, params)
        content = recording_content(world, kind, params)
        return world.message_json(send(world, read_destination(world, params), content | caption))

    method(f"send{kind.title()}", counted=True)(send_recording)


for _kind in ("video", "audio", "voice", "animation"):
    _register_recording(_kind)


@method("getFile")
def get_file(world: World, params: Params) -> Json:
    """The download path of a file of at most 20 MB."""
    if not params.has("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.by_id.get(params.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.fields() | {"file_path": file.path}


def document_content(world: World, upload: Upload | None, given: str) -> Json:
    """The message field `document`, from an upload or from a file_id (`given`). Raises: Refused."""
    if upload is not None:
        _check_filled(upload)
        file = world.files.add("document", upload.data, name=upload.name, mime_type=_mime(upload))
    else:
        file = _access_file(world, given, "document")
    return {"document": document_fields(file)}


def recording_content(world: World, kind: str, params: Params) -> Json:
    """The message field for a video, audio, voice or animation.

    Duration (seconds), width and height (pixels) are those that the call gives, because the sandbox does not decode
    recordings. Raises: Refused.
    """
    upload = params.upload(kind)
    if upload is not None:
        _check_filled(upload)
        file = world.files.add(kind, upload.data, name=upload.name, mime_type=upload.mime_type)
    else:
        file = _access_file(world, params.text(kind), kind)
    fields = file.fields() | {"duration": params.integer("duration"), "mime_type": file.mime_type}
    if kind in {"video", "animation"}:
        fields |= {"width": params.integer("width", 320), "height": params.integer("height", 320)}
    return {kind: fields}


def photo_content(world: World, upload: Upload | None, given: str) -> Json:
    """The message field `photo`, from an upload or from a file_id (`given`). Raises: Refused."""
    if upload is None:
        return {"photo": photo_sizes([_access_file(world, given, "photo")])}
    _check_filled(upload)
    if len(upload.data) > PHOTO_BYTES:
        raise bad_request("too big for a photo")
    size = image_size(upload.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * max(1, min(size)):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return {"photo": photo_sizes(world.files.add_photo(upload.data))}


def _check_filled(upload: Upload) -> None:
    if not upload.data:
        raise bad_request("file must be non-empty")


def _mime(upload: Upload) -> str | None:
    """The declared type, None when the name has an extension: Telegram then uses the extension."""
    return None if "." in upload.name else upload.mime_type


def _access_file(world: World, given: str, kind: str) -> StoredFile:
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = world.files.by_id.get(given)
    if file is None:
        raise bad_request(WRONG_FILE)
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file
