"""A notice of the office, "closed on Friday", with nothing asked besides: /notice (S2)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.audience_field import AudienceField, chosen_of, load_audiences, with_audiences
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.surroundings import Surroundings
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.sharing.posting import tell_shared
from messages.rendering.texts import _, counted
from twg.core.addressing import Addressable
from twg.core.audiences import Audience, parse_audience
from twg.core.permissions import Permission
from twg.language.tasks import Deed
from twg.sharing import posts

router = Router("sharing")


@router.form("send_notice", _("A notice of the office"), saves=posts.send_notice)
class NoticeForm(Form):
    text: Annotated[
        str,
        Field(
            question=_("What is the notice?"),
            hint=_("For example: The office is closed on Friday."),
            label=_("Notice"),
            limit=posts.LONGEST_POST,
        ),
    ]
    audience: Annotated[str, AudienceField(question=_("Who should see it?"), label=_("For"), on_request=True)]

    @classmethod
    async def initial(cls, _request: Request, _about: Any) -> Mapping[str, Any]:
        return {"audience": Audience.ALL.value}

    @classmethod
    async def load(cls, request: Request, _about: Any) -> Addressable:
        return await load_audiences(request, Permission.POST_SHARE)

    @classmethod
    def surround(cls, loaded: Addressable, answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        base = with_audiences(base, loaded)
        if not (audience := chosen_of(answers)):
            return base
        count = len(loaded.find_reached(parse_audience(audience)))
        return replace(base, save=counted(count, _("Send to 1 person"), _("Send to {n} people")))

    async def save(self, request: Request, _about: Any) -> Reply:
        about = request.session, request.member, self.text, self.audience
        post, notification = await posts.send_notice(*about, now=request.now)
        return await tell_shared(request, post, notification)


@router.command("notice", _("Tell members of the office"), permission=Permission.NOTICE_SEND, group=Group.PAPERS)
async def notice(request: Request, rest: str) -> Reply:
    return await open_form(request, NoticeForm, typed={"text": rest} if rest else None)


router.explain(
    Howto(
        _("Tell members of the office"),
        _("/notice sends it to everybody at once: /notice The office is closed on Friday."),
        Deed(("share", "send"), ("office",)),
        "notice",
        Permission.NOTICE_SEND,
    ),
)
