"""The Chair signs the report of a round; what was signed is locked, and amended by editions with a reason (J6).

SigningRefusal
├── AlreadyAsked, AlreadySigned, Overtaken
├── ContentsChanged
├── NobodyToSign
├── ReasonForAmendment
└── NothingToAmend
"""

from datetime import datetime

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import is_visible
from storage.core.told import list_addressed
from storage.engine.database import hold
from storage.members import Membership, Role, Twg, list_members, list_without_account
from storage.reports import ReportSnapshot, SnapshotState, find_snapshot, list_snapshots
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notices import Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed, NotFound
from twg.indicators.rounds import access_round
from twg.reports.changes import Change, changes_between
from twg.reports.contents import Contents
from twg.reports.reading import NoReports, ReportRefusal, compose
from twg.reports.signers import chairs, who_follow
from twg.reports.snapshots import (
    Edition,
    access_snapshot,
    amendments_of,
    contents_of,
    edition_of,
    find_signed,
    find_waiting,
)

LONGEST_REASON = 300


class SigningRefusal(ReportRefusal):
    key = "signing#refused"


class AlreadyAsked(SigningRefusal):
    """The Chair has been asked to sign this very report. data: `snapshot`."""

    key = "reports#already_asked"


class AlreadySigned(SigningRefusal):
    """data: `snapshot`."""

    key = "reports#already_signed"


class Overtaken(SigningRefusal):
    """The Chair was asked to sign a later one. data: `snapshot`."""

    key = "reports#overtaken"


class ContentsChanged(SigningRefusal):
    """What was to be signed is not what the report says now. data: `changes`, at least one."""

    key = "reports#contents_changed"


class NobodyToSign(SigningRefusal):
    """The TWG has no Chair with an account. data: `twg`."""

    key = "reports#nobody_to_sign"


class ReasonForAmendment(SigningRefusal):
    """What was signed is to be amended, and no reason is given. data: `snapshot`."""

    key = "reports#reason_for_amendment"


class NothingToAmend(SigningRefusal):
    """The report says what was signed. data: `snapshot`."""

    key = "reports#nothing_to_amend"


TO_SIGN = Notice(
    name="report_to_sign",
    subject=ReportSnapshot,
    recipients=chairs,
    permission=Permission.REPORT_SIGN,
    grouped=True,
)
SIGNED = Notice(name="report_signed", subject=ReportSnapshot, recipients=who_follow, grouped=True)


class SignOff(BaseModel):
    """`reason` is needed where a signed report is amended, and not used otherwise."""

    reason: str = Field(default="", max_length=LONGEST_REASON)


@operation(Permission.SEE)
async def read_edition(session: AsyncSession, actor: Actor, snapshot_id: int) -> Edition:
    """A snapshot with what it says and what it amends. Raises: NotFound."""
    return await edition_of(session, await access_snapshot(session, actor, snapshot_id))


async def list_untold(session: AsyncSession, waiting: ReportSnapshot, chairs: list[Membership]) -> list[Membership]:
    """Those who have become Chair since what waits was put to the Chair."""
    told = await list_addressed(session, TO_SIGN.name, ReportSnapshot.__tablename__, waiting.id)
    return [one for one in chairs if one.person_id not in told]


@operation(Permission.SEE)
async def list_amendments(session: AsyncSession, actor: Actor, snapshot_id: int) -> tuple[Edition, ...]:
    """The signed editions up to this one that amend an earlier one, oldest first. Raises: NotFound."""
    snapshot = await access_snapshot(session, actor, snapshot_id)
    return await amendments_of(session, snapshot)


@operation(Permission.REPORT_PREPARE)
async def check_amendable(session: AsyncSession, actor: Actor, round_id: int) -> list[Change]:
    """In what the report of a round differs from what was signed.

    Raises: NotFound, also where nothing was signed; NothingToAmend.
    """
    round_ = await access_round(session, actor, round_id)
    signed = await find_signed(session, round_.id)
    if signed is None:
        raise NotFound
    changes = changes_between(contents_of(signed), await contents_as_of(session, actor.twg, signed))
    if not changes:
        raise NothingToAmend(snapshot=signed)
    return changes


async def contents_as_of(session: AsyncSession, twg: Twg, snapshot: ReportSnapshot) -> Contents:
    """What the report says now, with the ratings as of the snapshot's day: days alone change none."""
    report = await compose(session, twg, snapshot.round, with_waiting=False, now=snapshot.as_of)
    return report.contents


