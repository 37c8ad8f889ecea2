"""Tokens by which programs read the shared store: /feed (R4)."""

from typing import Annotated

from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, button, rows, shorten
from messages.rendering.texts import _
from storage.export import FeedToken
from twg.core.permissions import Permission
from twg.export import feeds
from twg.export.feeds import FeedOff, NewToken
from twg.language.tasks import Deed

router = Router("export")


@router.command(
    "feed", _("Tokens for programs that read the shared store"), permission=Permission.FEED_RUN, group=Group.PAPERS
)
async def feed(request: Request) -> Reply:
    return await _list(request)


def _check_on(request: Request) -> None:
    """Raises: FeedOff."""
    if not request.settings.feed_url:
        raise FeedOff


async def _list(request: Request, *, edit: bool = False) -> Reply:
    _check_on(request)
    tokens = await feeds.list_tokens(request.session, request.member)
    twg = request.member.twg
    context = {"twg": twg, "tokens": tokens, "me": request.member.person.id, "url": request.settings.feed_url}
    revoke = _("Revoke: {name}")
    buttons = [button(revoke.with_(name=shorten(token.name)), "export:revoke", token.id) for token in tokens]
    return Reply(
        Content("export/feeds", context, rows([*buttons, button(_("Make a token"), "export:new_token")])), edit=edit
    )


@router.button("revoke", subject=FeedToken, permission=Permission.FEED_RUN)
async def revoke(request: Request, token_id: int) -> Reply:
    await feeds.revoke_token(request.session, request.member, token_id, now=request.now)
    reply = await _list(request, edit=True)
    return Reply(reply.content, edit=True, toast=_("Revoked: it reads nothing any more."))


@router.form(
    "make_feed_token",
    _("Make a token for a program"),
    saves=feeds.make_token,
    opened_by="new_token",
    adds=True,
)
class TokenForm(Form):
    name: Annotated[
        str,
        Field(
            question=_("What is the token for?"),
            hint=_("For example: Power BI of the ministry. By this you will know which one to revoke."),
            label=_("For"),
            limit=80,
        ),
    ]

    async def save(self, request: Request, _about: object) -> Reply:
        _check_on(request)
        args = NewToken(name=self.name)
        token, secret = await feeds.make_token(request.session, request.member, args, now=request.now)
        example = f'curl --header "Authorization: Bearer …" {request.settings.feed_url}/feed/v1/actions.csv'
        context = {"twg": request.member.twg, "name": token.name, "secret": secret, "example": example}
        copied = Button(_("Copy the token"), copies=secret)
        return say("export/token_made", keyboard=((copied,),), **context)


@router.wish("feed_token", permission=Permission.FEED_RUN, firm=True)
async def wish_token(request: Request, _text: str) -> list[Button]:
    """Making one, or the list; where programs cannot reach the server, the list alone, which says so."""
    listed = button(_("Tokens for programs that read the shared store"), "general:only", "feed")
    return [button(_("Make a token"), "export:new_token"), listed] if request.settings.feed_url else [listed]


@router.wish("revoke_token", permission=Permission.FEED_RUN, firm=True)
async def wish_revoking(_request: Request, _text: str) -> list[Button]:
    """The list, in which each has its button: which one is meant is for the person to see."""
    return [button(_("Tokens for programs that read the shared store"), "general:only", "feed")]


router.explain(
    Howto(
        _("Let a program read the shared store"),
        _("/feed makes a token for it, shows when each was last used, and revokes it."),
        Deed(("export", "see", "send", "create", "remove"), ("token",)),
        "feed",
        Permission.FEED_RUN,
    ),
)
