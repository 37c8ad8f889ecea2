"""The minutes of a meeting are sent to those invited to it, who correct and acknowledge them (G6, D1)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.documents.library import receipts_keyboard
from handlers.documents.sending import Sending, load_sending
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Surroundings
from handlers.meetings.subjects import about_meeting
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.keyboards import button
from messages.rendering.texts import _, counted
from storage.core.notifications import Notification
from storage.core.shortening import shorten
from storage.documents import Circulation, Document, DocumentKind, list_documents
from storage.meetings import Meeting
from storage.minutes import MinutesVersion, find_newest
from storage.minutes.files import find_newest_file
from storage.reminders import find_next_of
from twg.core.addressing import check_runs
from twg.core.audiences import chosen_value, excluding, list_audience
from twg.core.files import SentFile, as_sent
from twg.core.permissions import Permission
from twg.documents import circulating, replacing
from twg.documents.circulating import LIMITS, NewCirculation, NewDocument
from twg.documents.naming import name_of_circulation
from twg.minutes import versions
from twg.records.access import access_kept

router = Router("minutes")


def _is_draft(_values: dict[str, Any], around: Surroundings) -> bool:
    return not around.facts.get("adopted", False)


def _check(request: Request, meeting: Meeting) -> None:
    check_runs(request.member, Permission.DOCUMENT_CIRCULATE, meeting.audience)


@router.form(
    "send_minutes",
    _("Send the minutes"),
    saves=circulating.circulate,
    about=about_meeting(access_kept),
    opened_by="send",
    check=_check,
)
class SendForm(Form):
    file: Annotated[SentFile, FileField(question=_("Please send the minutes as a file."), label=_("File"))]
    correct_by: Annotated[
        date | None,
        DayField(
            question=_("Until which day can members propose corrections?"),
            label=_("Corrections until"),
            when=_is_draft,
        ),
    ] = None
    acknowledge_by: Annotated[
        date | None,
        DayField(
            question=_("By which day should they be read and acknowledged?"),
            hint=_("Whoever has not acknowledged it is reminded. Please skip to set no day."),
            label=_("Acknowledge by"),
        ),
    ] = None
    note: Annotated[str, Field(question=_("Would you like to add a note?"), label=_("Note"), limit=LIMITS["note"])] = ""

    @classmethod
    async def initial(cls, request: Request, meeting: Meeting) -> Mapping[str, Any]:
        """The file above the button, else the one that was handed in, and the days; no note is asked for.

        Raises: NotHeld, RecordStillOpen, NobodyToReceive.
        """
        await versions.access_sendable(request.session, request.member, meeting.id, now=request.now)
        await versions.access_receiving(request.session, request.member, meeting)
        version = await find_newest(request.session, meeting.id)
        file = request.incoming.below_file
        if file is None and version is None:
            file = await _find_handed_in(request, meeting)
        above = {} if file is None else {"file": file.model_dump(mode="json")}
        if version is not None and version.adopted_at is not None:
            return {"correct_by": None, "acknowledge_by": None, "note": None, **above}
        day = versions.last_day_of(request.member, now=request.now).isoformat()
        return {"correct_by": day, "acknowledge_by": day, "note": None, **above}

    @classmethod
    async def load(cls, request: Request, meeting: Meeting) -> tuple[Sending, Meeting, MinutesVersion | None]:
        return await load_sending(request), meeting, await find_newest(request.session, meeting.id)

    @classmethod
    def surround(
        cls,
        loaded: tuple[Sending, Meeting, MinutesVersion | None],
        _answers: Mapping[str, Any],
        base: Surroundings,
    ) -> Surroundings:
        sending, meeting, version = loaded
        count = sending.count(meeting.audience)
        facts = {**base.facts, "adopted": version is not None and version.adopted_at is not None}
        return replace(base, facts=facts, save=counted(count, _("Circulate to 1 person"), _("Circulate to {n} people")))

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        about = request.session, request.member, meeting.id
        await versions.access_sendable(*about, now=request.now)
        await versions.access_receiving(request.session, request.member, meeting)
        version = await find_newest(request.session, meeting.id)
        if version is None or version.adopted_at is None:
            correct_by = self.correct_by or versions.last_day_of(request.member, now=request.now)
            version = await versions.begin_round(*about, correct_by, now=request.now)
        document, notification = await self._send(request, meeting)
        circulation = document.circulation
        recipients = await list_audience(request.session, circulation.twg_id, circulation.audience)
        opener = button(_("How the minutes stand"), "minutes:show", version.id)
        reply = show(
            "documents/circulated_to",
            keyboard=(*receipts_keyboard(document), (opener,)),
            circulation=circulation,
            name=name_of_circulation(circulation),
            count=len(excluding(recipients, request.member.person.id)),
            reminded_at=await find_next_of(request.session, Circulation.__tablename__, circulation.id),
        )
        return await followed(request, reply, notification)

    async def _send(self, request: Request, meeting: Meeting) -> tuple[Document, Notification]:
        """The document with the minutes; where it was sent before, as a new version of that.

        It is called as the meeting is: what it is, and how the minutes stand, each reader is told in their language.
        """
        theirs = Document.minutes_of_id == meeting.id, Document.recalled_at.is_(None)
        sent = await list_documents(request.session, meeting.twg_id, *theirs, limit=1)
        if sent:
            new = replacing.NewVersion(file=self.file, note=shorten(self.note, replacing.LONGEST_NOTE), ask_again=True)
            replaced = await replacing.replace(request.session, request.member, sent[0].id, new, now=request.now)
            return replaced.document, replaced.notification
        document = NewDocument(
            file=self.file,
            title=shorten(meeting.title, LIMITS["title"]),
            kind=DocumentKind.MINUTES,
            minutes_of_id=meeting.id,
        )
        args = NewCirculation(
            documents=[document],
            audience=chosen_value(meeting.audience),
            acknowledge_by=self.acknowledge_by,
            meeting_id=meeting.id,
            note=self.note,
        )
        circulation, notification = await circulating.circulate(request.session, request.member, args, now=request.now)
        return circulation.documents[0], notification


async def _find_handed_in(request: Request, meeting: Meeting) -> SentFile | None:
    """The file that was handed in last as the minutes of a meeting."""
    kept = await find_newest_file(request.session, meeting.id)
    return None if kept is None else as_sent(kept.file)
