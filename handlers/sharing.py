"""Information sharing in the chat: /share, /search and what is made of a plain message."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.deliveries import progress_reply
from handlers.forms.conversation import drop_forms, open_form
from handlers.forms.definition import Form, form
from handlers.forms.fields import Around, ChoiceField, Field, FileField, check_size
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import action, command
from messages.rendering.keyboards import Button, button, rows, shorten
from messages.rendering.texts import _, counted
from messages.sharing import shared
from storage.core.search import SearchEntry, Subject
from storage.sharing import Post, PostKind
from twg import sharing
from twg.core.audiences import Audience, excluding, list_audience, to_column
from twg.core.files import SentFile
from twg.core.permissions import Permission

#: Which button opens a result.
_OPENERS = {
    Subject.DOCUMENT: "documents/open",
    Subject.POST: "sharing/open",
    Subject.MEETING: "meetings/open",
    Subject.INDICATOR: "indicators/open",
    Subject.ACTION: "actions/open",
}


@form("sharing/share", _("Share information"), permission=Permission.POST_SHARE)
class ShareForm(Form):
    text: Annotated[
        str,
        Field(
            question=_("What would you like to share? A text, with a link if there is one."),
            label=_("Text"),
            limit=sharing.LONGEST_POST,
        ),
    ]
    kind: Annotated[
        PostKind, ChoiceField(question=_("What kind of information is it?"), label=_("Kind"), members=tuple(PostKind))
    ]
    file: Annotated[
        SentFile | None,
        FileField(question=_("Would you like to add a file? Please send it now, or skip."), label=_("File")),
    ] = None
    audience: Annotated[
        Audience, ChoiceField(question=_("Who should see it?"), label=_("For"), members=tuple(Audience))
    ]

    @classmethod
    async def around(
        cls, request: Request, _context: Mapping[str, Any], answers: Mapping[str, Any], around: Around
    ) -> Around:
        if "audience" not in answers:
            return around
        members = await list_audience(request.session, request.member.twg.id, to_column(Audience(answers["audience"])))
        count = len(excluding(members, request.member.person.id))
        return replace(around, save=counted(count, _("Share with 1 person"), _("Share with {n} people")))

    async def save(self, request: Request, _context: Mapping[str, Any]) -> Reply:
        args = sharing.NewPost(**self.model_dump())
        post, notification = await sharing.share(request.session, request.member, args, now=request.now)
        return replace(show("sharing/shared", post=post), also=(await progress_reply(request, notification),))


@command("share", _("Share information with members"), permission=Permission.POST_SHARE)
async def share(request: Request, rest: str) -> Reply:
    return replace(await _open_share(request, rest, request.incoming.file), edit=False)


@action("sharing/take")
async def take(request: Request) -> Reply:
    """Share the message that was sent before the button appeared."""
    return await _open_share(request, request.incoming.replied_text, request.incoming.replied_file)


async def _open_share(request: Request, text: str, file: SentFile | None) -> Reply:
    if file is not None:
        check_size(file, request.settings.max_file_mb)
    typed = {"text": text} if text else None
    answers = {} if file is None else {"file": file.model_dump()}
    return await open_form(request, ShareForm, typed=typed, answers=answers)


@action("sharing/open", subject=Post)
async def open_(request: Request, post_id: int) -> Reply:
    post = await sharing.access_post(request.session, request.member, post_id)
    return Reply(shared(post, request.member.twg))


@form("sharing/search", _("Search"), permission=Permission.SEE, confirm=False)
class SearchForm(Form):
    words: Annotated[
        str,
        Field(
            question=_("What would you like to search for?"),
            hint=_("Documents, shared information, meetings, indicators and actions are searched."),
            label=_("Words"),
            limit=100,
        ),
    ]

    async def save(self, request: Request, _context: Mapping[str, Any]) -> Reply:
        return await _results(request, self.words)


@command("search", _("Search documents and information"))
async def search(request: Request, rest: str) -> Reply:
    if not rest:
        return replace(await open_form(request, SearchForm), edit=False)
    await drop_forms(request, SearchForm)
    return await _results(request, rest)


@action("sharing/search")
async def search_for_message(request: Request) -> Reply:
    return await _results(request, request.incoming.replied_text)


async def _results(request: Request, words: str) -> Reply:
    found = await sharing.search_store(request.session, request.member, words[:100])
    buttons: list[Button] = [_open_button(entry) for entry in found]
    return say("sharing/results", keyboard=rows(buttons), found=found, words=words[:100], most=sharing.RESULTS)


def _open_button(entry: SearchEntry) -> Button:
    return button(shorten(entry.title) or "…", _OPENERS[entry.subject_type], entry.subject_id)
