"""/shared: members list what was shared and narrow it; the lead facilitator forwards posts to partners (S2, S3)."""

from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.rendering.texts import _
from messages.sharing import forwarding as to_forward
from messages.sharing import library as messages
from storage.sharing import Post
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.language.tasks import Deed
from twg.sharing import forwarding, library
from twg.sharing.library import Browsed, Side

router = Router("sharing")


@router.command("shared", _("What members shared"), lists=True, group=Group.PAPERS, among=Post)
async def list_(request: Request) -> Reply:
    page = await library.browse(request.session, request.member, Browsed())
    return Reply(messages.listing(request.member, page, request.locale))


@router.button("browse")
async def browse(request: Request, page: int, code: str = "-") -> Reply:
    found = await library.browse(request.session, request.member, _read(code), page)
    return Reply(messages.listing(request.member, found, request.locale), edit=True)


@router.button("sides")
async def sides(request: Request, side: Side, code: str = "-") -> Reply:
    """The values of one side to choose from."""
    browsed = _read(code)
    found = await library.list_choices(request.session, request.member, browsed, side)
    page = await library.browse(request.session, request.member, browsed)
    return Reply(messages.choices(request.member.twg, page, found), edit=True)


def _read(code: str) -> Browsed:
    """Raises: NotFound for data that the program did not write."""
    browsed = messages.decode(code)
    if browsed is None:
        raise NotFound
    return browsed


@router.button("forward", subject=Post)
async def forward(request: Request, post_id: int) -> Reply:
    """The post as a message of its own, to be forwarded in Telegram."""
    post, row = await forwarding.forward(request.session, request.member, post_id, now=request.now)
    return Reply(to_forward.forwarded(post, request.member.twg), shows=post, live=row)


@router.button("forward_week")
async def forward_week(request: Request, before: int = 0) -> Reply:
    """What was shared in the last week, as many posts as fit; a message below has a button for those that do not."""
    about, twg = (request.session, request.member), request.member.twg
    found = await forwarding.access_week(*about, before, now=request.now)
    content, posts = to_forward.forwarded_week(found, twg, locale=request.locale, zone=request.zone)
    more = len(found) - len(posts)
    row = await forwarding.forward_week(*about, posts, more=more, now=request.now)
    also = (Reply(to_forward.left_out(twg, posts, more)),) if more else ()
    return Reply(content, live=row, also=also)


@router.button("forward_withdrawal", subject=Post)
async def forward_withdrawal(request: Request, post_id: int) -> Reply:
    """That a post was withdrawn, to be forwarded to those who got it in Telegram."""
    post = await forwarding.access_withdrawal(request.session, request.member, post_id)
    return Reply(to_forward.forwarded_withdrawal(post, request.member.twg))


router.explain(
    Howto(
        _("See what members shared"),
        _("/shared lists it; its buttons narrow the list by kind, theme, year and institution."),
        Deed(("see",), ("sharing",)),
        "shared",
    ),
    Howto(
        _("Forward what was shared to all development partners"),
        _("Open it from /shared: “Forward to all partners” makes one message of it that you can forward."),
        Deed(("share", "send"), ("digest",)),
        "shared",
        Permission.POST_FORWARD,
    ),
)
