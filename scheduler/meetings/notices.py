"""Contents of the notices and reminders about meetings (G2, G4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from messages.attendance import here_row
from messages.meetings import leading
from messages.meetings.agenda import agenda_changed as agenda_changed_content
from messages.meetings.answer_keyboards import answer_keyboard
from messages.meetings.card import asks_to_speak, card, posted, report_back, speaks_or_not, with_calendar
from messages.meetings.card import uninvited as not_invited
from messages.meetings.papers import PapersDue, papers_due
from messages.papers import owed as papers_owed
from messages.rendering.content import Content
from scheduler.delivery.wording import GroupOccasion, Occasion, Wording
from storage.documents.packs import list_meeting_papers
from storage.meetings import Attendance, Meeting, MeetingKind, MeetingState, Rsvp, find_meeting, list_attendance
from twg.actions.brief import access_brief
from twg.core.audiences import includes
from twg.core.refusals import NotFound
from twg.meetings import access, agenda, brief, delegating, notices, preparing, yearly
from twg.meetings.lead_time import days_between
from twg.meetings.lost_delegates import find_lost
from twg.meetings.owing import list_owed, list_owed_by

WORDING = Wording()


async def _find(occasion: Occasion) -> Meeting | None:
    """The meeting; None if the recipient is not invited."""
    meeting = await occasion.once(find_meeting, occasion.notification.subject_id)
    return meeting if meeting is not None and includes(meeting.audience, occasion.member) else None


async def _attendance(occasion: Occasion, meeting: Meeting) -> Attendance | None:
    """The recipient's answer to the invitation; None if they have not answered."""
    return (await occasion.once(list_attendance, meeting.id)).get(occasion.member.person_id)


def _is_ahead(meeting: Meeting, now: datetime) -> bool:
    return meeting.state is MeetingState.ANNOUNCED and meeting.starts_at > now


AHEAD = "it is announced and ahead, and the recipient is invited"


@WORDING.of(notices.ANNOUNCED, "meetings/card", holds=AHEAD)
async def announced(occasion: Occasion) -> Content | None:
    meeting = await _find(occasion)
    if meeting is None or not _is_ahead(meeting, occasion.now):
        return None
    attendance = await _attendance(occasion, meeting)

    def invitation() -> Content:
        content = card(meeting, occasion.member.twg, attendance, heading="announced")
        return with_calendar(content, meeting, occasion.member, now=occasion.now)

    return occasion.alike(invitation) if attendance is None else invitation()


@WORDING.of(notices.CHANGED, "meetings/card", holds=f"{AHEAD}, and it differs from before or their answer was cleared")
async def changed(occasion: Occasion) -> Content | None:
    meeting = await _find(occasion)
    if meeting is None or not _is_ahead(meeting, occasion.now):
        return None
    attendance, before = await _attendance(occasion, meeting), _what_differs(occasion, meeting)
    cleared = occasion.member.person_id in occasion.notification.data["cleared"]
    if not before and not cleared:
        return None
    content = card(meeting, occasion.member.twg, attendance, heading="changed", before=before, cleared=cleared)
    content = _said_by(occasion, content)
    return with_calendar(content, meeting, occasion.member, now=occasion.now)


def _said_by(occasion: Occasion, content: Content) -> Content:
    """The card with who changed or cancelled the meeting, and why."""
    data = occasion.notification.data
    return replace(content, context={**content.context, "by": data.get("by", []), "reasons": data.get("reasons", [])})


#: How a notice keeps the former value of each fact of a meeting that may change.
_FORMER: dict[str, Callable[[Any], object]] = {
    "title": str,
    "kind": MeetingKind,
    "starts_at": datetime.fromisoformat,
    "duration_min": int,
    "place": str,
    "link": str,
}


def _what_differs(occasion: Occasion | GroupOccasion, meeting: Meeting) -> dict[str, object]:
    """The former facts of the meeting by column, as far as they differ from now.

    A change that was reverted before the notice is sent is left out.
    """
    data = {**occasion.notification.data, "title": occasion.notification.data.get(notices.FORMER_TITLE)}
    before = {name: read(data[name]) for name, read in _FORMER.items() if data.get(name) is not None}
    if "number" in data:  # None: it was announced without one
        before["number"] = data["number"]
    return {name: value for name, value in before.items() if value != getattr(meeting, name)}


@WORDING.of(notices.CANCELLED, "meetings/card", holds="it is cancelled, would be ahead, and the recipient is invited")
async def cancelled(occasion: Occasion) -> Content | None:
    meeting = await _find(occasion)
    if meeting is None or meeting.state is not MeetingState.CANCELLED or meeting.starts_at <= occasion.now:
        return None
    attendance = await _attendance(occasion, meeting)
    content = card(meeting, occasion.member.twg, attendance, heading="cancelled", asks=False)
    content = _said_by(occasion, content)
    return with_calendar(content, meeting, occasion.member, now=occasion.now)


