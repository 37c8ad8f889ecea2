"""What people say of an action in words: replies to reminders and cards, and plain messages (A3, U2)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum

from handlers.actions.choosing import choices, list_mine
from handlers.actions.evidence import read_note
from handlers.actions.progress import add_note, close_with, reach
from handlers.requests.in_words import ask_in_words
from handlers.routing.otherwise import NOTHING
from handlers.routing.quotes import find_quoted
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.routes import Named, Offer
from handlers.routing.several_twgs import told_apart_by_twg
from handlers.routing.whose_words import Whose
from messages.actions import card, keyboard_of, name
from messages.rendering.keyboards import Button, button, rows, shorten
from messages.rendering.texts import Text, _
from storage.actions import Action, ActionState
from storage.core.notifications import Notification
from twg.actions import access, notices
from twg.actions.access import AlreadyClosed
from twg.actions.owners import names_some
from twg.core.files import SentFile
from twg.core.refusals import NotFound
from twg.language.acts import list_tasks_acted_on
from twg.language.asked import is_unfinished, promises
from twg.language.done import is_of_several, note_of, read_done_line, split_action_number
from twg.language.intents import REQUESTS, SMALL_TALK, Intent, Reading, read_intent
from twg.language.joint import list_done_together
from twg.language.mentions import Kind, Nameable, list_joined, list_numbers_called
from twg.language.taking_back import is_sent_by_mistake

router = Router("actions")

#: Open actions of which each has a button below a promise that names none.
MOST_PROMISED = 4
#: What goes to those who decide.
_ASKED = (*REQUESTS, Intent.QUESTION)
#: What words can mean below an action.
_OF_ACTION = (Intent.DONE, Intent.PROGRESS, *_ASKED, Intent.LEFT, Intent.WAIT, *SMALL_TALK)


class Meant(StrEnum):
    """What a person says their words mean."""

    DONE = "done"
    NOTE = "note"


_LABELS: dict[Meant, Text] = {Meant.DONE: _("It is done"), Meant.NOTE: _("Note it")}


@router.reply_to(
    notices.GIVEN,
    notices.MOVED,
    notices.NOTED,
    notices.NOTE_UNDONE,
    notices.CLOSED,
    notices.REMINDER,
    notices.OVERDUE,
    notices.LATE,
    notices.STALLED,
    label=_("An action"),
)
async def reply(request: Request, about: list[Notification]) -> Reply:
    """A reply that clearly says that the action is done closes it, one that says how far it is is noted.

    Where the message was about several actions, the reply may begin with the number of one; else the person is asked.
    """
    ids = list(dict.fromkeys(notification.subject_id for notification in about))
    if len(ids) > 1:
        number, rest = split_action_number(request.incoming.text, ids)
        if number is not None:
            return await take_words(request, number, rest)
    waiting = await _list_waiting(request, ids)
    quoted = find_quoted(request.incoming.quote, waiting, lambda agreed: (agreed.title,))
    if quoted is not None:
        return await take_words(request, quoted.id, request.incoming.text)
    if len(waiting) > 1:
        return _ask_which(request, waiting)
    return await take_words(request, waiting[0].id if waiting else ids[0], request.incoming.text)


async def _list_waiting(request: Request, ids: list[int]) -> list[Action]:
    """Those of the actions that are open and visible to this person."""
    waiting = []
    for action_id in ids:
        with suppress(NotFound):
            _within, agreed = await reach(request, action_id)
            if agreed.state is ActionState.OPEN:
                waiting.append(agreed)
    return waiting


def _ask_which(request: Request, actions: list[Action]) -> Reply:
    return replace(show("actions/which", keyboard=choices(request, actions)), to_message=True)


@router.reply_below("note")
async def reply_to_card(request: Request, action_id: int) -> Reply:
    return await take_words(request, action_id, request.incoming.text)


@router.button("take", subject=Action)
async def take(request: Request, action_id: int) -> Reply:
    """Apply the earlier message to the action that was chosen for it; somebody else's words only become a note."""
    if request.incoming.replied_whose is Whose.OTHERS:
        return await meant(request, action_id, Meant.NOTE)
    taken = await take_words(request, action_id, await _earlier(request, action_id), request.incoming.replied_file)
    return replace(taken, edit=True, to_message=False)


