"""Contents of the notices about reports that are signed (J6)."""

from messages import reports as messages
from messages.rendering.content import Content
from messages.reports import tracked as tracked_messages
from scheduler.delivery.wording import Occasion, Wording
from storage.members import Person
from storage.reports import ReportSnapshot, SnapshotState
from twg.core.refusals import Refusal
from twg.reports import signing, snapshots, tracking

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
    return messages.to_sign(await snapshots.edition_of(occasion.session, snapshot))


@WORDING.of(signing.SIGNED, "reports/signed", holds="the recipient may see it")
async def signed(occasion: Occasion) -> Content | None:
    snapshot = await _snapshot(occasion)
    if snapshot is None or snapshot.state is not SnapshotState.SIGNED:
        return None
    return messages.signed(await snapshots.edition_of(occasion.session, snapshot))


@WORDING.of(tracking.CHASED, "reports/chased", holds="the TWG has not signed the report of the period")
async def chased(occasion: Occasion) -> Content | None:
    """Tell the secretariat how far the report of its TWG is now."""
    told, twg = occasion.notification, occasion.member.twg
    tracked = await tracking.read_tracked(occasion.session, twg, told.data["round_id"])
    if tracked.signed is not None:
        return None
    by = None if told.actor_id is None else await occasion.session.get(Person, told.actor_id)
    return tracked_messages.chased(occasion.actor, tracked, "" if by is None else by.name)
