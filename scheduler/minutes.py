"""Contents of the notices about minutes (G6)."""

from messages.minutes import corrections as correction_messages
from messages.minutes import versions as messages
from messages.minutes.carrying import to_pass_on
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.minutes import CorrectionState, MinutesCorrection, MinutesVersion, find_newest
from twg.core.refusals import Refusal
from twg.minutes import access, carrying, notices, waiting

WORDING = Wording()


async def _correction(occasion: Occasion) -> MinutesCorrection | None:
    """The correction, if the recipient may still see it."""
    try:
        return await access.access_correction(occasion.session, occasion.actor, occasion.notification.subject_id)
    except Refusal:
        return None


@WORDING.of(notices.PROPOSED, "minutes/correction", holds="it is not decided, and the recipient organises the meeting")
async def proposed(occasion: Occasion) -> Content | None:
    correction = await _correction(occasion)
    if correction is None or correction.state is not CorrectionState.PROPOSED:
        return None
    if not access.decides(occasion.actor, correction.version.meeting):
        return None
    return correction_messages.card(occasion.actor, correction, heading="proposed")


@WORDING.of(notices.DECIDED, "minutes/correction", holds="it is decided, and the recipient may see the meeting")
async def decided(occasion: Occasion) -> Content | None:
    correction = await _correction(occasion)
    if correction is None or correction.decided_at is None:
        return None
    return correction_messages.card(occasion.actor, correction, heading="decided")


async def _version(occasion: Occasion) -> MinutesVersion | None:
    """The newest version, if it is the one told of and the recipient may still see the meeting."""
    try:
        version, meeting = await access.access_version(
            occasion.session, occasion.actor, occasion.notification.subject_id
        )
    except Refusal:
        return None
    newest = await find_newest(occasion.session, meeting.id)
    return version if newest is not None and newest.id == version.id else None


@WORDING.of(notices.ADOPTED, "minutes/adopted", holds="it is in force, and the recipient may see the meeting")
async def adopted(occasion: Occasion) -> Content | None:
    version = await _version(occasion)
    if version is None or version.adopted_at is None:
        return None
    return messages.told_adopted(occasion.actor, version, organises=access.decides(occasion.actor, version.meeting))


@WORDING.of(
    notices.PASS_ON,
    "minutes/to_pass_on",
    holds="it is in force, and was for everybody on the side for which the recipient passes it on",
)
async def carried(occasion: Occasion) -> Content | None:
    version = await _version(occasion)
    if version is None or version.adopted_at is None:
        return None
    if not carrying.is_to_pass_on(occasion.member, version.meeting):
        return None
    note = carrying.note_for(await carrying.gather(occasion.session, version), occasion.member)
    if note is None or note.is_empty:
        return None
    return to_pass_on(occasion.actor, note, occasion.locale)


@WORDING.of(
    waiting.WAITING,
    "minutes/waiting",
    holds="it is not adopted, and the recipient decides the corrections that are open, or adopts it",
)
async def awaited(occasion: Occasion) -> Content | None:
    version = await _version(occasion)
    if version is None or version.adopted_at is not None:
        return None
    actor = occasion.actor
    adopts = access.may_adopt(actor.member, version.meeting)
    if not (access.decides(actor, version.meeting) if version.open_corrections else adopts):
        return None
    if occasion.notification.data.get("rule") and not await occasion.still_calls():
        return None
    return messages.told_waiting(actor, version, adopts=adopts)