@router.button("take_mine")
async def take_mine(request: Request) -> Reply:
    """Ask which of the person's own actions the message is about to which the buttons were offered."""
    mine = await list_mine(request)
    if not mine:  # the last one was closed after the buttons were offered
        return show("actions/to_close", actions=mine)
    return show("actions/which", keyboard=choices(request, mine))


@router.button("meant", subject=Action)
async def meant(request: Request, action_id: int, choice: Meant) -> Reply:
    """Do with the earlier message what the person chose, in their words as typed."""
    text, evidence = await _earlier(request, action_id), request.incoming.replied_file
    request, agreed = await reach(request, action_id)
    if agreed.state is not ActionState.OPEN:
        return replace(show_closed(request, agreed), edit=True, to_message=False)
    if choice is Meant.DONE:
        return await close_with(request, agreed, text, evidence)
    return await add_note(request, action_id, read_note(request, text, evidence))


async def _earlier(request: Request, action_id: int) -> str:
    """The words of the earlier message to which buttons were offered.

    Without the command at its beginning, and the number after that where it names this action and counts nothing.
    """
    text = request.incoming.replied_text.strip()
    if not text.startswith("/"):
        return text
    rest = text.partition(" ")[2].strip()
    line = read_done_line(rest)
    agreed = await request.session.get(Action, action_id)
    numbers = {action_id, None if agreed is None else agreed.number}
    return line.note if line.named and line.number in numbers else rest


async def take_words(request: Request, action_id: int, text: str, evidence: SentFile | None = None) -> Reply:
    """Do what the text clearly says of the action; ask where it is not clear, and keep the words for the answer."""
    evidence = evidence or request.incoming.file
    request, agreed = await reach(request, action_id)
    if agreed.state is not ActionState.OPEN:
        return show_closed(request, agreed)
    access.check_notable(request.member, agreed)
    reading = read_intent(text, among=_OF_ACTION, title=agreed.title)
    if reading.is_clearly(Intent.DONE) and (names_some(agreed, text) or is_of_several(text)):
        return _ask_what(agreed, reading)
    if reading.is_clearly(Intent.DONE):
        together = await _list_together(request, agreed, text)
        beside = () if together else await _ask_beside(request, agreed, text, reading)
        closed, *others = [
            replace(await close_with(request.within(each.twg_id), each, note_of(text), evidence), edit=False)
            for each in (agreed, *together)
        ]
        return replace(closed, also=(*closed.also, *others, *beside))
    if _is_note(reading, text, evidence):
        return replace(await add_note(request, agreed.id, read_note(request, text.strip(), evidence)), edit=False)
    if reading.is_clearly(*_ASKED, Intent.LEFT):
        subject = None if reading.intent is Intent.LEFT else agreed
        return await ask_in_words(request, subject, reading.intent.value, text.strip(), evidence)
    if reading.is_clearly(*SMALL_TALK, Intent.WAIT):
        return say("actions/heard", action=agreed, keyboard=keyboard_of(request.member, agreed))
    return _ask_what(agreed, reading)


async def _list_together(request: Request, agreed: Action, text: str) -> list[Action]:
    """The person's other actions that the text says to be done together with this one, each by its name.

    The caller handles each action that the text calls by its number.
    """
    mine = [each for each in await list_mine(request) if each.id != agreed.id]
    known = [agreed, *mine]
    places = list_done_together(text, [Nameable(Kind.ACTION, each.title, str(each.id)) for each in known])
    called = list_numbers_called(text)
    return [known[place] for place in places if place and str(known[place].id) not in called] if 0 in places else []


async def _ask_beside(request: Request, agreed: Action, text: str, reading: Reading) -> list[Reply]:
    """Ask of the person's actions that the text may name beside this one: "action 1 and the figures are done"."""
    mine = [each for each in await list_mine(request) if each.id != agreed.id]
    whats = [Nameable(Kind.ACTION, each.title) for each in mine]
    beside = list_joined(text, Nameable(Kind.ACTION, agreed.title), whats)
    # The caller handles each action that the text calls by its number; only those named in words are asked about here.
    called = list_numbers_called(text)
    asked = [mine[place] for place in beside if str(mine[place].id) not in called]
    return [_ask_what(each, reading) for each in asked[:MOST_PROMISED]]


