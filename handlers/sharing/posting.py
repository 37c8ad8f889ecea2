"""Sharing information in the chat: /share, and sharing a plain message (S2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.forms.audience_field import AudienceField, chosen_of, load_audiences, with_audiences
from handlers.forms.choice_fields import ChoiceField
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField, accept_file
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Entry, Surroundings, text_of
from handlers.routing.commands import Group
from handlers.routing.edits import without_command
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from messages.rendering.keyboards import button
from messages.rendering.texts import _, counted
from messages.sharing import opened
from storage.engine.labels import N_, Labelled
from storage.sharing import Post, PostKind
from twg import sharing
from twg.core.addressing import Addressable
from twg.core.audiences import parse_audience
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.language.comments import read_comments_asked
from twg.language.tasks import Deed

router = Router("sharing")


class Reminds(Labelled):
    YES = "yes", N_("Remind them once")
    NO = "no", N_("No reminder")


def asks_for_comments(text: str, today: date) -> bool:
    return read_comments_asked(text, today=today) is not None


def _comments_by(text: str, today: date) -> dict[str, str]:
    """The raw answer to the question for the last day for comments that a text holds; none where it names no day."""
    asked = read_comments_asked(text, today=today)
    return {} if asked is None or asked.by is None else {"comments_by": asked.by.isoformat()}


@dataclass(frozen=True, kw_only=True)
class PostField(Field):
    """The text of a post; the last day for comments is read from it where it names one."""

    @property
    def takes_words(self) -> bool:
        return True

    @property
    def implies(self) -> tuple[str, ...]:
        return ("comments_by",)

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        return _comments_by(text_of(entry), surroundings.today)


@router.form("share", _("Share information"), saves=sharing.share)
class ShareForm(Form):
    text: Annotated[
        str,
        PostField(
            question=_("What would you like to share? A text, with a link if there is one."),
            label=_("Text"),
            limit=sharing.LONGEST_POST,
        ),
    ]
    comments_by: Annotated[
        date | None,
        DayField(
            question=_("By which day would you like comments? Please skip to set no day."),
            label=_("Comments by"),
            when=lambda values, around: asks_for_comments(values.get("text") or "", around.today),
        ),
    ] = None
    reminds: Annotated[
        Reminds | None,
        ChoiceField(
            question=_("Should those who have not commented be reminded, once, the day before?"),
            label=_("Reminder"),
            members=tuple(Reminds),
            when=lambda values, _around: values.get("comments_by") is not None,
        ),
    ]
    kind: Annotated[
        PostKind, ChoiceField(question=_("What kind of information is it?"), label=_("Kind"), members=tuple(PostKind))
    ]
    file: Annotated[
        SentFile | None,
        FileField(question=_("Would you like to add a file? Please send it now, or skip."), label=_("File")),
    ] = None
    audience: Annotated[str, AudienceField(question=_("Who should see it?"), label=_("For"))]

    @classmethod
    async def load(cls, request: Request, _about: Any) -> Addressable:
        return await load_audiences(request, Permission.POST_SHARE)

    @classmethod
    def surround(cls, loaded: Addressable, answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        base = with_audiences(base, loaded)
        if not (audience := chosen_of(answers)):
            return base
        count = len(loaded.find_reached(parse_audience(audience)))
        return replace(base, save=counted(count, _("Share with 1 person"), _("Share with {n} people")))

    async def save(self, request: Request, _about: Any) -> Reply:
        answers = self.model_dump(exclude={"reminds"})
        args = sharing.NewPost(**answers, reminds=self.reminds is Reminds.YES)
        post, notification = await sharing.share(request.session, request.member, args, now=request.now)
        return await followed(request, show("sharing/shared", post=post), notification)


@router.command("share", _("Share information with members"), permission=Permission.POST_SHARE, group=Group.PAPERS)
async def share(request: Request, rest: str) -> Reply:
    return await _open_share(request, rest, request.incoming.file)


@router.button("take")
async def take(request: Request) -> Reply:
    """Share the message to which the buttons were offered."""
    reply = await _open_share(request, request.incoming.replied_text, request.incoming.replied_file)
    return replace(reply, edit=True)


async def _open_share(request: Request, text: str, file: SentFile | None) -> Reply:
    typed = {"text": text} if text else None
    answers: dict[str, Any] = {} if file is None else {"file": accept_file(file, request.settings.max_file_mb)}
    answers |= _comments_by(text, request.today)
    return await open_form(request, ShareForm, typed=typed, answers=answers)


@router.button("open", subject=Post, opens=True)
async def open_(request: Request, post_id: int) -> Reply:
    post = await sharing.access_post(request.session, request.member, post_id)
    return show_post(request, post)


def show_post(request: Request, post: Post) -> Reply:
    """A post, whose message and file are changed when it is withdrawn."""
    return Reply(opened(post, request.member, now=request.now), shows=post, live=post)


@router.edit_of(Post)
async def correct(request: Request, post_id: int, field: str, text: str) -> Reply:
    """Change the text of a post, which may be the caption of its file; what else was answered is in buttons."""
    if field not in {"", "text"}:
        raise NotFound
    request = await request.within_twg_of(Post, post_id)
    words = without_command(request.incoming, text)
    post, notification = await sharing.correct(request.session, request.member, post_id, words, now=request.now)
    return await followed(request, show_post(request, post), notification)


@router.offer
async def offer(_request: Request) -> list[Offer]:
    """Offer to share any message."""
    return [Offer(20, button(_("Share it with members"), "sharing:take"))]


router.explain(
    Howto(
        _("Share information"),
        _("/share asks for the text and to whom it goes; or send me the text or file: “Share it with members”."),
        Deed(("share",), ("sharing", "paper")),
        "share",
        Permission.POST_SHARE,
    ),
)