@WORDING.of(agenda.AGENDA_CHANGED, "meetings/agenda_changed", holds=f"{AHEAD}, and the edition differs")
async def agenda_changed(occasion: Occasion) -> Content | None:
    """What the edition changed; nothing where all of it was taken back."""
    meeting = await _find(occasion)
    if meeting is None or not _is_ahead(meeting, occasion.now):
        return None
    try:
        number = occasion.notification.data["edition"]
        shown = await agenda.access_edition(occasion.session, occasion.actor, meeting.id, number)
    except NotFound:
        return None
    if shown is None or not shown.changes:
        return None
    return agenda_changed_content(meeting, occasion.member.twg, shown, shown.by)


@WORDING.of(
    notices.UNINVITED, "meetings/uninvited", holds="it is announced and ahead, and the recipient is not invited"
)
async def uninvited(occasion: Occasion) -> Content | None:
    meeting, told = await occasion.once(find_meeting, occasion.notification.subject_id), occasion.notification.data
    if meeting is None or not _is_ahead(meeting, occasion.now) or includes(meeting.audience, occasion.member):
        return None
    starts_at = datetime.fromisoformat(told["starts_at"])
    content = not_invited(occasion.member.twg, told["title"], starts_at, told["reasons"])
    return with_calendar(content, meeting, occasion.member, now=occasion.now, withdrawn=True)


@WORDING.of(delegating.ASKED, "meetings/speak_for", holds=f"{AHEAD}, and the sender names them and has no answer yet")
async def asked_to_speak(occasion: Occasion) -> Content | None:
    meeting, sender_id = await _find(occasion), occasion.notification.data["for"]
    if meeting is None or not _is_ahead(meeting, occasion.now):
        return None
    sent = (await occasion.once(list_attendance, meeting.id)).get(sender_id)
    if sent is None or sent.delegate_id != occasion.member.person_id or sent.delegate_agreed is not None:
        return None
    return asks_to_speak(meeting, occasion.member.twg, sent.person)


@WORDING.of(
    delegating.REPLIED, "meetings/speaks_or_not", holds=f"{AHEAD}, and the sender has not answered otherwise since"
)
async def replied_to_sender(occasion: Occasion) -> Content | None:
    meeting, told = await _find(occasion), occasion.notification.data
    if meeting is None or not _is_ahead(meeting, occasion.now):
        return None
    given = await _attendance(occasion, meeting)
    stands = given is not None and (bool(given.delegate_agreed) if told["agreed"] else given.rsvp is None)
    if not stands:
        return None
    return speaks_or_not(meeting, occasion.member.twg, given, told["delegate"], agreed=told["agreed"])


@WORDING.of(notices.REPORT_BACK, "meetings/report_back", holds=f"{AHEAD} and leads a sub-group, and its time stands")
async def report_back_at(occasion: Occasion) -> Content | None:
    meeting = await _find(occasion)
    if meeting is None or not _is_ahead(meeting, occasion.now) or not await occasion.still_calls():
        return None
    reporting = await notices.list_reporting(occasion.session, meeting, now=occasion.now)
    led = next((groups for member, groups in reporting if member.person_id == occasion.member.person_id), [])
    return report_back(meeting, led, occasion.member.twg) if led else None


@WORDING.of(notices.REMINDER, "meetings/card", holds=f"{AHEAD} and has not declined, and its time stands")
async def reminder(occasion: Occasion) -> Content | None:
    """Ask who has not answered or may come; who sends a delegate briefs them. None for those who declined."""
    meeting = await _find(occasion)
    if meeting is None or not _is_ahead(meeting, occasion.now) or not await occasion.still_calls():
        return None
    attendance = await _attendance(occasion, meeting)
    rsvp = None if attendance is None else attendance.rsvp
    if rsvp is Rsvp.NO:
        return None
    given, own_id = await occasion.once(list_attendance, meeting.id), occasion.member.person_id
    own = [each for each in given.values() if each.delegate_id == own_id and each.delegate_agreed]
    papers = await occasion.once(list_meeting_papers, meeting.id)
    lost = (await find_lost(occasion.session, meeting.twg_id, given, of=own_id)).get(own_id)
    asks = lost is not None or rsvp in {None, Rsvp.MAYBE}
    answers = answer_keyboard(meeting, occasion.member.twg, attendance) if asks else ()
    return card(
        meeting,
        occasion.member.twg,
        attendance,
        heading="reminder",
        keyboard=(*here_row(meeting, now=occasion.now), *answers),
        now=occasion.now,
        papers=sum(includes(paper.audience, occasion.member) for paper in papers),
        speaks_for=[each.person.name for each in own],
        lost=lost,
    )


