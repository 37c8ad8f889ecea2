"""The updates round in the chat: /updates, replies to its question, its buttons (S4)."""

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel

from handlers import general
from handlers.deliveries import followed
from handlers.forms.fields import Field
from handlers.forms.form import About, Form
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.left_words import tell_left
from handlers.routing.replies import find_replyable
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.routing.statements import is_own_statement
from handlers.sharing import open_share
from messages import updates as messages
from messages.rendering.keyboards import Button, button
from messages.rendering.texts import _
from storage.core.notifications import Notification
from storage.meetings import Meeting
from storage.updates import MemberUpdate, find_update
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.language.developments import says_no_news, tells_of_development
from twg.language.tasks import Deed
from twg.meetings.convening import may_organise
from twg.updates import notices, rounds

router = Router("updates")

#: Names of the notices that ask for developments.
_QUESTIONS = frozenset({notices.ASKED.name, notices.REMINDER.name})


class DevelopmentUnclear(Refusal):
    """A text that may be something else than a development."""

    key = "updates#unclear"


@router.command("updates", _("Developments before the plenary"), lists=True, group=Group.PAPERS)
async def updates(request: Request, rest: str) -> Reply:
    """What is asked before the next plenary, or what came; with a text behind it, tell that."""
    meeting = await rounds.access_next_plenary(request.session, request.member, now=request.now)
    if meeting is None:
        none = say("updates/none")
        return await tell_left(request, none, "updates", rest) if rest else none
    return await _take_words(request, meeting, rest) if rest else await _show(request, meeting)


async def _take_words(request: Request, meeting: Meeting, text: str) -> Reply:
    """Tell what a text says, or that there is nothing to tell; where it may be something else, ask."""
    if tells_of_development(text):
        return await _tell(request, meeting.id, text)
    if says_no_news(text):
        return replace(await nothing(request, meeting.id), edit=False, toast=None)
    shown = await _show(request, meeting, own=True)
    assert shown.content is not None  # noqa: S101 - the question is a message
    asked = replace(shown.content, keyboard=((_take_button(meeting.id),), *shown.content.keyboard))
    return Reply(asked, to_message=True, refusal=DevelopmentUnclear())


def _take_button(meeting_id: int) -> Button:
    return button(_("It is a development"), "updates:take", meeting_id)


async def _show(request: Request, meeting: Meeting, *, own: bool = False) -> Reply:
    """What came, for who prepares the plenary; else the question with the own answer."""
    actor = request.member
    if not own and actor.on_behalf is None and may_organise(actor, meeting.kind, meeting.audience):
        found = await rounds.list_round(request.session, actor, meeting.id, now=request.now)
        return Reply(messages.listing(actor.twg, found, now=request.now))
    closes_at = await rounds.find_closing(request.session, meeting)
    update = await find_update(request.session, meeting.id, actor.person.id)
    is_open = request.now < closes_at
    return Reply(messages.question(actor.twg, meeting, update, closes_at=closes_at, is_open=is_open))


async def _access(request: Request, meeting_id: int) -> Meeting:
    return await rounds.access_round(request.session, request.member, meeting_id, now=request.now)


@router.button("open", subject=Meeting)
async def open_(request: Request, meeting_id: int) -> Reply:
    return await _show(request, await _access(request, meeting_id))


@router.button("page", subject=Meeting)
async def turn(request: Request, meeting_id: int, page: int) -> Reply:
    """Another page of what came, also once the round is over."""
    actor = request.member
    found = await rounds.list_round(request.session, actor, meeting_id, now=request.now)
    return Reply(messages.listing(actor.twg, found, now=request.now, page=page), edit=True)


@router.button("mine", subject=Meeting)
async def mine(request: Request, meeting_id: int) -> Reply:
    return await _show(request, await _access(request, meeting_id), own=True)


@router.button("show", subject=MemberUpdate, opens=True)
async def show(request: Request, update_id: int) -> Reply:
    """What somebody has told."""
    update = await rounds.access_update(request.session, request.member, update_id)
    closes_at = await rounds.find_closing(request.session, update.meeting)
    is_open = update.person_id == request.member.person.id and request.now < closes_at
    return Reply(messages.question(request.member.twg, update.meeting, update, closes_at=closes_at, is_open=is_open))


@router.button("nothing", subject=Meeting)
async def nothing(request: Request, meeting_id: int) -> Reply:
    await rounds.say_nothing(request.session, request.member, meeting_id, now=request.now)
    shown = await _show(request, await _access(request, meeting_id), own=True)
    return replace(shown, edit=True, toast=_("Your answer is recorded."))


