"""The files of an album beside the first one: an entry is found by the text of each (D3)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.file_texts import find_readable
from storage.core.searching.lists import is_one_of
from storage.engine.database import Base, connection_of, on_postgresql


class SearchFile(Base):
    """A further file of an entry, whose text is searched too."""

    __tablename__ = "search_file"

    entry_id: Mapped[int] = mapped_column(ForeignKey("search_entry.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True, index=True)
    #: SHA-256 of the file, once its text is in the index of the entry; None before that.
    text_of: Mapped[str | None] = mapped_column(String(64))


def further_of(entry_ids: Iterable[int]) -> Select[SearchFile]:
    """The further files of entries, by the order in which they came."""
    own = SearchFile.entry_id.in_(list(entry_ids))
    return select(SearchFile).where(own).order_by(SearchFile.entry_id, SearchFile.file_id)


async def put_further_files(session: AsyncSession, entry_id: int, file_ids: Sequence[int]) -> None:
    """Let an entry have these files, and no others, beside its first one."""
    rows = {row.file_id: row for row in await session.scalars(further_of([entry_id]))}
    for file_id, row in rows.items():
        if file_id not in file_ids:
            await session.delete(row)
    for file_id in file_ids:
        text_of = await find_readable(session, file_id)
        if file_id in rows:
            rows[file_id].text_of = text_of
        else:
            session.add(SearchFile(entry_id=entry_id, file_id=file_id, text_of=text_of))
    await session.flush()


async def list_texts(session: AsyncSession, firsts: Mapping[int, str | None]) -> dict[int, list[str]]:
    """The hashes of the files by whose text each entry is found, by its id; none for an entry without such files.

    Args:
        firsts: by the id of each entry the hash of its first file, where that has a text.
    """
    texts = {entry_id: [text_of] for entry_id, text_of in firsts.items() if text_of is not None}
    if not firsts:
        return texts
    rows = await connection_of(session).execute(_further_texts(on_postgresql(session)), {"entries": list(firsts)})
    for entry_id, text_of in rows:
        texts.setdefault(entry_id, []).append(text_of)
    return texts


@cache
def _further_texts(on_server: bool) -> Select[*tuple[Any, ...]]:
    theirs = is_one_of(SearchFile.entry_id, "entries", on_server=on_server), SearchFile.text_of.is_not(None)
    rows = select(SearchFile.entry_id, SearchFile.text_of).where(*theirs)
    return rows.order_by(SearchFile.entry_id, SearchFile.file_id)
