"""Details of documents that are seen from others: themes of earlier ones, and the language of a file's text (D2)."""

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.file_texts import FilePage, FileText, TextState
from storage.core.files import StoredFile
from storage.core.spelling import each_once
from storage.documents.circulations import Document, DocumentVersion
from storage.members import Account, Institution, Membership, MembershipState, Person

#: Themes of so many of the newest documents that have one are known.
THEMES_WITHIN = 200
#: Pages whose letters tell the language of a file.
PAGES_READ = 5


async def list_themes(session: AsyncSession, twg_id: int) -> list[str]:
    """The themes of the newest documents of a TWG, each once, the longest first: that says most."""
    newest = select(Document.theme).where(Document.twg_id == twg_id, Document.theme != "")
    found = await session.scalars(newest.order_by(Document.id.desc()).limit(THEMES_WITHIN))
    return sorted(each_once(found), key=len, reverse=True)


async def list_institutions_by_account(session: AsyncSession, twg_id: int) -> dict[int, tuple[str, str]]:
    """The name of each member of a TWG and that of their institution, empty without one, by the id of their account."""
    query = (
        select(Account.telegram_id, Person.name, func.coalesce(Institution.name, ""))
        .join(Person, Person.id == Account.person_id)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Institution, Institution.id == Person.institution_id)
        .where(Membership.twg_id == twg_id, Membership.state == MembershipState.ACTIVE, Account.ended_at.is_(None))
    )
    return {telegram_id: (name, institution) for telegram_id, name, institution in await session.execute(query)}


async def adopt_language(session: AsyncSession, sha256: str, language_of: Callable[[str], str]) -> None:
    """Let documents of a file with these bytes have its language, where theirs is not known; it was read.

    A file without text that can be read has the language of its document's title.

    Args:
        language_of: reads the language from a text; empty where it cannot be seen.
    """
    state = await session.scalar(select(FileText.state).where(FileText.sha256 == sha256))
    if state is None or state is TextState.WAITING:
        return
    pages = select(FilePage.text).where(FilePage.sha256 == sha256).order_by(FilePage.position).limit(PAGES_READ)
    language = language_of("\n".join(await session.scalars(pages)))
    with_file = select(DocumentVersion.document_id).join(DocumentVersion.file).where(StoredFile.sha256 == sha256)
    unknown = select(Document).where(Document.id.in_(with_file), Document.language == "")
    for document in await session.scalars(unknown):
        document.language = language or language_of(document.title)
