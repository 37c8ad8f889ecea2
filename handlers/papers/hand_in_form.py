"""The form with which papers are handed in: what can be seen of files, words and agenda is not asked (D6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from handlers.documents.fields import PapersField, TitlesField
from handlers.documents.papers import Around, read_papers
from handlers.documents.papers import Paper as ReadPaper
from handlers.documents.sending import load_context_of
from handlers.forms.choice_fields import OptionField
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.surroundings import Option, Surroundings
from handlers.meetings.words import nameable
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.meetings.card import names
from messages.papers import received
from messages.rendering.keyboards import shorten
from messages.rendering.texts import Text, _
from storage.meetings import Meeting
from storage.papers import Paper
from twg.core.files import SentFile
from twg.documents.seeing import Context
from twg.language.document_facts import find_item_number, read_item_number
from twg.language.mentions import named_among
from twg.papers import handing_in, listing
from twg.papers.handing_in import LONGEST_NOTE, HandingIn, NewPaper, find_same_name

router = Router("papers")

#: Answers to whether files are next versions of the person's own papers.
_NEW, _NEXT = "new", "next"


@dataclass(frozen=True, kw_only=True)
class MeetingOfPaperField(OptionField):
    """One of the meetings ahead, pressed or named by its day or its title."""

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        whats = surroundings.facts["nameable"]
        found = named_among(text, whats, today=surroundings.today, by_kind=False)
        return self.options(surroundings)[found[0]].key if len(found) == 1 else super()._accept_text(text, surroundings)


@dataclass(frozen=True, kw_only=True)
class ItemField(OptionField):
    """One of the agenda items of the chosen meeting, pressed or typed by its number."""

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        number = find_item_number(text) or read_item_number(text)
        found = [option for option in self.options(surroundings) if str(option.label).startswith(f"{number}.")]
        return found[0].key if found else super()._accept_text(text.rstrip("."), surroundings)


def _has_unplaced(_values: dict[str, Any], around: Surroundings) -> bool:
    return bool(around.options.get("item")) and around.facts["unplaced"]


def _is_known(_values: dict[str, Any], around: Surroundings) -> bool:
    return bool(around.options.get("replaces"))


@router.form("hand_in_paper", _("Hand in a paper"), saves=handing_in.hand_in, save=_("Hand in"), adds=True)
class HandInForm(Form):
    file: Annotated[
        SentFile,
        PapersField(question=_("Please send the paper as a file."), label=_("File"), several=True, titled=True),
    ]
    titles: Annotated[
        dict[str, Any] | None,
        TitlesField(
            question=_("To correct a title or an item, please type its number: 1: Budget annex; 1: item 3."),
            label=_("Titles"),
            at_summary=True,
            shown=False,
        ),
    ] = None
    meeting: Annotated[str, MeetingOfPaperField(question=_("For which meeting is it?"), label=_("Meeting"))]
    item: Annotated[
        str | None,
        ItemField(
            question=_("For which agenda item is it?"),
            hint=_("Please skip if it is for none of these."),
            label=_("Agenda item"),
            when=_has_unplaced,
        ),
    ] = None
    replaces: Annotated[
        str | None,
        OptionField(question=_("You have handed in a paper of this name."), label=_("Version"), when=_is_known),
    ]
    note: Annotated[str, Field(question=_("Would you like to add a note?"), label=_("Note"), limit=LONGEST_NOTE)] = ""

    @classmethod
    async def initial(cls, request: Request, _about: Any) -> Mapping[str, Any]:
        """A note is not asked for; the only meeting ahead is the one that is meant."""
        ahead = await listing.list_meetings_ahead(request.session, request.member, now=request.now)
        return {"note": None, **({"meeting": str(ahead[0].id)} if len(ahead) == 1 else {})}

    @classmethod
    async def load(cls, request: Request, _about: Any) -> "Intake":
        return await _load(request)

    @classmethod
    def surround(cls, loaded: "Intake", answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        meeting, papers = loaded.meeting(answers), loaded.papers(answers, base.locale)
        own = loaded.same_named(answers)
        facts = {
            "papers": papers,
            "agenda": () if meeting is None else tuple(meeting.agenda),
            "nameable": loaded.nameable,
            "unplaced": any(paper.item is None for paper in loaded.papers({**answers, "item": None}, base.locale)),
        }
        options = {"meeting": loaded.meeting_options(base.locale)}
        if meeting is not None:
            options["item"] = [
                Option(str(item.id), shorten(f"{item.position}. {item.title}")) for item in meeting.agenda
            ]
        if own:
            titles = shorten(", ".join(paper.title for paper in own), 40)
            options["replaces"] = [
                Option(_NEXT, _("It replaces “{title}”").with_(title=titles)),
                Option(_NEW, _("It is another paper")),
            ]
        return replace(base, facts=facts, options=options, questions=_no_such_item(meeting, answers))

    async def save(self, request: Request, _about: Any) -> Reply:
        loaded = await _load(request)
        answers = {name: getattr(self, name) for name in ("meeting", "item", "replaces", "titles", "note")}
        answers["file"] = self.file.model_dump(mode="json")
        next_of = loaded.same_named_by_file(answers) if self.replaces == _NEXT else {}
        papers = [
            NewPaper(
                file=paper.file,
                title=paper.title,
                agenda_item_id=None if paper.item is None else paper.item.id,
                replaces_id=next_of.get(paper.file.handle),
            )
            for paper in loaded.papers(answers, request.locale)
        ]
        args = HandingIn(meeting_id=int(self.meeting), papers=papers, note=self.note or "")
        done = await handing_in.hand_in(request.session, request.member, args, now=request.now)
        [meeting] = {paper.meeting for paper in done.papers}
        return Reply(received(meeting, done.papers, accepted=done.notification is None), edit=True)


def _no_such_item(meeting: Meeting | None, answers: Mapping[str, Any]) -> dict[str, Text]:
    """The question for the item where the words name one that the agenda does not have."""
    captions = [each.caption for each in SentFile.model_validate(answers["file"]).all] if answers.get("file") else []
    number = find_item_number("\n".join([*captions, answers.get("note") or ""]))
    if meeting is None or number is None or number in {item.position for item in meeting.agenda}:
        return {}
    return {"item": _("The agenda has no item {n}. For which item is it?").with_(n=number)}


@dataclass(frozen=True)
class Intake:
    """What the questions depend on.

    Attributes:
        meetings: for which the person may hand in papers.
        own: papers of the person, of which a file may be the next version.
    """

    request: Request
    meetings: list[Meeting]
    own: list[Paper]
    context: Context

    @property
    def nameable(self) -> list[Any]:
        zone = self.request.zone
        return [nameable(each, each.starts_at.astimezone(zone).date()) for each in self.meetings]

    def meeting(self, answers: Mapping[str, Any]) -> Meeting | None:
        return next((each for each in self.meetings if str(each.id) == answers.get("meeting")), None)

    def meeting_options(self, locale: str) -> list[Option]:
        labels = names(self.meetings, self.request.zone, locale)
        return [Option(str(each.id), label) for each, label in zip(self.meetings, labels, strict=True)]

    def papers(self, answers: Mapping[str, Any], locale: str) -> list[ReadPaper]:
        """The files as papers; those whose item cannot be seen are for the item that was chosen."""
        if not answers.get("file"):
            return []
        meeting = self.meeting(answers)
        agenda = () if meeting is None else tuple(meeting.agenda)
        around = Around(locale, replace(self.context, agenda=agenda), answers.get("note") or "", for_meeting=True)
        file = self._by_person(SentFile.model_validate(answers["file"]))
        chosen = next((item for item in agenda if str(item.id) == answers.get("item")), None)
        found = read_papers(file, answers.get("titles") or {}, around)
        return [replace(paper, item=paper.item or chosen) for paper in found]

    def _by_person(self, file: SentFile) -> SentFile:
        """The files as the person's, so that the item is seen that they or their institution present."""
        name = self.request.member.person.name
        own = [each if each.author else each.model_copy(update={"author": name}) for each in file.all]
        return own[0].model_copy(update={"more": tuple(own[1:])})

    def same_named_by_file(self, answers: Mapping[str, Any]) -> dict[str, int]:
        """By the handle of a file, the id of the person's paper for the meeting of which it has the name."""
        if not answers.get("file"):
            return {}
        own = [paper for paper in self.own if str(paper.meeting_id) == answers.get("meeting")]
        files = SentFile.model_validate(answers["file"]).all
        found = {file.handle: find_same_name(own, file) for file in files}
        return {handle: paper.id for handle, paper in found.items() if paper is not None}

    def same_named(self, answers: Mapping[str, Any]) -> list[Paper]:
        ids = set(self.same_named_by_file(answers).values())
        return [paper for paper in self.own if paper.id in ids]


async def _load(request: Request) -> Intake:
    return Intake(
        request,
        await listing.list_meetings_ahead(request.session, request.member, now=request.now),
        await handing_in.list_own(request.session, request.member, now=request.now),
        await load_context_of(request),
    )
