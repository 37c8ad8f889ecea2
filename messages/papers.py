"""Messages about papers: handed in, decided on, owed, and what is there for each meeting (D6)."""

from collections.abc import Sequence
from datetime import date

from messages.documents import attach
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten, told_apart
from messages.rendering.labels import local_name, short_name
from messages.rendering.texts import Name, Text, _, counted
from storage.core.file_texts import TextState
from storage.meetings import AgendaItem, Meeting
from storage.members import Twg
from storage.papers import AskedPaper, Paper, PaperState
from twg.core.actors import Actor
from twg.meetings.owing import Owed
from twg.meetings.preparing import list_owing
from twg.papers.access import may_accept
from twg.papers.listing import MeetingPapers, OwnPapers

#: Papers that a message names, and that have a button; the rest are counted.
MOST_NAMED = 12


def asked_of(asked: AskedPaper) -> Name:
    """Who was asked for a paper: a person, or an institution."""
    if asked.institution is not None:
        return local_name(asked.institution)
    return Name("" if asked.person is None else asked.person.name)


def open_button(paper: Paper) -> Button:
    return button(shorten(paper.title), "papers:open", paper.id)


def new_button(meeting: Meeting, *, item: AgendaItem | None = None) -> Button:
    """The button with which a paper is handed in; for a meeting of several, its label says which."""
    args = [meeting.id] if item is None else [meeting.id, item.id]
    label = _("Hand in a paper") if item is None else _("Hand in the paper for item {n}").with_(n=item.position)
    return button(label, "papers:new", *args)


def accept_all_button(meeting: Meeting, waiting: Sequence[Paper]) -> Button:
    """Accepts what is shown, and nothing that comes later."""
    newest = max(paper.newest.id for paper in waiting)
    return button(counted(len(waiting), _("Accept it"), _("Accept all {n}")), "papers:accept_all", meeting.id, newest)


def handed_in(meeting: Meeting, twg: Twg, waiting: Sequence[Paper], *, still: bool = False) -> Content:
    """To those who accept papers: all that wait for a meeting.

    Args:
        still: it reminds of what they were told of before.
    """
    shown = waiting[:MOST_NAMED]
    context = {"meeting": meeting, "twg": twg, "papers": shown, "others": len(waiting) - len(shown), "still": still}
    opener = button(_("Show the papers"), "papers:meeting", meeting.id)
    first = (accept_all_button(meeting, waiting),)
    labels = told_apart([paper.title for paper in shown], [paper.handed_in_by.name for paper in shown])
    buttons = [button(label, "papers:open", paper.id) for label, paper in zip(labels, shown, strict=True)]
    keyboard = (first, *rows(buttons), (opener,))
    grouped = ((button(_("Papers: {title}").with_(title=shorten(meeting.title, 36)), "papers:meeting", meeting.id),),)
    return Content("papers/handed_in", context, keyboard, grouped=grouped)


def card(
    actor: Actor, paper: Paper, *, heading: str = "", file: bool = False, unfound: TextState | None = None
) -> Content:
    """The card of a paper with the buttons that this actor may use.

    Args:
        heading: "" on demand; "accepted", "returned" or "replaced" to its author; "withdrawn" and "corrected" to
            those who accept papers; "settled" to who has just decided.
        file: send its file too.
        unfound: why its text, or some of it, is not found; None where it is, or will be.
    """
    own = paper.handed_in_by_id == actor.person.id
    context = {"paper": paper, "twg": actor.twg, "heading": heading, "own": own, "text": unfound}
    keyboard: Keyboard = ()
    if may_accept(actor) and heading != "withdrawn":
        keyboard = _accepting(actor, paper)
    if own and not may_accept(actor):
        keyboard = (*keyboard, *_authors(paper))
    if may_accept(actor):
        keyboard = (*keyboard, (button(_("Show the papers"), "papers:meeting", paper.meeting_id),))
    files = (attach(paper.file, captioned=paper.file.kind != "video_note"),) if file else ()
    grouped = () if file else ((open_button(paper),),)
    return Content("papers/card", context, keyboard, files, grouped)


def _accepting(actor: Actor, paper: Paper) -> Keyboard:
    give_back = button(_("Return…"), "papers:give_back", paper.id)
    replace = button(_("Replace the file"), "papers:replace", paper.id)
    if paper.state is PaperState.HANDED_IN:
        return ((button(_("Accept"), "papers:accept", paper.id), give_back), (replace,))
    if paper.state is PaperState.ACCEPTED and not paper.is_sent:
        circulate = button(_("Circulate the papers"), "papers:circulate", paper.meeting_id)
        first = ((circulate,),) if actor.covers("documents") else ()
        return (*first, (give_back, replace))
    if paper.is_recalled:
        return ((give_back, replace),)
    if paper.state is PaperState.ACCEPTED and paper.document_id is not None:
        return ((button(_("Show the document"), "documents:open", paper.document_id),), (replace,))
    return ((replace,),) if paper.state is PaperState.RETURNED else ()


