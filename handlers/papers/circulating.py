"""Circulating the accepted papers for a meeting in the chat: one button, and a summary to confirm (D1, D6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.documents.library import receipts_keyboard
from handlers.documents.sending import Sending, load_sending
from handlers.forms.audience_field import AudienceField, chosen_of, with_audiences
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Surroundings
from handlers.papers.subjects import MEETING
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.meetings.papers import word_late
from messages.rendering.texts import Text, _, counted, localize_digits, together
from storage.meetings import Meeting
from twg.core.addressing import check_runs
from twg.core.audiences import chosen_value
from twg.core.permissions import Permission
from twg.documents.circulating import LIMITS
from twg.meetings.lead_time import is_short, lead_days
from twg.papers import circulating
from twg.papers.circulating import PackArgs, Ready

router = Router("papers")


def _check(request: Request, meeting: Meeting) -> None:
    check_runs(request.member, Permission.DOCUMENT_CIRCULATE, meeting.audience)


@router.form(
    "circulate_pack",
    _("Circulate the papers"),
    saves=circulating.circulate_pack,
    about=MEETING,
    opened_by="circulate",
    check=_check,
    adds=True,
)
class PackForm(Form):
    audience: Annotated[str, AudienceField(question=_("Who should receive them?"), label=_("For"))]
    acknowledge_by: Annotated[
        date | None,
        DayField(question=_("By which day should they be acknowledged?"), label=_("Acknowledge by")),
    ] = None
    note: Annotated[str, Field(question=_("Would you like to add a note?"), label=_("Note"), limit=LIMITS["note"])] = ""

    @classmethod
    async def initial(cls, request: Request, meeting: Meeting) -> Mapping[str, Any]:
        """Those invited receive them; neither a day nor a note is asked for. Raises: NothingToCirculate."""
        await circulating.list_ready(request.session, request.member, meeting.id)
        return {"acknowledge_by": None, "note": None, "audience": chosen_value(meeting.audience)}

    @classmethod
    async def load(cls, request: Request, meeting: Meeting) -> "_Packing":
        ready = await circulating.list_ready(request.session, request.member, meeting.id)
        return _Packing(await load_sending(request), ready)

    @classmethod
    def surround(cls, loaded: "_Packing", answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        base = replace(with_audiences(base, loaded.sending.audiences), warning=loaded.warning())
        if not (audience := chosen_of(answers)):
            return base
        count = loaded.sending.count(audience)
        save = counted(count, _("Circulate to 1 person"), _("Circulate to {n} people"))
        return replace(base, save=save, note=loaded.listed(base.locale))

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        args = PackArgs(
            meeting_id=meeting.id,
            audience=self.audience,
            acknowledge_by=self.acknowledge_by,
            note=self.note or "",
        )
        done = await circulating.circulate_pack(request.session, request.member, args, now=request.now)
        circulation = done.circulation
        documents = [*(() if circulation is None else circulation.documents), *done.replaced]
        reply = show(
            "papers/pack_sent",
            keyboard=receipts_keyboard(documents[0]),
            meeting=meeting,
            new=0 if circulation is None else len(circulation.documents),
            replaced=len(done.replaced),
        )
        return await followed(request, reply, done.notifications[0])


@dataclass(frozen=True)
class _Packing:
    """What is ready, and to whom it can go."""

    sending: Sending
    ready: Ready

    def warning(self) -> Text | None:
        """By how much the papers are late."""
        request = self.sending.request
        lead = lead_days(request.now, self.ready.meeting.starts_at, request.zone)
        return word_late(lead) if lead is not None and is_short(lead) else None

    def listed(self, locale: str) -> Text:
        """What goes out: new documents by number, then those that replace what was circulated."""
        titles = [
            f"{localize_digits(number, locale=locale)}. {paper.title}"
            for number, paper in enumerate(self.ready.new, start=1)
        ]
        lines = [_("New: {titles}").with_(titles="\n".join(["", *titles]))] if titles else []
        newer = "\n".join(["", *(f"– {paper.title}" for paper in self.ready.newer)])
        if self.ready.newer:
            lines.append(_("In place of what was circulated: {titles}").with_(titles=newer))
        return together(lines)
