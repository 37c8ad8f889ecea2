"""Fixtures and helpers: one member per role, and an entry of each kind made for an audience."""

from collections.abc import Awaitable
from datetime import date, datetime
from io import BytesIO
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook, load_workbook

from bot.capabilities import registry
from messages.rendering.texts import Text
from storage.documents import DocumentKind
from storage.members import Role
from storage.sharing import PostKind
from tests.actions.conftest import records
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing
from twg.core.files import SentFile
from twg.documents import circulating

ZONE = ZoneInfo("Asia/Phnom_Penh")
TITLE = "Confidential matter"

Members = dict[Role, Player]


class Maker(Protocol):
    """Makes an entry for an audience and returns its id. For its recipients it counts as new."""

    def __call__(self, author: Player, audience: str, title: str = TITLE) -> Awaitable[int]: ...


@pytest.fixture
async def members(health: Stage) -> Members:
    """One member per role; the secretariat makes all entries."""
    return {role: await health.member(role.name, role) for role in Role}


def local(day: int, hour: int) -> datetime:
    """A local time in Phnom Penh in December 2026."""
    return datetime(2026, 12, day, hour, tzinfo=ZONE)


async def make_meeting(author: Player, audience: str, title: str = TITLE) -> int:
    return await announce_meeting(author, title=title, audience=audience)


async def make_document(author: Player, audience: str, title: str = TITLE) -> int:
    stage = author.stage
    await author.sends_file()
    sent = [message for message in await author.person.messages() if message.document is not None][-1]
    assert sent.document is not None
    paper = circulating.NewDocument(
        file=SentFile(handle=sent.document.file_id, name="paper.pdf"), title=title, kind=DocumentKind.PAPER
    )
    args = circulating.NewCirculation(documents=[paper], audience=audience, acknowledge_by=date(2026, 12, 4))
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, author)
        circulation, _notification = await circulating.circulate(session, actor, args, now=stage.clock.now())
        [document] = circulation.documents
    await everybody_looks_away(author)
    return document.id


async def make_post(author: Player, audience: str, title: str = TITLE) -> int:
    stage = author.stage
    args = sharing.NewPost(kind=PostKind.ONGOING_WORK, text=title, audience=audience)
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, author)
        post, _notification = await sharing.share(session, actor, args, now=stage.clock.now())
    return post.id


async def make_action(author: Player, audience: str, title: str = TITLE) -> int:
    return await records(author, None, title, audience=audience)


#: By kind: what makes an entry, the button that opens it, and the key of its sheet in the export.
KINDS: dict[str, tuple[Maker, str, str]] = {
    "meeting": (make_meeting, "meetings/open", "meetings"),
    "document": (make_document, "documents/open", "documents"),
    "post": (make_post, "sharing/open", "posts"),
    "action": (make_action, "actions/open", "actions"),
}


async def all_exported(player: Player) -> str:
    """The text of all sheets that `/export` gives; "" for a member who may not export."""
    book = await _workbook(player)
    sheets = [] if book is None else book.worksheets
    return "\n".join(str(value) for sheet in sheets for row in sheet.values for value in row)


async def exported(player: Player, sheet: str) -> str:
    """The text of a sheet of the workbook that `/export` gives; "" for a member who may not export."""
    book = await _workbook(player)
    if book is None:
        return ""
    titles = {item.key: Text(item.label).render("en") for item in registry().domains.sheets}
    return "\n".join(str(value) for row in book[titles[sheet]].values for value in row)


async def _workbook(player: Player) -> Workbook | None:
    await player.says("/export")
    files = [message for message in await player.new_messages() if message.document is not None]
    return load_workbook(BytesIO(await player.person.downloads(files[-1]))) if files else None
