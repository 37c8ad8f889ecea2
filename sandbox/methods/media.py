"""Sending and replacing files; fetching them."""

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
    """Send a file, uploaded or known by its file_id."""
    caption = read_caption(world, params)
    content = document_content(world, params.upload("document"), params.text("document"))
    return world.wire(send(world, read_destination(world, params), content | caption))


@method("sendPhoto", counted=True)
def send_photo(world: World, params: Params) -> Json:
    """Send a photo, uploaded or known by its file_id."""
    caption = read_caption(world, params)
    content = photo_content(world, params.upload("photo"), params.text("photo"))
    return world.wire(send(world, read_destination(world, params), content | caption))


def _enter_recording(kind: str) -> None:
    """Enter the method that sends one kind of recording."""

    def send_recording(world: World, params: Params) -> Json:
        caption = read_caption(world, params)
        content = recording_content(world, kind, params)
        return world.wire(send(world, read_destination(world, params), content | caption))

    method(f"send{kind.title()}", counted=True)(send_recording)


for _kind in ("video", "audio", "voice", "animation"):
    _enter_recording(_kind)


@method("getFile")
def get_file(world: World, params: Params) -> Json:
    """Where to download a file of at most 20 MB."""
    if not params.has("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.by_id.get(params.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.facts() | {"file_path": file.path}


def document_content(world: World, upload: Upload | None, given: str) -> Json:
    """The `document` of a message from an upload or an identifier."""
    if upload is not None:
        _check_filled(upload)
        file = world.files.add("document", upload.data, name=upload.name, mime_type=_mime(upload))
    else:
        file = _known(world, given, "document")
    return {"document": document_fields(file)}


def recording_content(world: World, kind: str, params: Params) -> Json:
    """A video, audio, voice or animation; its measures are what the call says, as nothing here can look inside."""
    upload = params.upload(kind)
    if upload is not None:
        _check_filled(upload)
        file = world.files.add(kind, upload.data, name=upload.name, mime_type=upload.mime_type)
    else:
        file = _known(world, params.text(kind), kind)
    fields = file.facts() | {"duration": params.integer("duration"), "mime_type": file.mime_type}
    if kind in {"video", "animation"}:
        fields |= {"width": params.integer("width", 320), "height": params.integer("height", 320)}
    return {kind: fields}


def photo_content(world: World, upload: Upload | None, given: str) -> Json:
    """The `photo` of a message from an upload or an identifier."""
    if upload is None:
        return {"photo": photo_sizes([_known(world, given, "photo")])}
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
    """Telegram trusts the name before the label the client gave."""
    return None if "." in upload.name else upload.mime_type


def _known(world: World, given: str, kind: str) -> StoredFile:
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
