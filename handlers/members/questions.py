"""What is asked of people: who is who, and what waits for the person; and how members come, change and leave (U2)."""

from handlers.members.directory import list_in
from handlers.members.registering import waiting_content
from handlers.routing.howto import Howto
from handlers.routing.questions import Asked, of_each
from handlers.routing.request import Request
from handlers.routing.router import Router
from messages.rendering.content import Content
from messages.rendering.texts import _
from twg.core.permissions import Permission
from twg.language.questions import Topic
from twg.language.tasks import Deed

router = Router("members")


@router.answer
async def answer(request: Request, asked: Asked) -> list[Content]:
    """Who is in the TWG; invitations and papers that wait for the person's answer."""
    contents = []
    for within in request.of_each_twg():
        if asked.asks(Topic.MEMBERS):
            listed = (await list_in(within)).content
            contents += [] if listed is None else [of_each(within, listed)]
        elif asked.asks(Topic.MINE):
            waiting = await waiting_content(within, within.member, within.locale)
            contents += [] if waiting is None else [of_each(within, waiting)]
    return contents


router.explain(
    Howto(
        _("Invite somebody"),
        _("/invite makes a link to send to the person, for a role; whoever opens it registers."),
        Deed(("add",), ("member", "link")),
        "invite",
        Permission.MEMBER_INVITE,
    ),
    Howto(
        _("Change or remove a member"),
        _("/members, choose the person: below are “Change the role”, “Name a successor” and “Remove”."),
        Deed(("remove", "change", "cancel", "move"), ("member",)),
        "members",
        Permission.MEMBER_CHANGE,
    ),
    Howto(
        _("See who is who"),
        _("/members lists everybody; “/members UNFPA” those of an institution."),
        Deed(("see", "export"), ("member",)),
        "members",
    ),
    Howto(
        _("Change your own details"),
        _("/me shows what is kept; press “Correct my details”."),
        Deed(("change", "move", "remove", "add", "see"), ("own_details",)),
        "me",
    ),
    Howto(
        _("Let an assistant receive and answer for you"),
        _("/me, then “My assistants”: you choose what the assistant may do, and get a link for them."),
        Deed(("add", "create", "change", "send"), ("assistant",)),
        "me",
    ),
    Howto(
        _("Leave the TWG"), _("/leave asks once more, and tells the secretariat."), Deed(("leave",), ("twg",)), "leave"
    ),
)
