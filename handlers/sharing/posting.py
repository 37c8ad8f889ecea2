"""Sharing information in the chat: /share, and sharing a plain message (S2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.forms.audience_field import (
    AudienceField,
    chosen_of,
    load_audiences,
    read_addressed,
    with_audiences,
)
from handlers.forms.choice_fields import ChoiceField
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField, accept_file
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Entry, Surroundings, text_of
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.sharing import facts
from handlers.sharing.correcting import show_post
from messages.rendering.keyboards import button
from messages.rendering.texts import _, counted
from storage.core.notifications import Notification
from storage.engine.labels import N_, Labelled
from storage.sharing import SHARED_KINDS, Post, PostKind
from twg import sharing
from twg.core.addressing import Addressable
from twg.core.audiences import parse_audience
from twg.core.files import SentFile
from twg.core.notifications import list_written
from twg.core.permissions import Permission
from twg.language.comments import read_comments_asked
from twg.language.file_names import read_file_name
from twg.language.papers import is_for_meeting
from twg.language.periods import Period
from twg.language.tasks import Deed
from twg.sharing.digests import DIGESTED
from twg.sharing.posts import SHARED
from twg.sharing.themes import access_themes

router = Router("sharing")


class Reminds(Labelled):
    YES = "yes", N_("Remind them once")
    NO = "no", N_("No reminder")


def asks_for_comments(text: str, today: date) -> bool:
    return read_comments_asked(text, today=today) is not None


def _comments_by(text: str, today: date) -> dict[str, Any]:
    """The raw answer to the question for the last day for comments that a text holds; none where it names no day."""
    asked = read_comments_asked(text, today=today)
    return {} if asked is None or asked.by is None else {"comments_by": asked.by.isoformat()}


@dataclass(frozen=True, kw_only=True)
class PostField(Field):
    """The text of a post; what it tells of is read from it, and the last day for comments where it names one."""

    @property
    def takes_words(self) -> bool:
        return True

    @property
    def implies(self) -> tuple[str, ...]:
        return ("comments_by", *facts.NAMES, "theme")

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        text, today = text_of(entry), surroundings.today
        return _comments_by(text, today) | facts.facts_in(text, surroundings.facts["themes"], today)


@dataclass(frozen=True)
class Sharing:
    """What the questions depend on: whom the person may address, and the themes that the TWG knows."""

    audiences: Addressable
    themes: list[str]


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
        PostKind, ChoiceField(question=_("What kind of information is it?"), label=_("Kind"), members=SHARED_KINDS)
    ]
    period: Annotated[Period | None, facts.PERIOD] = None
    place: Annotated[str, facts.PLACE] = ""
    party: Annotated[str, facts.PARTY] = ""
    amount: Annotated[str, facts.AMOUNT] = ""
    theme: Annotated[str, facts.THEME] = ""
    details: Annotated[str, facts.DETAILS] = ""
    file: Annotated[
        SentFile | None,
        FileField(
            question=_("Would you like to add a file, or several? Please send them now, or skip."),
            label=_("File"),
            several=True,
        ),
    ] = None
    audience: Annotated[str, AudienceField(question=_("Who should see it?"), label=_("For"))]

    @classmethod
    async def load(cls, request: Request, _about: Any) -> Sharing:
        themes = await access_themes(request.session, request.member)
        return Sharing(await load_audiences(request, Permission.POST_SHARE), themes)

    @classmethod
    def surround(cls, loaded: Sharing, answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        kind = facts.kind_of(answers)
        base = replace(base, facts={**base.facts, "themes": loaded.themes, "kind": kind})
        base = with_audiences(base, loaded.audiences)
        if kind is not None:
            base = replace(base, questions={**base.questions, "details": facts.ASKED[kind][0]})
        if not (audience := chosen_of(answers)):
            return base
        count = len(loaded.audiences.find_reached(parse_audience(audience)))
        return replace(base, save=counted(count, _("Share with 1 person"), _("Share with {n} people")))

    async def save(self, request: Request, _about: Any) -> Reply:
        answers = self.model_dump(exclude={"reminds", "period", "details"})
        if self.period is not None:
            answers |= {"starts_on": self.period.first, "ends_on": self.period.last}
        args = sharing.NewPost(**answers, reminds=self.reminds is Reminds.YES)
        post, notification = await sharing.share(request.session, request.member, args, now=request.now)
        return await tell_shared(request, post, notification)


async def tell_shared(request: Request, post: Post, notification: Notification) -> Reply:
    """That it is on its way, with the progress of what goes out at once, and how many get it in their digest."""
    told = {each.notification.kind: 0 for each in list_written(request.session)}
    for each in list_written(request.session):
        told[each.notification.kind] += len(each.person_ids)
    later = told.get(DIGESTED.name, 0)
    at_once = notification if told[SHARED.name] or not later else None
    return await followed(request, show("sharing/shared", post=post, digests=later), at_once)


@router.command("share", _("Share information with members"), permission=Permission.POST_SHARE, group=Group.PAPERS)
async def share(request: Request, rest: str) -> Reply:
    return await open_share(request, rest, request.incoming.file)


@router.button("take")
async def take(request: Request) -> Reply:
    """Share the message to which the buttons were offered."""
    reply = await open_share(request, request.incoming.replied_text, request.incoming.replied_file)
    return replace(reply, edit=True)


@router.statement_of_files
async def take_stated(request: Request) -> Reply | None:
    """Share files whose words ask to send them, of a member who circulates no documents and hands in no paper."""
    incoming = request.incoming
    if not incoming.files or request.member.may(Permission.DOCUMENT_CIRCULATE) or is_for_meeting(incoming.text):
        return None
    addressed = read_addressed(incoming.text, await load_audiences(request, Permission.POST_SHARE), today=request.today)
    return await open_share(request, incoming.text, incoming.file) if addressed.caption.sends else None


async def open_share(request: Request, text: str, file: SentFile | None, *, audience: str = "") -> Reply:
    """Open the form for sharing with a text, of which is read what it tells of, and files; both may be missing.

    What words below files ask for is no part of the text; where nothing else is said, it begins with their names.

    Args:
        audience: raw answer where something besides the text names it.
    """
    answers = _comments_by(text, request.today)
    whom = await load_audiences(request, Permission.POST_SHARE)
    addressed = read_addressed(text, whom, held=frozenset(), institutions=True, today=request.today)
    if audience := audience or addressed.audience:
        answers["audience"] = audience
    if file is not None:
        answers |= {"file": accept_file(file, request.settings.max_file_mb)}
        text = addressed.note or ", ".join(filter(None, map(_title_of, file.all))) if text.strip() else text
    typed = {"text": text} if text else None
    answers |= facts.facts_in(text, await access_themes(request.session, request.member), request.today)
    return await open_form(request, ShareForm, typed=typed, answers=answers)


def _title_of(file: SentFile) -> str:
    """What the name of a file says; empty for one that was made up."""
    return "" if file.kind == "photo" else read_file_name(file.name).title


@router.button("open", subject=Post, opens=True)
async def open_(request: Request, post_id: int) -> Reply:
    post = await sharing.access_post(request.session, request.member, post_id)
    return show_post(request, post)


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
