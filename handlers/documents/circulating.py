"""Circulating documents: one question for all files that were sent, and a form of as few steps as possible."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.documents.fields import MeetingField, PapersField, TitlesField
from handlers.documents.library import receipts_keyboard
from handlers.documents.papers import read_papers
from handlers.documents.sending import Sending, list_papers, load_sending, suggest_title
from handlers.forms.audience_field import (
    AudienceField,
    chosen_of,
    only_audience,
    with_audiences,
)
from handlers.forms.choice_fields import ChoiceField
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Surroundings
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from messages.rendering.keyboards import Keyboard, button
from messages.rendering.texts import _, counted
from storage.documents import Circulation, DocumentKind
from storage.reminders import find_next_of
from twg.core.audiences import excluding, list_audience
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.documents import circulating
from twg.documents.circulating import LIMITS
from twg.documents.naming import name_of_circulation

router = Router("documents")

#: Papers are for one of the meetings within this time, if for any.
PAPERS_BEFORE = timedelta(days=21)


def _alone(values: dict[str, Any], _around: Surroundings) -> bool:
    """Whether there is one file so far."""
    file = values.get("file")
    return file is None or not file.more


def _several(values: dict[str, Any], around: Surroundings) -> bool:
    return not _alone(values, around)


def _meets(_values: dict[str, Any], around: Surroundings) -> bool:
    """Whether a meeting is near that they may be papers for."""
    return bool(around.options.get("meeting"))


@router.form("circulate_document", _("Circulate a document"), saves=circulating.circulate, opened_by="new")
class CirculateForm(Form):
    file: Annotated[
        SentFile,
        PapersField(question=_("Please send the document as a file."), label=_("File"), several=True),
    ]
    title: Annotated[
        str | None,
        Field(
            question=_("What is its title?"),
            label=_("Title"),
            is_name=True,
            suggest=lambda around: [around.facts["title"]] if around.facts.get("title") else [],
            when=_alone,
        ),
    ]
    titles: Annotated[
        dict[str, Any] | None,
        TitlesField(
            question=_(
                "To correct the list, please type a number with the title and, if needed, the kind: "
                "3: Budget annex (report). “3: –” takes a document out."
            ),
            label=_("Titles"),
            at_summary=True,
            when=_several,
            shown=False,
        ),
    ] = None
    details: Annotated[
        dict[str, Any] | None,
        TitlesField(
            question=_("To add or correct a detail, please type it: source: ADB; theme: health financing."),
            label=_("Details"),
            at_summary=True,
            when=_alone,
            shown=False,
            alone=True,
        ),
    ] = None
    kind: Annotated[
        DocumentKind | None,
        ChoiceField(
            question=_("What kind of document is it?"), label=_("Kind"), members=tuple(DocumentKind), when=_alone
        ),
    ]
    meeting: Annotated[
        str | None,
        MeetingField(
            question=_("For which meeting is it?"),
            hint=_("Please skip if it is for none of these."),
            label=_("Meeting"),
            when=_meets,
        ),
    ] = None
    audience: Annotated[str, AudienceField(question=_("Who should receive it?"), label=_("For"))]
    acknowledge_by: Annotated[
        date | None,
        DayField(
            question=_("By which day should it be acknowledged?"),
            hint=_("Whoever has not acknowledged it is reminded. Please skip to set no day."),
            label=_("Acknowledge by"),
        ),
    ] = None
    note: Annotated[
        str,
        Field(question=_("Would you like to add a note?"), label=_("Note"), limit=LIMITS["note"]),
    ] = ""

    @classmethod
    async def initial(cls, request: Request, _about: Any) -> Mapping[str, Any]:
        """Who leads one sub-group, and may address nobody else, is not asked for whom it is."""
        return await only_audience(request, Permission.DOCUMENT_CIRCULATE)

    @classmethod
    async def load(cls, request: Request, _about: Any) -> Sending:
        return await load_sending(request)

    @classmethod
    def surround(cls, loaded: Sending, answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        around = loaded.around(answers, base.locale)
        facts = {
            "title": suggest_title(answers),
            "papers": list_papers(answers, around),
            "agenda": around.context.agenda,
            "invited": loaded.invited,
            "own_audience": loaded.has_own_audience(answers),
            "names": loaded.names,
            "named_meeting": loaded.named_meeting,
        }
        options = {"meeting": loaded.meeting_options(base.locale, answers)}
        base = replace(base, facts=facts, options=options, warning=loaded.warning(answers))
        base = with_audiences(base, loaded.audiences)
        if not (audience := chosen_of(answers)):
            return base
        count = loaded.count(audience)
        base = replace(base, save=counted(count, _("Circulate to 1 person"), _("Circulate to {n} people")))
        if "acknowledge_by" not in answers:
            return base
        chosen = answers["acknowledge_by"]
        acknowledge_by = date.fromisoformat(chosen) if chosen else None
        return replace(base, note=loaded.reminding(acknowledge_by))

    async def save(self, request: Request, _about: Any) -> Reply:
        args = circulating.NewCirculation(
            documents=await self._documents(request),
            audience=self.audience,
            acknowledge_by=self.acknowledge_by,
            meeting_id=None if self.meeting is None else int(self.meeting),
            note=self.note or "",
        )
        circulation, notification = await circulating.circulate(request.session, request.member, args, now=request.now)
        recipients = await list_audience(request.session, circulation.twg_id, circulation.audience)
        count = len(excluding(recipients, request.member.person.id))
        reminded_at = await find_next_of(request.session, Circulation.__tablename__, circulation.id)
        reply = show(
            "documents/circulated_to",
            keyboard=(*receipts_keyboard(circulation.documents[0]), *_of_minutes(circulation)),
            circulation=circulation,
            name=name_of_circulation(circulation),
            count=count,
            reminded_at=reminded_at,
        )
        return await followed(request, reply, notification)

    async def _documents(self, request: Request) -> list[circulating.NewDocument]:
        answers = {"meeting": self.meeting, "note": self.note}
        around = (await load_sending(request)).around(answers, request.locale)
        papers = read_papers(self.file, self.titles or self.details or {}, around)
        if not self.file.more:
            [paper] = papers
            papers = [replace(paper, title=self.title or paper.title, kind=self.kind or paper.kind)]
        return [
            circulating.NewDocument(
                file=paper.file,
                title=paper.title,
                kind=paper.kind,
                language=paper.language,
                source=paper.source,
                theme=paper.theme,
                dated_on=paper.dated_on,
                agenda_item_id=None if paper.item is None else paper.item.id,
            )
            for paper in papers
        ]


def _of_minutes(circulation: Circulation) -> Keyboard:
    """That takes the actions which minutes hold, where one document was sent and is of that kind."""
    if len(circulation.documents) != 1 or circulation.documents[0].kind is not DocumentKind.MINUTES:
        return ()
    return ((button(_("Take the actions in it"), "minutes:of_document", circulation.documents[0].id),),)


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to circulate files as documents."""
    files = request.incoming.files
    if not files or not request.member.may(Permission.DOCUMENT_CIRCULATE):
        return []
    label = counted(len(files), _("Circulate it as a document"), _("Circulate them as documents"))
    return [Offer(10, button(label, "documents:take"))]