def _authors(paper: Paper) -> Keyboard:
    if paper.state is PaperState.WITHDRAWN:
        return ()
    again = button(_("Hand in a new version"), "papers:again", paper.id)
    if paper.state in {PaperState.HANDED_IN, PaperState.RETURNED} and paper.document_id is None:
        return ((again,), (button(_("Withdraw the paper"), "papers:withdraw", paper.id),))
    return ((again,),)


def received(meeting: Meeting, papers: Sequence[Paper], *, accepted: bool) -> Content:
    """To who has handed papers in."""
    context = {"meeting": meeting, "papers": papers, "accepted": accepted}
    if accepted:
        keyboard = rows([button(_("Show the papers"), "papers:meeting", meeting.id)])
    else:
        keyboard = rows([button(_("Show my papers"), "papers:mine")])
    return Content("papers/received", context, keyboard)


def mine(actor: Actor, own: OwnPapers, meetings: Sequence[Meeting]) -> Content:
    """What a member has handed in and owes."""
    context = {"papers": own.papers, "owed": own.owed, "twg": actor.twg}
    owed = [new_button(meeting, item=each.item) for meeting, each in own.owed]
    fresh = button(_("Hand in a paper"), "papers:new") if meetings else None
    papers = own.papers[:MOST_NAMED]
    labels = told_apart([paper.title for paper in papers], [paper.meeting.title for paper in papers])
    openers = [button(label, "papers:open", paper.id) for label, paper in zip(labels, papers, strict=True)]
    buttons = [*owed, *([fresh] if fresh else []), *openers]
    return Content("papers/mine", context, rows(buttons))


def by_meeting(actor: Actor, meetings: Sequence[MeetingPapers]) -> Content:
    """To those who accept papers: what is there for each meeting ahead."""
    buttons = [button(shorten(each.meeting.title), "papers:meeting", each.meeting.id) for each in meetings]
    return Content("papers/by_meeting", {"meetings": meetings, "twg": actor.twg}, rows(buttons))


def of_meeting(actor: Actor, found: MeetingPapers, *, ahead: bool) -> Content:
    """To those who accept papers: everything that is there, and missing, for one meeting, with the next steps.

    Args:
        ahead: whether the meeting is announced and ahead, so that papers can be asked for.
    """
    meeting, pack = found.meeting, found.pack
    waiting = [paper for paper in found.papers if paper.state is PaperState.HANDED_IN]
    accepted = [paper for paper in found.papers if paper.state is PaperState.ACCEPTED and not paper.is_sent]
    returned = [paper for paper in found.papers if paper.state is PaperState.RETURNED]
    sent = [paper for paper in found.papers if paper.is_sent and paper.state is PaperState.ACCEPTED]
    recalled = [paper for paper in sent if paper.is_recalled]
    sent = [paper for paper in sent if not paper.is_recalled]
    labelled: list[tuple[Text, list[Paper]]] = [
        (_("To be accepted"), waiting),
        (_("Accepted"), accepted),
        (_("Returned"), returned),
        (_("Circulated"), sent),
        (_("Recalled"), recalled),
    ]
    context = {
        "meeting": meeting,
        "twg": actor.twg,
        "pack": pack,
        "sections": [(title, listed) for title, listed in labelled if listed],
        "nothing": not found.papers,
    }
    steps = []
    if waiting:
        steps.append(accept_all_button(meeting, waiting))
    if accepted and actor.covers("documents"):
        label = counted(len(accepted), _("Circulate 1 paper"), _("Circulate {n} papers"))
        steps.append(button(label, "papers:circulate", meeting.id))
    if ahead:
        steps.append(button(_("Ask for the papers"), "papers:call", meeting.id))
        if meeting.agenda:
            steps.append(button(_("Ask one person or institution"), "papers:ask", meeting.id))
        steps += [
            button(
                _("No longer ask {name}").with_(name=short_name(asked_of(each.asked), 30)),
                "papers:unask",
                each.asked.id,
            )
            for each in pack.owed
        ]
    keyboard = rows([*steps, *map(open_button, [*waiting, *accepted, *returned, *sent, *recalled][:MOST_NAMED])])
    return Content("papers/meeting", context, keyboard)


def owed(meeting: Meeting, twg: Twg, theirs: Sequence[Owed]) -> Content:
    """To who owes papers for a meeting."""
    keyboard = rows([new_button(meeting, item=each.item) for each in theirs])
    return Content("papers/owed", {"meeting": meeting, "twg": twg, "owed": theirs}, keyboard, grouped=keyboard)


def asked(meeting: Meeting, twg: Twg, by: date, theirs: Sequence[Owed]) -> Content:
    """To everybody invited: for which items papers are expected; to who owes one: which, by when."""
    opener = (button(shorten(meeting.title), "meetings:open", meeting.id),)
    hand_in = rows([new_button(meeting, item=each.item) for each in theirs]) or ((new_button(meeting),),)
    context = {"meeting": meeting, "twg": twg, "by": by, "items": tuple(list_owing(meeting)), "owed": theirs}
    return Content("papers/asked", context, (*hand_in, opener), grouped=(*hand_in, opener))
