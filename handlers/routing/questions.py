"""Questions that the store answers: at once, with buttons, and one to send on what it leaves open (U2).

Each capability answers what is asked about its own; what is answered together stands in one message.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.forms.waiting import open_forms
from handlers.requests.sending import send_buttons
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request, say
from handlers.routing.routes import split_data
from handlers.routing.statements import is_own_statement
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, button, rows
from messages.rendering.several_twgs import in_twg
from storage.core.notifications import Notification
from storage.members import Role
from twg.core.permissions import GRANTS
from twg.language.about_meetings import read_told
from twg.language.asked import is_about_a_task
from twg.language.questions import OF_MEETING, Question, Topic, read_question
from twg.language.tasks import find_deeds

#: Of more things that a question may speak of, none is explained: it is not certain which is meant.
MOST_EXPLAINED = 3
#: Below what was sent about a row, only this is answered about the row; what else is asked goes to who decides.
_OF_ROW: dict[str, tuple[Topic, ...]] = {
    "meeting": (*OF_MEETING, Topic.PAPERS),
    "action": (Topic.DUE,),
    "report_request": (Topic.DUE, Topic.VALUE),
    "round": (Topic.DUE, Topic.VALUE),
    "indicator": (Topic.DUE, Topic.VALUE),
}
#: A reply to these goes to the person who wrote them, also when it asks something: they know when it is, the store not.
_OF_AUTHORS = {"post", "post_reply"}


#: A wish for more time speaks of these too.
_OF_DUE = {Topic.DUE, Topic.VALUE}


@dataclass(frozen=True)
class Asked:
    """A question of a person.

    Attributes:
        question: what is asked.
        rows: table and id of each row that the message replied to is about; empty for a plain message.
    """

    question: Question
    rows: tuple[tuple[str, int], ...] = ()

    def asks(self, *topics: Topic) -> bool:
        return self.question.asks(*topics)

    def without(self, left_out: Topic) -> "Asked":
        """The question without a topic."""
        topics = tuple(topic for topic in self.question.topics if topic is not left_out)
        return replace(self, question=replace(self.question, topics=topics))

    def ids_of(self, table: str) -> list[int]:
        return [row_id for name, row_id in self.rows if name == table]


async def answer_question(request: Request, about: Sequence[Notification] = ()) -> Reply | None:
    """The answer to what a person's own words ask; None where the store has none, or nothing is asked.

    Args:
        about: the notifications of the message replied to.
    """
    incoming = request.incoming
    if request.actor is None or not is_own_statement(incoming) or read_told(incoming.text) is not None:
        return None
    asked = _read(request, about)
    extends = set(asked.question.topics) <= _OF_DUE and is_about_a_task(incoming.text)  # "extend the deadline, please"
    if not asked.question.topics or extends:
        return None
    contents = await _explain(request, asked) if asked.asks(Topic.HOW) else []
    if not contents:
        routers = [router for router in request.routes.routers if request.covers(router.name)]
        contents = [each for router in routers for answers in router.answers for each in await answers(request, asked)]
    is_new = not await open_forms(request)  # at a form, the words may be about that
    if not contents and asked.asks(Topic.HOW) and request.role is Role.SECRETARIAT and is_new:
        contents = [await _menu(request)]
    if not contents and asked.asks(Topic.MINE) and not asked.rows:
        contents = [Content("general/nothing_open")]
    send_on = await _send_on(request, asked) if contents else []
    return _answer(contents, send_on) if contents else None


def _read(request: Request, about: Sequence[Notification]) -> Asked:
    """The question, limited to what may be answered about the rows of the message that it replies to."""
    found = [(each.subject_type, each.subject_id) for each in about]
    replied = {each.subject_type for each in about}
    for data in request.incoming.replied_buttons:
        name, arguments = split_data(data)
        below = request.routes.buttons.get(name)
        if below is not None and below.subject is not None and arguments[:1] and arguments[0].isdigit():
            found.append((below.subject.__tablename__, int(arguments[0])))
            replied |= {below.subject.__tablename__} if name in request.routes.replies_below else set()
    question = read_question(request.incoming.text)
    tables = {table for table, _id in found} & _OF_ROW.keys()
    if tables or replied & _OF_AUTHORS:
        allowed = {Topic.HOW, *(topic for table in tables for topic in _OF_ROW[table])}
        question = replace(question, topics=tuple(topic for topic in question.topics if topic in allowed))
    return Asked(question, tuple(dict.fromkeys(found)))


def _answer(contents: Sequence[Content], send_on: Sequence[Button]) -> Reply:
    """What was found, in one message."""
    first, *others = contents
    keyboard = [row for content in contents for row in content.keyboard]
    parts = tuple(replace(content, keyboard=()) for content in others)
    whole = replace(first, keyboard=(*dict.fromkeys(keyboard), *rows(send_on)), followed_by=parts)
    return Reply(whole, to_message=True)


async def _send_on(request: Request, asked: Asked) -> list[Button]:
    """The button that sends the question on; the secretariat asks no Chair how something is done."""
    if request.role is Role.SECRETARIAT and asked.asks(Topic.HOW):
        return []
    return await send_buttons(request, request.member.twg)


async def _explain(request: Request, asked: Asked) -> list[Content]:
    """How what is asked is done; empty where it is not certain what that is."""
    known = [howto for router in request.routes.routers if request.covers(router.name) for howto in router.howtos]
    places = find_deeds(asked.question.text, [howto.deed for howto in known], certain=request.role != Role.SECRETARIAT)
    meant = [known[place] for place in places]
    allowed = [howto for howto in meant if _may(request, howto)]
    if meant and (len(allowed) or len(meant)) <= MOST_EXPLAINED:
        return [await explain(request, allowed or meant)]
    return []


async def _menu(request: Request) -> Content:
    """Everything that can be done, for the secretariat, who would else ask the Chair."""
    shown: Reply = await request.routes.commands["menu"].run(request)
    assert shown.content is not None  # noqa: S101 - the menu is a message
    return shown.content


async def explain(request: Request, howtos: Sequence[Howto]) -> Content:
    """How things are done, with the buttons by which they are begun; what the person may not do names who may."""
    keyboard: list[Button] = []
    for howto in howtos:
        if _may(request, howto):
            keyboard += [] if howto.begin is None else await howto.begin(request)
            command = request.routes.commands[howto.command]
            keyboard.append(button(command.description or f"/{command.name}", "general:only", command.name))
    told = [(each.title, each.steps, "" if _may(request, each) else _who_may(each)) for each in howtos]
    reply = say("general/how", keyboard=rows(dict.fromkeys(keyboard)), howtos=told)
    assert reply.content is not None  # noqa: S101 - it was just made
    return reply.content


def _who_may(howto: Howto) -> str:
    """Who does it, for a person who may not: "organisers" or "secretariat"."""
    assert howto.permission is not None  # noqa: S101 - what everybody may do is not refused
    return "organisers" if Role.CHAIR in GRANTS[howto.permission] else "secretariat"


def _may(request: Request, howto: Howto) -> bool:
    return howto.permission is None or request.member.may(howto.permission)


def of_each(request: Request, content: Content) -> Content:
    """The content of the request's TWG as a part of an answer: it names the TWG for a person in several."""
    return in_twg(content, request.member.twg) if len(request.twgs) > 1 else content