@router.button("take_back", subject=Meeting)
async def take_back(request: Request, meeting_id: int) -> Reply:
    await rounds.take_back(request.session, request.member, meeting_id, now=request.now)
    shown = await _show(request, await _access(request, meeting_id), own=True)
    return replace(shown, edit=True, toast=_("Taken back."))


class RoundContext(BaseModel):
    """The plenary before which it is told."""

    meeting_id: int


async def _access_round(request: Request, context: RoundContext) -> Meeting:
    return await _access(request, context.meeting_id)


@router.form(
    "tell_update",
    _("Tell of a development"),
    saves=rounds.tell,
    about=About(RoundContext, _access_round, lambda _meeting: _("Developments before the plenary"), Meeting),
    opened_by="write",
    adds=True,
    confirm=False,
)
class TellForm(Form):
    text: Annotated[
        str,
        Field(
            question=_("What has happened that members should know?"),
            hint=_("For example: The health financing policy was approved on 3 December."),
            label=_("Development"),
            limit=rounds.LONGEST_UPDATE,
            unlike=lambda text: not tells_of_development(text),
        ),
    ]

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        return await _tell(request, meeting.id, self.text)


async def _tell(request: Request, meeting_id: int, text: str) -> Reply:
    await rounds.tell(request.session, request.member, meeting_id, text, now=request.now)
    return await _show(request, await _access(request, meeting_id), own=True)


@router.button("take", subject=Meeting)
async def take(request: Request, meeting_id: int) -> Reply:
    """Tell what the earlier message says, which the person calls a development."""
    words = request.incoming.replied_text.strip()
    if words.startswith("/"):
        words = words.partition(" ")[2].strip()
    return replace(await _tell(request, meeting_id, words), edit=True)


@router.reply_to(notices.ASKED, notices.REMINDER, label=_("Developments before the plenary"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """Tell what the reply says; where the round is over, offer to share it."""
    return await _take_reply(request, about[0].subject_id)


@router.reply_below("nothing")
async def reply_to_question(request: Request, meeting_id: int) -> Reply:
    return await _take_reply(request, meeting_id)


async def _take_reply(request: Request, meeting_id: int) -> Reply:
    """A reply to the question; one with a file, or that may be something else, is handled as a plain message."""
    text = request.incoming.text
    if request.incoming.files or not (tells_of_development(text) or says_no_news(text)):
        return await general.offer(request)
    within = await request.within_twg_of(Meeting, meeting_id)
    try:
        async with within.session.begin_nested():
            told = await _take_words(within, await _access(within, meeting_id), text)
    except rounds.UpdatesRefusal as refusal:
        return _instead(refusal)
    return replace(told, to_message=True)


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to tell what a reply to the question says, though it may be something else."""
    if not is_own_statement(request.incoming):
        return []
    about = [told for told in await find_replyable(request) if told.kind in _QUESTIONS]
    return [Offer(3, _take_button(told.subject_id)) for told in about[:1]]


def _instead(refusal: Refusal) -> Reply:
    keyboard = ((button(_("Share it with members"), "sharing:take"),),)
    return replace(say("updates/none", keyboard=keyboard), to_message=True, refusal=refusal)


@router.button("share", subject=MemberUpdate, permission=Permission.POST_SHARE)
async def share(request: Request, update_id: int) -> Reply:
    """Share what one has told as information; the author chooses with whom."""
    update = await rounds.access_update(request.session, request.member, update_id)
    return await open_share(request, update.text, None)


@router.button("ask", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def ask(request: Request, meeting_id: int) -> Reply:
    """Ask those who have not answered at once."""
    told = await rounds.ask(request.session, request.member, meeting_id, now=request.now)
    return await followed(request, await _show(request, await _access(request, meeting_id)), told)


@router.wish("ask_updates", permission=Permission.MEETING_ORGANISE)
async def wished(_request: Request, _text: str) -> list[Button]:
    return [button(_("Developments before the plenary"), "general:only", "updates")]


router.explain(
    Howto(
        _("Tell of a development before the plenary"),
        _("Reply to the question about developments, or write /updates with your text. The secretariat lists it."),
        Deed(("send", "create", "add", "answer"), ("update_round",)),
        "updates",
    ),
    Howto(
        _("See what members told before the plenary"),
        _("/updates lists it, and who has not answered; members are asked 21 days before a plenary."),
        Deed(("see",), ("update_round",)),
        "updates",
        Permission.MEETING_ORGANISE,
    ),
)