@operation(Permission.REPORT_PREPARE)
async def ask_sign_off(session: AsyncSession, actor: Actor, round_id: int, args: SignOff, *, now: datetime) -> Edition:
    """Put the report of a round to the Chair, who signs exactly that; one put to them before is replaced.

    Where a report of the round was signed, this one amends it. The very report that was put to a Chair before goes to
    whoever is Chair by now too.

    Raises: NotFound, NoReports, AlreadyAsked, NobodyToSign, ReasonForAmendment, NothingToAmend.
    Source: Guideline 2016, Part Three (d)(v).
    """
    round_ = await access_round(session, actor, round_id)
    await hold(session, round_)
    signed, waiting = await find_signed(session, round_.id), await find_waiting(session, round_.id)
    as_of = now if signed is None else signed.as_of
    contents = (await compose(session, actor.twg, round_, with_waiting=False, now=as_of)).contents
    if not contents.reported:
        raise NoReports(round=round_)
    if signed is not None and not changes_between(contents_of(signed), contents):
        raise NothingToAmend(snapshot=signed)
    if signed is not None and not is_visible(args.reason):
        raise ReasonForAmendment(field="reason", snapshot=signed)
    reason, asked = "" if signed is None else args.reason.strip(), await list_who_sign(session, actor.twg)
    if waiting is not None:
        if waiting.reason == reason and not changes_between(contents_of(waiting), contents):
            return await _ask_others(session, actor, waiting, asked, now=now)
        await _replace(session, actor, waiting, now=now)
    editions = await list_snapshots(session, ReportSnapshot.round_id == round_.id)
    snapshot = ReportSnapshot(
        twg_id=round_.twg_id,
        round_id=round_.id,
        edition=1 + max((one.edition for one in editions), default=0),
        contents=contents.model_dump(mode="json"),
        sha256=contents.sha256,
        reason=reason,
        state=SnapshotState.ASKED,
        asked_by_id=actor.person.id,
        asked_at=now,
        as_of=as_of,
    )
    session.add(snapshot)
    after = values_of(snapshot, "round_id", "edition", "sha256", "state")
    after |= {"reason": reason} if reason else {}
    await record(session, actor, "reports.ask_sign_off", snapshot, now=now, after=after)
    await notify(session, TO_SIGN, subject=snapshot, to=asked, now=now, by=actor)
    return await _read_again(session, snapshot)


async def list_who_sign(session: AsyncSession, twg: Twg) -> list[Membership]:
    """The Chairs who have an account. Raises: NobodyToSign."""
    found = await list_members(session, twg.id, Membership.role == Role.CHAIR)
    without = await list_without_account(session, [one.person_id for one in found])
    asked = [one for one in found if one.person_id not in without]
    if not asked:
        raise NobodyToSign(twg=twg)
    return asked


async def _ask_others(
    session: AsyncSession, actor: Actor, waiting: ReportSnapshot, chairs: list[Membership], *, now: datetime
) -> Edition:
    """Put what waits to those who are Chair since. Raises: AlreadyAsked where it was put to all of them."""
    others = await list_untold(session, waiting, chairs)
    if not others:
        raise AlreadyAsked(snapshot=waiting)
    after = values_of(waiting, "round_id", "edition", "sha256")
    await record(session, actor, "reports.ask_sign_off", waiting, now=now, after=after)
    await notify(session, TO_SIGN, subject=waiting, to=others, now=now, by=actor)
    return await edition_of(session, waiting)


async def _replace(session: AsyncSession, actor: Actor, snapshot: ReportSnapshot, *, now: datetime) -> None:
    before = values_of(snapshot, "state")
    snapshot.state = SnapshotState.REPLACED
    after = values_of(snapshot, "state")
    await record(session, actor, "reports.replace_asked", snapshot, now=now, before=before, after=after)


async def _read_again(session: AsyncSession, snapshot: ReportSnapshot) -> Edition:
    await session.flush()
    session.expire(snapshot, ["round", "asked_by", "signed_by", "files"])
    found = await find_snapshot(session, snapshot.id)
    assert found is not None  # noqa: S101 - it was just written
    return await edition_of(session, found)


@operation(Permission.REPORT_SIGN)
async def check_signable(session: AsyncSession, actor: Actor, snapshot_id: int) -> Edition:
    """What the Chair is about to sign. Raises: as `sign`."""
    if actor.on_behalf is not None:
        raise NotAllowed
    snapshot = await access_snapshot(session, actor, snapshot_id)
    if snapshot.state is SnapshotState.SIGNED:
        raise AlreadySigned(snapshot=snapshot)
    if snapshot.state is SnapshotState.REPLACED:
        raise Overtaken(snapshot=snapshot)
    now_says = await contents_as_of(session, actor.twg, snapshot)
    if changes := changes_between(contents_of(snapshot), now_says):
        raise ContentsChanged(changes=changes, round=snapshot.round)
    return await edition_of(session, snapshot)


@operation(Permission.REPORT_SIGN)
async def sign(session: AsyncSession, actor: Actor, snapshot_id: int, *, now: datetime) -> Edition:
    """Sign exactly what was put to the Chair; from now on it is locked.

    Raises: NotFound; NotAllowed for who acts for the Chair: nobody signs in their place; AlreadySigned, Overtaken;
        ContentsChanged where the report says something else now.
    Source: Guideline 2016, Part Three (d)(v).
    """
    await hold(session, await access_snapshot(session, actor, snapshot_id))
    snapshot = (await check_signable(session, actor, snapshot_id)).snapshot
    before = values_of(snapshot, "state", "signed_by_id", "signed_at")
    snapshot.state, snapshot.signed_by_id, snapshot.signed_at = SnapshotState.SIGNED, actor.person.id, now
    after = values_of(snapshot, *before)
    await record(session, actor, "reports.sign", snapshot, now=now, before=before, after=after)
    await notify(session, SIGNED, subject=snapshot, now=now, by=actor)
    return await _read_again(session, snapshot)
