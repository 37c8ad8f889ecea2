"""How far the report of a round is, and whether it can be put to a Chair (J6)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators import Round
from storage.reports import ReportSnapshot
from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.indicators.rounds import access_round
from twg.reports.changes import Change, changes_between
from twg.reports.contents import Contents
from twg.reports.reading import NoReports, ReportRefusal, compose
from twg.reports.signing import AlreadyAsked, contents_as_of, list_untold, list_who_sign
from twg.reports.snapshots import Edition, contents_of, edition_of, find_signed, find_waiting


@dataclass(frozen=True)
class Standing:
    """How far the report of a round is.

    Attributes:
        signed: what was signed last.
        waiting: what the Chair is asked to sign; None for who does not follow rounds.
        since: in what the report would differ now from what was signed; empty for who does not follow rounds.
        askable: the reader can put the report, or its amendment, to the Chair now.
    """

    signed: Edition | None = None
    waiting: ReportSnapshot | None = None
    since: tuple[Change, ...] = ()
    askable: bool = False


@operation(Permission.SEE)
async def read_standing(session: AsyncSession, actor: Actor, round_id: int) -> Standing:
    """How far the report of a round is. Raises: NotFound."""
    actor.check_covers("reports")
    round_ = await access_round(session, actor, round_id)
    follows = actor.may(Permission.ROUND_SEE)
    waiting = await find_waiting(session, round_.id) if follows else None
    signed = await find_signed(session, round_.id)
    prepares = actor.may(Permission.REPORT_PREPARE)
    if signed is None:
        if not prepares:
            return Standing(waiting=waiting)
        as_of = round_.due_at if waiting is None else waiting.as_of  # on which day it is rated changes no figure
        contents = (await compose(session, actor.twg, round_, with_waiting=False, now=as_of)).contents
        askable = await _is_askable(session, actor, round_, contents, waiting, signed=False)
        return Standing(waiting=waiting, askable=askable)
    edition = await edition_of(session, signed)
    if not follows:
        return Standing(edition)
    contents = await contents_as_of(session, actor.twg, signed)
    since = changes_between(edition.contents, contents)
    askable = prepares and bool(since) and await _is_askable(session, actor, round_, contents, waiting, signed=True)
    return Standing(edition, waiting, tuple(since), askable)


async def _is_askable(
    session: AsyncSession,
    actor: Actor,
    round_: Round,
    contents: Contents,
    waiting: ReportSnapshot | None,
    *,
    signed: bool,
) -> bool:
    try:
        await _check_askable(session, actor, round_, contents, waiting, signed=signed)
    except ReportRefusal:
        return False
    return True


@operation(Permission.REPORT_PREPARE)
async def check_askable(session: AsyncSession, actor: Actor, round_id: int, *, now: datetime) -> None:
    """Raises: NotFound; NoReports; NobodyToSign; AlreadyAsked where it waits, as it is now, with all Chairs."""
    round_ = await access_round(session, actor, round_id)
    signed, waiting = await find_signed(session, round_.id), await find_waiting(session, round_.id)
    contents = (await compose(session, actor.twg, round_, with_waiting=False, now=now)).contents
    await _check_askable(session, actor, round_, contents, waiting, signed=signed is not None)


async def _check_askable(
    session: AsyncSession,
    actor: Actor,
    round_: Round,
    contents: Contents,
    waiting: ReportSnapshot | None,
    *,
    signed: bool,
) -> None:
    """Raises: as `check_askable`. Args: `contents`: of the report now; `signed`: an edition was signed before."""
    if not contents.reported:
        raise NoReports(round=round_)
    who_sign = await list_who_sign(session, actor.twg)
    if signed or waiting is None or changes_between(contents_of(waiting), contents):
        return
    if not await list_untold(session, waiting, who_sign):
        raise AlreadyAsked(snapshot=waiting)
