"""Contents of the notices about reports that are signed (J6)."""

from messages import reports as messages
from messages.rendering.content import Content
from messages.reports import tracked as tracked_messages
from scheduler.delivery.wording import Occasion, Wording
from storage.members import Person
from storage.reports import ReportSnapshot, SnapshotState
from twg.core.refusals import Refusal
from twg.reports import overtaking, signing, snapshots, tracking
from twg.reports.outstanding import read_outstanding

WORDING = Wording()


async def _snapshot(occasion: Occasion) -> ReportSnapshot | None:
    """The snapshot, if the recipient may see it."""
    try:
        return await snapshots.access_snapshot(occasion.session, occasion.actor, occasion.notification.subject_id)
    except Refusal:
        return None


@WORDING.of(signing.TO_SIGN, "reports/to_sign", holds="it is neither signed nor replaced by a later one")
async def to_sign(occasion: Occasion) -> Content | None:
    snapshot = await _snapshot(occasion)
    if snapshot is None or snapshot.state is not SnapshotState.ASKED:
        return None
    outstanding = await read_outstanding(occasion.session, occasion.actor, snapshot)
    return messages.to_sign(await snapshots.edition_of(occasion.session, snapshot), outstanding)


@WORDING.of(signing.SIGNED, "reports/signed", holds="the recipient may see it")
async def signed(occasion: Occasion) -> Content | None:
    snapshot = await _snapshot(occasion)
    if snapshot is None or snapshot.state is not SnapshotState.SIGNED:
        return None
    return messages.signed(await snapshots.edition_of(occasion.session, snapshot))


@WORDING.of(overtaking.BEHIND, "reports/behind", holds="it still counts, and the report says something else now")
async def behind(occasion: Occasion) -> Content | None:
    snapshot = await _snapshot(occasion)
    missing = [] if snapshot is None else await overtaking.list_missing(occasion.session, occasion.actor, snapshot)
    if snapshot is None or not missing:
        return None
    return messages.behind(await snapshots.edition_of(occasion.session, snapshot), missing)


@WORDING.of(tracking.CHASED, "reports/chased", holds="the TWG has not signed the report of the period")
async def chased(occasion: Occasion) -> Content | None:
    """Tell the secretariat how far the report of its TWG is now."""
    told, twg = occasion.notification, occasion.member.twg
    tracked = await tracking.read_tracked(occasion.session, twg, told.data["round_id"])
    if tracked.signed is not None:
        return None
    by = None if told.actor_id is None else await occasion.session.get(Person, told.actor_id)
    return tracked_messages.chased(occasion.actor, tracked, "" if by is None else by.name)
