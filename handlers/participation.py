"""Participation and reach in the chat: /participation, /unreachable (M8, M9)."""

import re
from datetime import date, timedelta

from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import participation as messages
from messages.participation import View
from messages.rendering.texts import _
from storage.core.spelling import normalize
from twg.core.permissions import Permission
from twg.core.refusals import BadInput, NotFound
from twg.participation import counting, reaching

router = Router("participation")

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR = re.compile(r"(20\d\d)")


class UnreadablePeriod(BadInput):
    """Neither a year nor two days, the first of them first."""

    key = "participation#unreadable_period"


def read_period(text: str, *, today: date) -> tuple[date, date]:
    """The first and the last day of a year, "2026", or of a period, "1/1/2026 - 30/6/2026"; nothing is this year.

    Raises: UnreadablePeriod.
    """
    plain = normalize(text).strip()
    if not plain:
        return date(today.year, 1, 1), date(today.year, 12, 31)
    year, days = _YEAR.fullmatch(plain), _DAY.findall(plain)
    if year is not None:
        return date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)
    try:
        [first, last] = [date(int(year), int(month), int(day)) for day, month, year in days]
    except ValueError:
        raise UnreadablePeriod from None
    if first > last:
        raise UnreadablePeriod
    return first, last


@router.command(
    "participation", _("How members take part"), permission=Permission.STORE_EXPORT, lists=True, group=Group.MEMBERS
)
async def participation(request: Request, rest: str) -> Reply:
    """`/participation` is this year, `/participation 2025` a year, `/participation 1/1/2026 - 30/6/2026` a period."""
    first, last = read_period(rest, today=request.today)
    return await _show(request, View.CONSTITUENCY, first, last, 1)


@router.button("show", permission=Permission.STORE_EXPORT)
async def show(request: Request, twg_id: int, view: View, first: int, last: int, page: int = 1) -> Reply:
    """Args: `first`, `last` are days, as 20261231."""
    begins, ends = (_day_of(day) for day in (first, last))
    return await _show(request.within(twg_id), view, begins, ends, page, edit=True)


def _day_of(number: int) -> date:
    """Raises: NotFound for a number that the program did not write."""
    try:
        return date(number // 10000, number // 100 % 100, number % 100)
    except ValueError:
        raise NotFound from None


async def _show(request: Request, view: View, first: date, last: date, page: int, *, edit: bool = False) -> Reply:
    counted = await counting.count_participation(request.session, request.member, first, last, now=request.now)
    today = request.today
    periods = [
        (_("Last three months"), today - timedelta(days=91), today),
        (_("This year"), date(today.year, 1, 1), date(today.year, 12, 31)),
        (_("Last year"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    ]
    return Reply(messages.participation(counted, view, page, request.member.twg, periods), edit=edit)


@router.command(
    "unreachable", _("Whom messages do not reach"), permission=Permission.MEMBER_INVITE, lists=True, group=Group.MEMBERS
)
async def unreachable(request: Request) -> Reply:
    return await _unreachable(request)


@router.button("unreachable", permission=Permission.MEMBER_INVITE)
async def unreachable_of(request: Request, twg_id: int) -> Reply:
    return await _unreachable(request.within(twg_id))


async def _unreachable(request: Request) -> Reply:
    found = await reaching.list_unreached(request.session, request.member, now=request.now)
    return Reply(messages.unreachable(found, request.member.twg))