def _is_note(reading: Reading, text: str, evidence: SentFile | None) -> bool:
    """Whether a message is to be noted; a file is, unless the words with it ask for something, or take it back."""
    if evidence is not None and is_sent_by_mistake(text):
        return False
    if evidence is not None:
        return not text or reading.intent in {Intent.OTHER, Intent.DONE, Intent.PROGRESS, *SMALL_TALK}
    return not text or reading.is_clearly(Intent.PROGRESS)


def show_closed(request: Request, agreed: Action) -> Reply:
    """Say that an action is closed already; the card, below the refusal, has the button to reopen it."""
    content = card(request.member, agreed, now=request.now)
    return Reply(content, to_message=True, refusal=AlreadyClosed(action=agreed))


def _ask_what(agreed: Action, reading: Reading) -> Reply:
    """Ask what words mean that may mean one thing or another; nothing is stored."""
    choices = [button(_LABELS[choice], "actions:meant", agreed.id, choice) for choice in _choices(reading)]
    other = [
        button(_("Ask about it"), "requests:about", "action", agreed.id),
        NOTHING,
    ]
    return replace(show("actions/meant", keyboard=rows([*choices, *other]), action=agreed), to_message=True)


def _choices(reading: Reading) -> list[Meant]:
    """What can be done with the words, likeliest first."""
    first = reading.may_be(Intent.DONE) and not is_unfinished(reading.note)
    return [Meant.DONE, Meant.NOTE] if first else [Meant.NOTE, Meant.DONE]


def _promise(request: Request, agreed: Action) -> Button:
    """The button that notes a promise under an action."""
    label = _("Note it: {title}").with_(title=shorten(agreed.title, 36))
    return button(told_apart_by_twg(request, agreed.twg_id, label), "actions:meant", agreed.id, Meant.NOTE)


@router.nameable
async def named(request: Request, about: Sequence[Notification]) -> list[Named]:
    """The actions that a message told of; for a plain message those of the person."""
    if not about:
        return [_named(request, agreed) for agreed in await list_mine(request)]
    ids = {item.subject_id: item.id for item in about if item.subject_type == Action.__tablename__}
    return [_named(request, agreed, ids[agreed.id]) for agreed in await _list_waiting(request, list(ids))]


def _named(request: Request, agreed: Action, notification_id: int | None = None) -> Named:
    async def take_of(request: Request, text: str) -> Reply:
        return await take_words(request, agreed.id, text)

    def says(text: str) -> bool:
        reading = read_intent(text, among=_OF_ACTION, title=agreed.title)
        return reading.is_clearly(Intent.DONE, Intent.PROGRESS, *_ASKED)

    what = Nameable(Kind.ACTION, agreed.title, str(agreed.id))
    choose = button(told_apart_by_twg(request, agreed.twg_id, name(agreed)), "actions:take", agreed.id)
    label = choose.label if notification_id is None else shorten(agreed.title)  # a part has a number of its own
    return Named(what, label, take_of, says, choose, notification_id)


@router.statement_of_files
async def take_files(request: Request) -> Reply | None:
    """Close or note one of the person's actions with files whose words name it by its number: they are the evidence."""
    text = request.incoming.text
    numbers = {str(number) for number in list_tasks_acted_on(text)}
    mine = await named(request, ()) if len(numbers) == 1 else []
    meant = [thing for thing in mine if thing.what.number in numbers and thing.says(text)]
    taken: Reply | None = await meant[0].take(request, text) if len(meant) == 1 else None
    return taken


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to note a text under one of the person's actions: a promise under each, first of all.

    For an own text with "done", first offer to close one.
    """
    mine = await list_mine(request)
    if not mine:
        return []
    if promises(request.incoming.text) and request.incoming.whose is Whose.OWN and len(mine) <= MOST_PROMISED:
        return [Offer(0, _promise(request, agreed)) for agreed in mine]
    reading = read_intent(request.incoming.text, among=_OF_ACTION)
    if reading.intent is Intent.DONE and request.incoming.whose is Whose.OWN:
        return [Offer(0, button(_("Close an action"), "actions:take_mine"))]
    return [Offer(40, button(_("Note it under an action"), "actions:take_mine"))]
