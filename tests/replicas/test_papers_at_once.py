"""Papers that two processes decide on, hand in and circulate at the same moment (D6)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.documents import Document
from storage.meetings import AgendaItem
from storage.papers import Paper
from tests.replicas.conftest import NOW, Two, actor
from tests.support.setup_steps import MEETING
from twg.core.files import SentFile
from twg.core.refusals import Refusal
from twg.language.agenda import AgendaLine
from twg.meetings import agenda, planning
from twg.meetings.access import MeetingCancelled
from twg.meetings.changing import cancel
from twg.papers import circulating, handing_in, reviewing
from twg.papers.access import NoSuchItem, NothingToCirculate, PaperSettled
from twg.papers.handing_in import HandingIn, NewPaper

Operation = Callable[[AsyncSession], Awaitable[Any]]


async def announces(session: AsyncSession) -> None:
    lines = [AgendaLine(title="Budget"), AgendaLine(title="Deliveries by skilled staff")]
    args = planning.NewMeeting(**{**MEETING, "agenda": lines})
    meeting = await planning.plan(session, await actor(session, "Dara"), args, now=NOW)
    await planning.announce(session, await actor(session, "Dara"), meeting.id, now=NOW)


def hands_in(handle: str, *, item_id: int | None = 2, replaces_id: int | None = None) -> Operation:
    async def do(session: AsyncSession) -> None:
        file = SentFile(handle=handle, name=f"{handle}.pdf", size_bytes=1000)
        paper = NewPaper(file=file, title=handle, agenda_item_id=item_id, replaces_id=replaces_id)
        args = HandingIn(meeting_id=1, papers=[paper])
        await handing_in.hand_in(session, await actor(session, "Sokha"), args, now=NOW)

    return do


async def accepts(session: AsyncSession) -> None:
    await reviewing.accept(session, await actor(session, "Dara"), 1, now=NOW)


async def returns(session: AsyncSession) -> None:
    await reviewing.return_paper(session, await actor(session, "Dara"), 1, "Please shorten it", now=NOW)


async def withdraws(session: AsyncSession) -> None:
    await handing_in.withdraw(session, await actor(session, "Sokha"), 1, now=NOW)


async def circulates(session: AsyncSession) -> None:
    args = circulating.PackArgs(meeting_id=1, audience="all")
    await circulating.circulate_pack(session, await actor(session, "Dara"), args, now=NOW + timedelta(minutes=1))


async def cancels(session: AsyncSession) -> None:
    await cancel(session, await actor(session, "Dara"), 1, now=NOW)


async def takes_item_off(session: AsyncSession) -> None:
    await agenda.change_agenda(session, await actor(session, "Dara"), 1, [AgendaLine(title="Budget")], now=NOW)


async def count_documents(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Document)) or 0


@pytest.fixture
async def one_paper(two: Two) -> Two:
    await two.does(announces)
    await two.does(hands_in("Progress"))
    return two


@pytest.mark.parametrize(("first", "second"), [(accepts, accepts), (accepts, withdraws), (withdraws, accepts)])
async def test_of_two_who_settle_a_paper_one_is_refused(one_paper: Two, first: Operation, second: Operation) -> None:
    with pytest.raises(PaperSettled):
        await one_paper.at_once(first, second)


@pytest.mark.parametrize(
    ("first", "refusal"),
    [
        (returns, NothingToCirculate),
        (hands_in("Progress 2", replaces_id=1), NothingToCirculate),
        (circulates, NothingToCirculate),
        (cancels, MeetingCancelled),
    ],
    ids=["returned", "handed in again", "circulated", "meeting cancelled"],
)
async def test_what_is_no_longer_accepted_when_the_pack_goes_out_stays(
    one_paper: Two, first: Operation, refusal: type[Refusal]
) -> None:
    await one_paper.does(accepts)
    with pytest.raises(refusal):
        await one_paper.at_once(first, circulates)
    assert await one_paper.does(count_documents) == (1 if first is circulates else 0)


async def test_a_pack_goes_out_without_what_is_returned_meanwhile(one_paper: Two) -> None:
    await one_paper.does(hands_in("Annex"))
    await one_paper.does(accepts)
    await one_paper.does(_accepts_annex)
    await one_paper.at_once(returns, circulates)
    assert await one_paper.does(count_documents) == 1


async def _accepts_annex(session: AsyncSession) -> None:
    await reviewing.accept(session, await actor(session, "Dara"), 2, now=NOW)


@pytest.mark.parametrize(("first", "refusal"), [(cancels, MeetingCancelled), (takes_item_off, NoSuchItem)])
async def test_a_paper_for_what_is_taken_off_meanwhile_is_refused(
    two: Two, first: Operation, refusal: type[Refusal]
) -> None:
    await two.does(announces)
    with pytest.raises(refusal):
        await two.at_once(first, hands_in("Progress"))
    assert await two.does(lambda session: session.scalar(select(func.count()).select_from(Paper))) == 0


async def test_an_item_is_taken_off_after_the_paper_that_is_just_handed_in(two: Two) -> None:
    await two.does(announces)
    await two.at_once(hands_in("Progress"), takes_item_off)

    async def stored(session: AsyncSession) -> tuple[int | None, int]:
        paper = await session.get_one(Paper, 1)
        return paper.agenda_item_id, await session.scalar(select(func.count()).select_from(AgendaItem)) or 0

    assert await two.does(stored) == (None, 1)
