"""What is known of the bytes of files, by their hash: their text page by page (D3), and whether they are whole (D4).

A file whose bytes are archived waits in `file_text` until a reader has claimed it. A claim ends by itself, so that
a file is read again whose reader was killed; one that has killed several is given up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.files import StoredFile
from storage.engine.database import Base, insert_ignoring, partial_index
from storage.engine.labels import N_, Labelled

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
#: A file that was claimed so often, and not read, ends its readers: it is given up.
MOST_TRIES = 3


class TextState(Labelled):
    """What is known of the text of a file."""

    WAITING = "waiting", N_("Its text is not read yet.")
    READ = "read", N_("Its text can be searched.")
    #: Only its beginning was read: the rest was too much.
    CUT = "cut", N_("Only the first part of its text can be searched: it is very long.")
    EMPTY = "empty", N_("Its text cannot be searched: the file is empty.")
    WITHOUT_TEXT = "without_text", N_("Its text cannot be searched: it has no text, as a scan or a picture.")
    ENCRYPTED = "encrypted", N_("Its text cannot be searched: it is protected by a password.")
    BROKEN = "broken", N_("Its text cannot be searched: its Khmer is in a font that only shows it, not as Unicode.")
    TOO_LARGE = "too_large", N_("Its text cannot be searched: it is too large to be read.")
    DAMAGED = "damaged", N_("Its text cannot be searched: the file is damaged, or not what its name says.")
    UNKNOWN = "unknown", N_("Its text cannot be searched: texts of this kind of file are not read.")


#: States of files whose text is found.
FOUND = (TextState.READ, TextState.CUT)


class PlaceKind(Labelled):
    """What the parts of a file are."""

    PAGE = "page", N_("page {number}")
    SHEET = "sheet", N_("sheet “{name}”")
    SLIDE = "slide", N_("slide {number}")


class FileText(Base):
    __tablename__ = "file_text"
    __table_args__ = (
        partial_index("ix_file_text_waiting", "claimed_until", where="state = 'waiting'"),
        partial_index("ix_file_text_lost", "sha256", where="problem != ''"),
        Index("ix_file_text_compared_at", "compared_at"),
    )

    #: SHA-256 of the bytes, hexadecimal: equal files are read once.
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[TextState] = mapped_column(default=TextState.WAITING)
    #: Until when a reader has it, UTC; at first when it was archived.
    claimed_until: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    #: What the index holds of the text, apart by spaces, see `storage.core.searching.pieces`.
    tokens: Mapped[str] = mapped_column(Text, default="", deferred=True)
    read_at: Mapped[datetime | None]
    #: When the bytes in the archive were last compared with the hash, UTC; `NEVER` before that.
    compared_at: Mapped[datetime] = mapped_column(default=NEVER, server_default="1970-01-01 00:00:00+00:00")
    #: What was wrong then, as `Archive.check` says it; empty where they were whole.
    problem: Mapped[str] = mapped_column(String(20), default="", server_default="")


class FilePage(Base):
    """A page, sheet or slide of a file, or a part of a long one."""

    __tablename__ = "file_page"

    sha256: Mapped[str] = mapped_column(ForeignKey("file_text.sha256"), primary_key=True)
    #: Place among the parts of the file, from 1.
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[PlaceKind]
    #: Number of the page or slide as people count it, from 1; 0 for a part that is none, as of a plain text.
    number: Mapped[int]
    #: Name of the sheet; else empty.
    name: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text)
    #: The text as queries are compared with it, see `spaced`.
    compared: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True)
class Claim:
    """A file that this process reads."""

    sha256: str
    name: str
    tries: int


async def await_text(session: AsyncSession, sha256: str, *, now: datetime) -> None:
    """Queue a file whose bytes were just stored in the archive; one that was read, or is queued, stays as it is.

    One that could not be read because its bytes were lost is queued again, and one of a kind that was not read: the
    assistant itself may have made it (`keep_compared`).
    """
    row = {"sha256": sha256, "state": TextState.WAITING, "claimed_until": now, "tries": 0, "tokens": ""}
    await session.execute(insert_ignoring(session, FileText), [{**row, "compared_at": now, "problem": ""}])
    lost = and_(FileText.problem != "", FileText.state == TextState.DAMAGED)
    unread = or_(lost, FileText.state == TextState.UNKNOWN)
    again = update(FileText).where(FileText.sha256 == sha256, unread)
    again = again.values(state=TextState.WAITING, claimed_until=now, tries=0)
    await session.execute(again, execution_options={"synchronize_session": False})
    await note_compared(session, {sha256: ""}, now=now)


async def keep_compared(session: AsyncSession, hashes: Sequence[str], *, now: datetime) -> None:
    """Let bytes that the assistant has made and stored be compared with their hashes; nobody searches their text."""
    row = {
        "state": TextState.UNKNOWN,
        "claimed_until": now,
        "tries": 0,
        "tokens": "",
        "compared_at": now,
        "problem": "",
    }
    rows = [{"sha256": sha256, **row} for sha256 in dict.fromkeys(hashes)]
    await session.execute(insert_ignoring(session, FileText), rows)


async def list_to_compare(session: AsyncSession, *, before: datetime, limit: int) -> list[str]:
    """Hashes of bytes that were not compared since `before` (UTC), the longest ago first."""
    query = select(FileText.sha256).where(FileText.compared_at < before)
    return list(await session.scalars(query.order_by(FileText.compared_at, FileText.sha256).limit(limit)))


async def note_compared(session: AsyncSession, problems: Mapping[str, str], *, now: datetime) -> None:
    """Write down what comparing bytes with their hashes has shown, by hash: as `FileText.problem`."""
    for problem in sorted(set(problems.values())):
        alike = [sha256 for sha256, own in problems.items() if own == problem]
        found = update(FileText).where(FileText.sha256.in_(alike)).values(compared_at=now, problem=problem)
        await session.execute(found, execution_options={"synchronize_session": False})


async def count_lost(session: AsyncSession) -> int:
    """How many bytes the archive did not have whole when they were last compared."""
    return await session.scalar(select(func.count()).select_from(FileText).where(FileText.problem != "")) or 0


async def claim_text(session: AsyncSession, *, now: datetime, lasts: timedelta) -> Claim | None:
    """Take the file that has waited longest, for so long; None where none waits."""
    due = FileText.state == TextState.WAITING, FileText.claimed_until <= now
    oldest = select(FileText.sha256).where(*due).order_by(FileText.claimed_until).limit(1)
    sha256 = await session.scalar(oldest.with_for_update(skip_locked=True))
    if sha256 is None:
        return None
    values = {"claimed_until": now + lasts, "tries": FileText.tries + 1}
    taken = update(FileText).where(FileText.sha256 == sha256, *due).values(**values).returning(FileText.tries)
    tries = await session.scalar(taken, execution_options={"synchronize_session": False})
    name = await session.scalar(select(StoredFile.name).where(StoredFile.sha256 == sha256).limit(1))
    return None if tries is None else Claim(sha256, name or "", tries)


async def release_text(session: AsyncSession, claim: Claim, *, now: datetime) -> None:
    """Let another reader take the file, as if this one had not."""
    mine = FileText.sha256 == claim.sha256, FileText.state == TextState.WAITING, FileText.tries == claim.tries
    await session.execute(update(FileText).where(*mine).values(claimed_until=now, tries=claim.tries - 1))


async def add_pages(session: AsyncSession, claim: Claim, pages: Sequence[dict[str, Any]]) -> bool:
    """Keep pages of a claimed file, the columns of `FilePage` apart from the hash; those it has stay.

    Returns: whether the claim still stands; without it nothing is kept.
    """
    if not await _still_mine(session, claim):
        return False
    if pages:
        await session.execute(insert_ignoring(session, FilePage), [{"sha256": claim.sha256, **page} for page in pages])
    return True


async def end_claim(
    session: AsyncSession, claim: Claim, state: TextState, tokens: Sequence[str], *, now: datetime
) -> bool:
    """Write down what became of a claimed file. Returns: whether the claim still stood."""
    if not await _still_mine(session, claim):
        return False
    values = {"state": state, "tokens": " ".join(tokens), "read_at": now}
    await session.execute(update(FileText).where(FileText.sha256 == claim.sha256).values(**values))
    return True


async def _still_mine(session: AsyncSession, claim: Claim) -> bool:
    mine = FileText.sha256 == claim.sha256, FileText.state == TextState.WAITING, FileText.tries == claim.tries
    return await session.scalar(select(FileText.sha256).where(*mine).with_for_update()) is not None


async def find_unfound(session: AsyncSession, sha256: str | None) -> TextState | None:
    """Why the text of a file, or some of it, is not found; None where it is, and where it is still to be read."""
    state = None if sha256 is None else await session.scalar(select(FileText.state).where(FileText.sha256 == sha256))
    return None if state in (TextState.WAITING, TextState.READ) else state


async def find_tokens(session: AsyncSession, sha256: str) -> list[str]:
    """What the index holds of the text of a file, where that is found."""
    found = FileText.sha256 == sha256, FileText.state.in_(FOUND)
    tokens = await session.scalar(select(FileText.tokens).where(*found))
    return tokens.split() if tokens else []


async def find_readable(session: AsyncSession, file_id: int | None) -> str | None:
    """The hash of a file whose text is found; None for any other file.

    A file that has just been read waits with being found until the transaction ends, and finds its entry then.
    """
    if file_id is None:
        return None
    of_file = select(FileText).join(StoredFile, StoredFile.sha256 == FileText.sha256).where(StoredFile.id == file_id)
    text = await session.scalar(of_file.with_for_update(read=True, of=FileText))
    return text.sha256 if text is not None and text.state in FOUND else None


async def delete_file(session: AsyncSession, file: StoredFile) -> str | None:
    """Delete a file to which nothing refers any more, with its text.

    Returns: the hash of its bytes, which may be removed from the archive; None where they are not there, or another
    file has the same ones.
    """
    sha256 = file.sha256
    await session.delete(file)
    await session.flush()
    shared = select(StoredFile.id).where(StoredFile.sha256 == sha256).limit(1)
    if sha256 is None or await session.scalar(shared) is not None:
        return None
    for table in (FilePage, FileText):
        await session.execute(delete(table).where(table.sha256 == sha256))
    return sha256
