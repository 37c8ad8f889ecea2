"""Files as people send them."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.files import StoredFile
from storage.core.shortening import shorten
from twg.core.actors import Actor

#: Kinds of files that hold speech or pictures in motion, and how such a file is named where it has no name.
RECORDINGS = {"voice": "ogg", "video_note": "mp4", "video": "mp4", "audio": "mp3"}


#: Extensions of files that start a program when they are opened, or open a disk or an address; no TWG circulates one.
DANGEROUS = frozenset(
    {
        *(
            "ade",
            "adp",
            "apk",
            "app",
            "appimage",
            "application",
            "appref-ms",
            "appx",
            "bat",
            "chm",
            "cmd",
            "com",
            "cpl",
        ),
        *("deb", "dll", "dmg", "exe", "img", "library-ms", "rpm", "search-ms", "url", "vhd", "vhdx", "website", "xbap"),
        *("gadget", "hta", "inf", "ins", "isp", "iso", "jar", "js", "jse", "lib", "lnk", "mde", "msc", "msi", "msix"),
        *("msp", "mst", "nsh", "pif", "pkg", "ps1", "psm1", "reg", "run", "scf", "scr", "sct", "sh", "shb", "sys"),
        *("vb", "vbe", "vbs", "vxd", "wsc", "wsf", "wsh", "xll"),
    }
)


#: Extensions of documents that may have macros, small programs that run when the document is opened.
WITH_MACROS = frozenset({"docm", "dotm", "ppam", "potm", "ppsm", "pptm", "xlam", "xlsb", "xlsm", "xltm"})


class SentFile(BaseModel):
    """A file that came with a message.

    Attributes:
        handle: what the messenger calls it (Telegram's file_id).
        kind: "document", "photo", or a key of `RECORDINGS`.
        size_bytes: 0 when the messenger did not say.
        empty: the messenger said that it has 0 bytes.
        caption: what was typed below it, where it is one of several.
        author: the name of who sent it first, where it was forwarded from somebody else; else empty.
        author_id: Telegram's id of that person; 0 where they hide it, and for a group or a channel.
        more: the other files of its album, in their order.
        kept_id: id of the `StoredFile` under which it is kept already; 0 for one that is new.
    """

    handle: str
    kind: str = "document"
    name: str
    mime_type: str = "application/octet-stream"
    size_bytes: int = 0
    empty: bool = False
    caption: str = ""
    author: str = ""
    author_id: int = 0
    more: tuple["SentFile", ...] = ()
    kept_id: int = 0

    @property
    def alone(self) -> "SentFile":
        """The same file without those that came with it."""
        return self.model_copy(update={"more": ()})

    @property
    def all(self) -> tuple["SentFile", ...]:
        """This file and those that came with it, each alone."""
        return (self.alone, *self.more)


def of_album(files: Sequence[SentFile]) -> SentFile | None:
    """The first of these files, with the others as those that came with it; `None` for none."""
    return files[0].model_copy(update={"more": tuple(files[1:])}) if files else None


def as_sent(stored: StoredFile) -> SentFile:
    """A file that is kept already, to be used once more without a copy."""
    return SentFile(
        handle=stored.handle,
        kind=stored.kind,
        name=stored.name,
        mime_type=stored.mime_type,
        size_bytes=stored.size_bytes,
        kept_id=stored.id,
    )


def with_the_others(edited: SentFile, album: Sequence[SentFile]) -> SentFile:
    """The file of an edited message with the others of its album, of which an edit says nothing.

    Args:
        album: the files that came with it, in their order; the one with the text below it came first.
    """
    if len(album) < 2 or edited.more:
        return edited
    same = any(file.handle == edited.handle for file in album)  # else the edit puts another one in place of the first
    files = [*album] if same else [edited, *album[1:]]
    return files[0].model_copy(update={"more": tuple(files[1:])})


def shorten_name(name: str) -> str:
    """The name of a file, at most 255 characters: of a longer one the end before its extension is left out."""
    if len(name) <= 255:
        return name
    stem, dot, extension = name.rpartition(".")
    ending = dot + extension if stem and len(extension) <= 20 else ""
    return shorten(name.removesuffix(ending), 255 - len(ending)) + ending


async def keep_file(session: AsyncSession, actor: Actor, sent: SentFile, *, now: datetime) -> StoredFile:
    """Record a file that was sent. Its bytes are fetched into the archive after the commit.

    Returns the row of one that is kept already.
    """
    if sent.kept_id:
        return await session.get_one(StoredFile, sent.kept_id)
    stored = StoredFile(
        handle=sent.handle,
        kind=sent.kind,
        name=shorten_name(sent.name),
        mime_type=sent.mime_type[:120],
        size_bytes=sent.size_bytes,
        retry_at=now,
        sent_by_id=actor.person_id,
        created_at=now,
    )
    session.add(stored)
    await session.flush()
    return stored