@WORDING.of(
    preparing.PAPERS,
    "meetings/papers",
    holds="it is ahead and not cancelled, the recipient prepares it, its time stands, and its pack is not complete",
)
async def papers(occasion: Occasion) -> Content | None:
    """Remind of the papers that are missing; nothing once they have gone out."""
    try:
        meeting = await access.access_meeting(occasion.session, occasion.actor, occasion.notification.subject_id)
    except NotFound:
        return None
    is_over = meeting.state is MeetingState.CANCELLED or meeting.starts_at <= occasion.now
    if is_over or not await occasion.still_calls():
        return None
    pack = await preparing.read_pack(occasion.session, meeting)
    if pack.is_complete:
        return None
    zone = ZoneInfo(occasion.member.twg.zone)
    left = days_between(occasion.now.astimezone(zone).date(), meeting.starts_at.astimezone(zone).date())
    send_at = await occasion.once(preparing.find_last_moment, meeting.id)
    send_by = None if send_at is None else send_at.astimezone(zone).date()
    due = PapersDue(occasion.notification.data["rule"], pack, left, send_by)
    return papers_due(meeting, occasion.member.twg, due)


@WORDING.of(preparing.OWED, "papers/owed", holds=f"{AHEAD}, its time stands, and the recipient owes a paper for it")
async def owed(occasion: Occasion) -> Content | None:
    """Remind of the papers that the recipient was asked for and has not handed in."""
    meeting = await _find(occasion)
    if meeting is None or not _is_ahead(meeting, occasion.now) or not await occasion.still_calls():
        return None
    theirs = list_owed_by(await list_owed(occasion.session, meeting), occasion.member)
    return papers_owed(meeting, occasion.member.twg, theirs) if theirs else None


@WORDING.of(brief.BRIEF, "meetings/brief", holds=f"{AHEAD}, its time stands, and something is open that they may see")
async def brief_before(occasion: Occasion) -> Content | None:
    """The brief for the Chair or a lead facilitator; None where nothing is open."""
    meeting = await _find(occasion)
    if meeting is None or not _is_ahead(meeting, occasion.now) or not await occasion.still_calls():
        return None
    read = await access_brief(occasion.session, occasion.actor, now=occasion.now)
    return None if read.is_empty else leading.brief_before(meeting, occasion.member.twg, read)


@WORDING.of(yearly.TOO_FEW, "meetings/too_few", holds="a meeting of the year is still missing")
async def too_few(occasion: Occasion) -> Content | None:
    twg = occasion.member.twg
    count = await yearly.count_year(occasion.session, twg, occasion.now)
    return leading.too_few(twg, count) if count.missing else None


async def _find_for(occasion: GroupOccasion) -> Meeting | None:
    """The meeting; None if somebody in the group is not invited, or it would be over."""
    meeting = await find_meeting(occasion.session, occasion.notification.subject_id)
    is_theirs = meeting is not None and occasion.reaches(meeting.audience) and meeting.starts_at > occasion.now
    return meeting if is_theirs else None


_AHEAD_OF_ALL = "it is announced and ahead, and everybody in the group is invited"


@WORDING.posts(notices.ANNOUNCED, "meetings/posted", holds=_AHEAD_OF_ALL)
async def announced_in_group(occasion: GroupOccasion) -> Content | None:
    meeting = await _find_for(occasion)
    if meeting is None or meeting.state is not MeetingState.ANNOUNCED:
        return None
    return posted(meeting, occasion.group.twg, heading="announced")


@WORDING.posts(notices.CHANGED, "meetings/posted", holds=f"{_AHEAD_OF_ALL}, and it differs from before")
async def changed_in_group(occasion: GroupOccasion) -> Content | None:
    meeting = await _find_for(occasion)
    if meeting is None or meeting.state is not MeetingState.ANNOUNCED:
        return None
    before = _what_differs(occasion, meeting)
    return posted(meeting, occasion.group.twg, heading="changed", before=before) if before else None


@WORDING.posts(
    notices.CANCELLED, "meetings/posted", holds="it is cancelled, would be ahead, and everybody in the group is invited"
)
async def cancelled_in_group(occasion: GroupOccasion) -> Content | None:
    meeting = await _find_for(occasion)
    if meeting is None or meeting.state is not MeetingState.CANCELLED:
        return None
    return posted(meeting, occasion.group.twg, heading="cancelled")
